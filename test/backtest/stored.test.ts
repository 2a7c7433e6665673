import { expect, test } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { applySettings, type Setting } from '../../src/backtest/settings.ts';
import { useWorkspace } from '../../src/backtest/workspace.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { dailyRows, day, makeWorld } from '../runs/support.ts';

const HOUR_MS = 3_600_000;
const SPAN = { fromAt: day(8), toAt: day(20) + 7 * HOUR_MS };

const SOURCE = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 2 days
feature_drift: {features: [amount, plan], exact: true, compat: evidently}
latency: {max_duration: 1 day}
jobs: {table: runs.parquet, like: "%train%"}
custom_metrics:
  - {name: mean_amount, sql_expression: AVG(amount), max_value: 60}
alerts:
  rules:
    - {name: dear, condition: breaches("custom") > 0, for: 1 of 1}
    - {name: failing, condition: job_success_rate < 0.8, for: 2 of 2}
    - {name: slow, condition: batch_seconds > 80000, for: 1 of 1}
    - {name: moved, condition: drifted_columns > 0, for: 1 of 1}
schedule: "0 6 * * *"
`;
const RUNS = `SELECT 'train ' || j AS job_name, TIMESTAMP '2026-02-01 03:00:00' + to_days(d::INTEGER) AS run_start_time,
  CASE WHEN j = 1 AND d IN (10, 11, 12) THEN 'FAILED' ELSE 'SUCCESS' END AS result_state
  FROM range(20) AS r(d), range(2) AS s(j)`;

async function makePast(source = SOURCE) {
  const world = await makeWorld();
  await world.write('daily.parquet', dailyRows(20, 'CASE WHEN day BETWEEN 12 AND 13 THEN 60 ELSE 0 END'));
  await world.write('runs.parquet', RUNS);
  const id = world.save(source);
  const { ctx, space } = world;
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const backtest = (settings: readonly Setting[] = []) => {
    const tried = applySettings(loaded, settings);
    return useWorkspace(ctx, { loaded: tried, ...SPAN }, (place, monitorId) =>
      runBacktest(place, { monitorId, loaded: tried, ...SPAN }),
    );
  };
  const runAll = async () => {
    for (let end = 8; end <= 20; end++) await world.runWindow(id, end, 2);
  };
  return { ...world, id, backtest, runAll };
}

const listAlerts = (alerts: readonly { rule: string; firedAt: number | null; resolvedAt: number | null }[]) =>
  alerts
    .flatMap(({ rule, firedAt, resolvedAt }) => (firedAt === null ? [] : [[rule, firedAt, resolvedAt] as const]))
    .sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]));

test('rules over durations, jobs, custom metrics and the verdicts of other tools fire as they did in runs', async () => {
  const { ctx, backtest, runAll, takeStatements } = await makePast();
  await runAll();
  const fired = listAlerts(ctx.store.alerts.list({}));
  expect([...new Set(fired.map(([rule]) => rule))].sort()).toEqual(['dear', 'failing', 'moved', 'slow']);
  await backtest();
  takeStatements();
  const result = await backtest();
  expect(listAlerts(result.episodes)).toEqual(fired);
  expect(takeStatements()).toEqual([]);
  expect(result.windows).toBe(13);
  expect(result.stored).toEqual([
    { check: 'feature_drift', metric: null, windows: 13 },
    { check: 'latency', metric: null, windows: 13 },
    { check: 'jobs', metric: null, windows: 13 },
    { check: 'custom', metric: 'mean_amount', windows: 13 },
  ]);
});

test('other limits judge the stored values anew', async () => {
  const { backtest, runAll } = await makePast();
  await runAll();
  const counts = async (path: string, value: unknown) => (await backtest([{ path, value }])).episodes.length;
  const before = (await backtest()).episodes.length;
  expect(await counts('custom_metrics.mean_amount.max_value', 200)).toBe(before - 1);
  expect(await counts('alerts.rules.failing.condition', 'job_success_rate < 0')).toBe(before - 1);
});

test('of a window that was run twice the newest value counts, once', async () => {
  const { backtest, id, runAll, runWindow, write, ctx } = await makePast();
  await runAll();
  expect((await backtest()).episodes.filter(({ rule }) => rule === 'dear')).toHaveLength(1);
  await write('daily.parquet', dailyRows(20));
  for (const end of [13, 14, 15]) await runWindow(id, end, 2);
  const result = await backtest();
  expect(ctx.store.runs.list(id, 99).length).toBeGreaterThan(13);
  expect(result.episodes.filter(({ rule }) => rule === 'dear')).toEqual([]);
  expect(result.stored.map(({ windows }) => windows)).toEqual([13, 13, 13, 13]);
});

test('what runs did not measure, or measured by another expression, is unknown and counted as such', async () => {
  const { backtest, id, runWindow } = await makePast();
  for (let end = 8; end <= 12; end++) await runWindow(id, end, 2);
  const countOf = (result: Awaited<ReturnType<typeof backtest>>) => result.stored.map(({ windows }) => windows);
  const part = await backtest();
  expect(part.episodes.filter(({ rule }) => rule === 'dear')).toEqual([]);
  expect(countOf(part)).toEqual([5, 5, 5, 5]);
  const other = await backtest([{ path: 'custom_metrics.mean_amount.sql_expression', value: 'SUM(amount)' }]);
  expect(countOf(other)).toEqual([5, 5, 5, 0]);
});

test('another reference is tried in a copy, which knows what runs measured', async () => {
  const { backtest, runAll, ctx, id } = await makePast();
  await runAll();
  const runs = ctx.store.runs.list(id, 99).length;
  const result = await backtest([{ path: 'reference_dataset.to', value: '2026-02-05' }]);
  expect(result.episodes.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['dear', 'failing', 'slow']));
  // The other tool's verdicts were about the other reference.
  expect(result.stored.map(({ windows }) => windows)).toEqual([0, 13, 13, 13]);
  expect(ctx.store.runs.list(id, 99)).toHaveLength(runs);
});
