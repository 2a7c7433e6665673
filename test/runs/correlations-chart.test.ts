import { expect, test } from 'vitest';
import { describeChart } from '../../src/charts/alt-text.ts';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { makeWorld } from './support.ts';

/** 400 rows a day; from day 10 on, `b` follows `a`. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days(day::INTEGER) AS at_time, (day * 13 + i * 67) % 1009 AS a,
  (day * 17 + i * 311) % 997 + CASE WHEN day >= 10 THEN (day * 13 + i * 67) % 1009 * 2 ELSE 0 END AS b,
  (day * 7 + i * 173) % 491 AS c FROM range(14) AS d(day), range(400) AS r(i)`;

const MONITOR = `model_name: m
reference_dataset: {table: rows.parquet, from: 2026-02-01, to: 2026-02-08}
current_dataset: rows.parquet
timestamp_column: at_time
window: 2 days
summary: {columns: [a, b, c]}
alerts: {rules: [{name: pairs, condition: correlation_change > 0.3, for: 1 of 1}]}
`;

test('an alert about a changed correlation says which and shows the matrix', async () => {
  const world = await makeWorld();
  await world.write('rows.parquet', ROWS);
  const id = world.save(MONITOR);
  expect((await world.runWindow(id, 9, 2)).alerts).toEqual([]);

  const { alerts } = await world.runWindow(id, 13, 2);
  expect(alerts).toMatchObject([{ evidence: { metric: 'correlation_change', column: 'a × b', threshold: 0.3 } }]);
  expect(alerts[0]!.evidence.cause).toMatch(/^The correlation of a and b is 0\.\d\d now; it was −?0(\.\d\d)?$/);

  const chart = chartOfAlert(world.ctx, alerts[0]!);
  expect(chart).toMatchObject({
    kind: 'correlations',
    header: { state: 'breach', eyebrow: 'Correlation changed · m' },
    columns: ['a', 'b', 'c'],
    limit: 0.3,
  });
  expect(chart!.kind === 'correlations' && chart!.pairs.map(({ x, y, isChanged }) => [x, y, isChanged])).toEqual([
    [0, 1, true],
    [0, 2, false],
    [1, 2, false],
  ]);
  expect(describeChart(chart!)).toMatch(
    /^Matrix of correlations of three columns, 12–13 Feb against .*a and b: 0\.\d\d, was/,
  );
});
