import { expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { day, makeWorld } from './support.ts';

/** A batch of 40 rows every night from three o'clock on, on two of the days not. */
const NIGHTLY = `SELECT TIMESTAMP '2026-02-01 03:00:00' + to_days(d::INTEGER) + to_minutes(i::INTEGER) AS at_time,
  i AS amount FROM range(24) AS t(d), range(40) AS r(i) WHERE d NOT BETWEEN 15 AND 16`;
const MONITOR = `model_name: nightly
reference_dataset: {table: nightly.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: nightly.parquet
timestamp_column: at_time
window: 2 days
freshness: {max_days_since_prediction: 1}
alerts: {rules: [{name: stale, condition: days_since_prediction > 1, for: 1 of 1}]}
schedule: "0 6 * * *"
`;

it('a pause longer than the window is counted from the last row, not from the end of its day', async () => {
  const { ctx, space, write, save, runWindow } = await makeWorld();
  await write('nightly.parquet', NIGHTLY);
  const source = MONITOR.replace('window: 2 days', 'window: 1 day').replaceAll('> 1,', '> 2,');
  const id = save(source);
  const ages: number[] = [];
  for (let end = 14; end <= 18; end++) {
    const { measurements } = await runWindow(id, end, 1);
    ages.push(measurements.find(({ metric }) => metric === 'days_since_prediction')!.value!);
  }
  const morning = (6 - 3.65) / 24;
  expect(ages.map((age) => Math.round(age - morning))).toEqual([0, 1, 2, 0, 0]);
  for (const age of ages) expect((age - morning) % 1).toBeCloseTo(0, 9);
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const span = { fromAt: day(8), toAt: day(18) + 7 * 3_600_000 };
  const { episodes } = await runBacktest(ctx, { monitorId: id, loaded, ...span });
  expect(episodes.map(({ firedAt }) => firedAt)).toEqual([day(16) + 6 * 3_600_000]);
  expect(ctx.store.alerts.list({}).map(({ firedAt }) => firedAt)).toEqual([day(16) + 6 * 3_600_000]);
});

it('the batch of the morning is the newest prediction, although its day is not complete, in runs and in back-tests', async () => {
  const { ctx, space, write, save, runWindow } = await makeWorld();
  await write('nightly.parquet', NIGHTLY);
  const id = save(MONITOR);
  for (let end = 8; end <= 23; end++) {
    const { measurements } = await runWindow(id, end, 2);
    const age = measurements.find(({ metric }) => metric === 'days_since_prediction')!;
    const missed = end >= 15 && end <= 16 ? end - 14 : 0;
    // Rows of 03:39, seen at 06:00.
    expect(age.value).toBeCloseTo(missed + (6 - 3.65) / 24, 9);
    expect(age.state).toBe(missed === 0 ? 'ok' : 'breach');
  }
  const alerts = ctx.store.alerts.list({});
  expect(alerts.map(({ rule, firedAt }) => ({ rule, firedAt }))).toEqual([
    { rule: 'stale', firedAt: day(15) + 6 * 3_600_000 },
  ]);
  const loaded = loadMonitor(MONITOR, { baseDir: space.path('.') });
  const span = { fromAt: day(8), toAt: day(23) + 7 * 3_600_000 };
  const { episodes } = await runBacktest(ctx, { monitorId: id, loaded, ...span });
  expect(episodes.map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt }))).toEqual(
    alerts.map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt })),
  );
});
