import { expect, it } from 'vitest';
import { makeWorld } from './support.ts';

/** 12 days of 800 rows; outcomes of the first six days are known. From day 8 on `x` lies in its upper half twice as often. */
const DAYS = `SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) + to_seconds((i * 100)::INTEGER) AS at_time, day, i,
    CASE WHEN day >= 8 AND i % 2 = 0 THEN moved ELSE x END AS x FROM (SELECT day, i, (hash(i * 13 + day) % 10000) / 10000.0 AS x,
    (hash(i * 17 + day) % 2000) / 10000.0 + MOVED_TO AS moved FROM range(12) AS d(day), range(800) AS r(i))`;

const monitor = (checks: string) => `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: rows.parquet
timestamp_column: at_time
window: 4 days
label_column: actual
${checks}
`;

async function causeOf(select: string, checks: string) {
  const world = await makeWorld();
  await world.write('rows.parquet', select);
  const { alerts } = await world.runWindow(world.save(monitor(checks)), 12, 4);
  return alerts[0]?.evidence.cause;
}

it('an estimated error grew by predictions that became common where errors were large', async () => {
  const select = `SELECT at_time, 100 * x AS prediction,
    CASE WHEN day < 6 THEN 100 * x + (hash(i + day * 31) % 2001 / 1000.0 - 1) * CASE WHEN x > 0.8 THEN 40 ELSE 4 END END AS actual
    FROM (${DAYS.replace('MOVED_TO', '0.8')})`;
  const checks = `problem_type: regression
metrics: [mae]
estimated_performance: {metrics: [mae]}
alerts: {rules: [{name: worse, condition: estimated_mae > 8, for: 1 of 1}]}`;
  expect(await causeOf(select, checks)).toMatch(
    /^5[789]\.\d% of predictions are of 8[01](\.\d)? or more, were (19|20)\.\d%; MAE there was (19|20|21)(\.\d)? in the reference, 2(\.\d)? elsewhere$/,
  );
});

it('an estimated accuracy fell by scores that became common where fewer predictions were right', async () => {
  const select = `SELECT at_time, x AS score, x >= 0.5 AS prediction,
    CASE WHEN day < 6 THEN (hash(i + day * 31) % 10000) / 10000.0 < x END AS actual FROM (${DAYS.replace('MOVED_TO', '0.4')})`;
  const checks = `positive_label: true
score_column: score
metrics: [accuracy]
estimated_performance: {metrics: [accuracy]}
alerts: {rules: [{name: worse, condition: estimated_accuracy < 0.72, for: 1 of 1}]}`;
  expect(await causeOf(select, checks)).toMatch(
    /^(5|6)\d\.\d% of rows score from 0\.(39|40) to 0\.(60|61), were 2\d\.\d%; there 5\d\.\d% of predictions were right in the reference, (79|8\d)\.\d% elsewhere$/,
  );
});

it('an estimate that is what it was has no cause', async () => {
  const select = `SELECT at_time, x AS score, x >= 0.5 AS prediction,
    CASE WHEN day < 6 THEN (hash(i + day * 31) % 10000) / 10000.0 < x END AS actual FROM (${DAYS.replace('MOVED_TO', '0.4').replace('day >= 8', 'FALSE')})`;
  const checks = `positive_label: true
score_column: score
metrics: [accuracy]
estimated_performance: {metrics: [accuracy]}
alerts: {rules: [{name: worse, condition: estimated_accuracy < 0.99, for: 1 of 1}]}`;
  expect(await causeOf(select, checks)).toBeUndefined();
});
