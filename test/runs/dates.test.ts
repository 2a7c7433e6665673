import { expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { day, makeWorld } from './support.ts';

/** Forty rows a day that carry their day alone; none on two of the days, ten on another. */
const DAILY = `SELECT DATE '2026-02-01' + d::INTEGER AS scored_on, i AS amount
  FROM range(24) AS t(d), range(40) AS r(i) WHERE d NOT BETWEEN 15 AND 16 AND NOT (d = 21 AND i >= 10)`;
const MONITOR = `model_name: dated
reference_dataset: {table: dated.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: dated.parquet
timestamp_column: scored_on
window: 2 days
freshness: {}
latency: {max_duration: 1 hour}
alerts: {rules: [{name: few, condition: rows < 60, for: 1 of 1}, {name: stale, condition: days_since_prediction > 1, for: 1 of 1}]}
volume: {expected: auto}
schedule: "0 6 * * *"
`;

it('rows of yesterday that carry a date are no day old in the morning, in runs and in back-tests', async () => {
  const { ctx, space, write, save, runWindow } = await makeWorld();
  await write('dated.parquet', DAILY);
  const id = save(MONITOR);
  const ages: unknown[] = [];
  for (let end = 13; end <= 19; end++) {
    const { measurements } = await runWindow(id, end, 2);
    const { value, state } = measurements.find(({ metric }) => metric === 'days_since_prediction')!;
    ages.push([end, value, state]);
  }
  // Rows of the day itself came before six o'clock, but for the two days without any.
  expect(ages).toEqual([
    [13, 0, 'ok'],
    [14, 0, 'ok'],
    [15, 0.25, 'ok'],
    [16, 1.25, 'breach'],
    [17, 0, 'ok'],
    [18, 0, 'ok'],
    [19, 0, 'ok'],
  ]);
  const loaded = loadMonitor(MONITOR, { baseDir: space.path('.') });
  const span = { fromAt: day(13), toAt: day(19) + 7 * 3_600_000 };
  const { episodes } = await runBacktest(ctx, { monitorId: id, loaded, ...span });
  const stale = episodes.filter(({ rule }) => rule === 'stale');
  expect(stale.map(({ firedAt, value }) => ({ firedAt, value }))).toEqual([
    { firedAt: day(16) + 6 * 3_600_000, value: 1.25 },
  ]);
});

it('how long a batch took is unknown where its rows carry a date', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('dated.parquet', DAILY);
  const { measurements } = await runWindow(save(MONITOR), 12, 2);
  expect(measurements.find(({ metric }) => metric === 'batch_seconds')).toMatchObject({
    value: null,
    state: 'unknown',
    reason: expect.stringContaining('holds dates without times'),
  });
});

it('a day of dates that lacks rows is not said to have ended at midnight', async () => {
  const { write, save, runWindow } = await makeWorld();
  await write('dated.parquet', DAILY);
  const { alerts } = await runWindow(save(MONITOR), 22, 2);
  const few = alerts.find(({ rule }) => rule === 'few')!;
  expect(few.evidence.cause).toBe('10 rows (about 40 expected) on 22 Feb');
});
