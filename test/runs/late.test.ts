import { expect, test } from 'vitest';
import { dailyRows, day, makeWorld } from './support.ts';

const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
lateness: 2 days
feature_drift: {features: [amount, plan]}
alerts:
  rules:
    - {name: too_many, condition: rows > 220, for: 1 of 1}
`;

/** Fifty more rows of day 9. */
const LATE = `SELECT TIMESTAMP '2026-02-10 12:00:00', 50.0 + i, 'pro' FROM range(50) AS r(i)`;

async function makeCase(source = MONITOR, rows = dailyRows(30)) {
  const world = await makeWorld();
  await world.write('daily.parquet', rows);
  const id = world.save(source);
  const history = (metric = 'rows', check = 'volume') =>
    world.ctx.store.measurements
      .history(id, { check, metric, column: null }, 99)
      .map(({ windowFromAt, value }) => [(windowFromAt! - day(0)) / 86_400_000, value]);
  return { ...world, id, history };
}

test('late rows supersede what was measured of their day, without doubling it and without an alert', async () => {
  const { ctx, id, runWindow, write, history, takeReads } = await makeCase();
  for (const end of [9, 10]) await runWindow(id, end);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  takeReads();
  const result = await runWindow(id, 11);
  expect(takeReads()).toEqual(['10-11', '8-10']);
  expect(history()).toEqual([
    [8, 200],
    [9, 250],
    [10, 200],
  ]);
  expect(result.alerts).toEqual([]);
  expect(ctx.store.alerts.list({})).toEqual([]);
  expect(ctx.store.runs.latest(id)?.id).toBe(result.run.id);
  expect(ctx.store.runs.list(id, 1)[0]).toMatchObject({ trigger: 'late', rowsCurrent: 250 });
});

test('a day is no longer read again once rows cannot come late any more', async () => {
  const { id, runWindow, write, history, takeReads } = await makeCase();
  for (const end of [10, 11, 12]) await runWindow(id, end);
  await runWindow(id, 13);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  await runWindow(id, 14);
  expect(history().find(([at]) => at === 9)).toEqual([9, 250]);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE} UNION ALL ${LATE}`);
  takeReads();
  await runWindow(id, 15);
  expect(takeReads()).toEqual(['14-15', '12-14']);
  expect(history().find(([at]) => at === 9)).toEqual([9, 250]);
});

test('every window that contains the day is measured again, and only what changed', async () => {
  const { ctx, id, runWindow, write, history } = await makeCase(MONITOR.replace('window: 1 day', 'window: 3 days'));
  for (const end of [9, 10, 11]) await runWindow(id, end, 3);
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  await runWindow(id, 12, 3);
  expect(history()).toEqual([
    [6, 600],
    [7, 650],
    [8, 650],
    [9, 650],
  ]);
  expect(ctx.store.runs.list(id, 99).filter(({ trigger }) => trigger === 'late')).toHaveLength(2);
  await write('daily.parquet', `${dailyRows(31)} UNION ALL ${LATE}`);
  await runWindow(id, 13, 3);
  expect(ctx.store.runs.list(id, 99).filter(({ trigger }) => trigger === 'late')).toHaveLength(2);
});

test('labels that come after their delay give the day its accuracy, although no window needs the day any more', async () => {
  const source = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
prediction_column: predicted
label_column: actual
labels: {delay: 2 days}
metrics: [accuracy]
`;
  const rows = (until: number) =>
    `SELECT *, 1 AS predicted, CASE WHEN at_time < TIMESTAMP '2026-02-01' + to_days(${until}) THEN (amount > 25)::INTEGER END AS actual FROM (${dailyRows(30)})`;
  const { id, runWindow, write, history } = await makeCase(source, rows(8));
  for (const end of [10, 11]) {
    await runWindow(id, end);
    await write('daily.parquet', rows(end - 1));
  }
  expect(history('accuracy', 'performance').map(([, value]) => value)).toEqual([null, null]);
  await runWindow(id, 12);
  const [first, second, third] = history('accuracy', 'performance');
  expect(first![1]).toBeGreaterThan(0.5);
  expect([second![1], third![1]]).toEqual([null, null]);
});

test('a window that another definition had measured keeps its numbers', async () => {
  const { id, runWindow, write, history, save } = await makeCase();
  await runWindow(id, 10);
  save(MONITOR.replace('to: 2026-02-06', 'to: 2026-02-05'));
  await write('daily.parquet', `${dailyRows(30)} UNION ALL ${LATE}`);
  await runWindow(id, 11);
  expect(history()).toEqual([
    [9, 200],
    [10, 200],
  ]);
});
