import { expect, test } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import type { RunResult } from '../../src/runs/run.ts';
import { day, makeWorld } from './support.ts';

/** 100 rows a day, 20 on Saturdays and Sundays; 30 on day 44, a Tuesday, and none from day 40 to 41; regions by turns. */
const ROWS = `SELECT TIMESTAMP '2026-02-01' + to_days(d::INTEGER) + to_minutes(i::INTEGER) AS at_time, i % 7 AS amount,
  CASE WHEN i % 2 = 0 THEN 'EU' ELSE 'US' END AS region FROM range(60) AS t(d), range(100) AS r(i)
  WHERE i < CASE WHEN d = 44 THEN 30 WHEN d % 7 IN (0, 6) THEN 20 ELSE 100 END AND d NOT IN (40, 41)`;
const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
volume: {expected: auto}
freshness: {min_active_days: 6}
`;

const read = ({ measurements }: RunResult, metric: string) =>
  measurements.filter((one) => one.metric === metric).map(({ value, state }) => [value, state]);

test('the first run knows how many rows a weekday has, and which days of the week had any', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('daily.parquet', ROWS);
  const id = save(MONITOR);
  const quiet = await runWindow(id, 45);
  expect(read(quiet, 'rows')).toEqual([[30, 'breach']]);
  expect(read(quiet, 'expected_rows')).toEqual([[100, 'ok']]);
  expect(read(quiet, 'active_days')).toEqual([[5, 'breach']]);
  const sunday = await runWindow(id, 50);
  expect(read(sunday, 'rows')).toEqual([[20, 'ok']]);
  expect(read(sunday, 'expected_rows')).toEqual([[20, 'ok']]);
  expect(read(sunday, 'active_days')).toEqual([[7, 'ok']]);
});

test('of segments nothing is known before runs have read them', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('daily.parquet', ROWS);
  const found = await runWindow(save(`${MONITOR}slicing_exprs: [region]\n`), 45);
  expect(read(found, 'expected_rows')).toEqual([
    [100, 'ok'],
    [null, 'unknown'],
    [null, 'unknown'],
  ]);
});

test('a back-test knows the same', async () => {
  const { ctx, space, write, save } = await makeWorld();
  await write('daily.parquet', ROWS);
  const source = `${MONITOR}schedule: "0 6 * * *"\nalerts: {rules: [{name: few, condition: breaches("volume") > 0, for: 1 of 1}]}\n`;
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const span = { fromAt: day(44), toAt: day(48) };
  const { episodes } = await runBacktest(ctx, { monitorId: save(source), loaded, ...span });
  expect(episodes.filter(({ rule }) => rule === 'few').map(({ firedAt }) => firedAt)).toEqual([
    day(45) + 6 * 3_600_000,
  ]);
});
