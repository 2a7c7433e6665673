import { expect, test } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { runMonitor } from '../../src/runs/run.ts';
import { listWindows } from '../../src/runs/window.ts';
import { dailyRows, day, makeWorld } from '../runs/support.ts';

const HOUR_MS = 3_600_000;
const FIXED = 'from: 2026-02-01, to: 2026-02-06';
const TRAILING = 'trailing: 5 days';

const monitorOf = (reference: string) => `model_name: payments
reference_dataset: {table: daily.parquet, ${reference}}
current_dataset: daily.parquet
timestamp_column: at_time
window: 2 days
feature_drift: {features: [amount, plan]}
quality: {missing_rate: {max: 0.01}}
freshness: {max_days_since_prediction: 1}
alerts:
  rules:
    - {name: amount_moved, condition: 'drift("wasserstein", "amount") > 0.5', severity: high, for: 1 of 1}
    - {name: score, condition: drift_score > 0.3}
    - {name: quiet, condition: rows < 300, severity: critical, for: 2 of 2}
    - {name: stale, condition: days_since_prediction > 1, for: 1 of 1}
schedule: "0 6 * * *"
`;

/** Moves for four days, stays away for two. */
const ROWS = `SELECT * FROM (${dailyRows(28, 'CASE WHEN day BETWEEN 12 AND 15 THEN 60 ELSE 0 END')})
  WHERE at_time NOT BETWEEN TIMESTAMP '2026-02-21' AND TIMESTAMP '2026-02-23'`;

for (const [name, reference] of [
  ['fixed', FIXED],
  ['trailing', TRAILING],
] as const) {
  test(`the alerts of a back-test are those that the bot fires, with a ${name} reference`, async () => {
    const { ctx, space, write, save, runWindow, takeReads } = await makeWorld();
    await write('daily.parquet', ROWS);
    const source = monitorOf(reference);
    const id = save(source);
    for (let end = 8; end <= 28; end++) await runWindow(id, end, 2);
    const fired = ctx.store.alerts
      .list({})
      .filter((alert) => alert.firedAt !== null)
      .map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt: firedAt!, resolvedAt }))
      .sort((a, b) => a.firedAt - b.firedAt || a.rule.localeCompare(b.rule));
    const before = { runs: ctx.store.runs.list(id, 999).length, alerts: ctx.store.alerts.list({}).length };
    const loaded = loadMonitor(source, { baseDir: space.path('.') });
    const span = { fromAt: day(8), toAt: day(28) + 7 * HOUR_MS };
    const result = await runBacktest(ctx, { monitorId: id, loaded, ...span });
    takeReads();
    expect((await runBacktest(ctx, { monitorId: id, loaded, ...span })).episodes).toEqual(result.episodes);
    const episodes = result.episodes
      .map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt }))
      .sort((a, b) => a.firedAt - b.firedAt || a.rule.localeCompare(b.rule));
    expect(fired.length).toBeGreaterThan(2);
    expect(episodes).toEqual(fired);
    expect(result.windows).toBe(21);
    expect(takeReads()).toEqual([]);
    expect({ runs: ctx.store.runs.list(id, 999).length, alerts: ctx.store.alerts.list({}).length }).toEqual(before);
  });
}

test('the alerts of a back-test are those of past windows that are run afterwards', async () => {
  const { ctx, space, write, save } = await makeWorld();
  await write('daily.parquet', ROWS);
  const source = monitorOf(FIXED);
  const monitorId = save(source);
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const span = { fromAt: day(8), toAt: day(28) + 7 * HOUR_MS };
  const { episodes } = await runBacktest(ctx, { monitorId, loaded, ...span });
  for (const window of listWindows(loaded.monitor, day(6), day(28))) {
    await runMonitor(ctx, { monitorId, trigger: 'backfill', actor: { type: 'cli' }, window });
  }
  const fired = ctx.store.alerts.list({}).filter((alert) => alert.firedAt !== null);
  const outline = (list: readonly { rule: string; resolvedAt: number | null }[]) =>
    list.map(({ rule, resolvedAt }) => `${rule} ${resolvedAt === null ? 'open' : 'over'}`).sort();
  expect(outline(fired)).toEqual(outline(episodes));
  expect(outline(fired)).toContain('stale over');
});

test('slices that are missing are profiled first, once', async () => {
  const { ctx, space, write, save, takeReads } = await makeWorld();
  await write('daily.parquet', ROWS);
  const source = monitorOf(FIXED);
  const id = save(source);
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const input = { monitorId: id, loaded, fromAt: day(8), toAt: day(28) };
  const first = await runBacktest(ctx, input);
  expect(takeReads()).toEqual(['0-5', '6-27']);
  const second = await runBacktest(ctx, input);
  expect(takeReads()).toEqual([]);
  expect(second.episodes).toEqual(first.episodes);
});

test('a schedule that looks once a week is asked about once a week', async () => {
  const { ctx, space, write, save } = await makeWorld();
  await write('daily.parquet', ROWS);
  const source = monitorOf(FIXED).replace('0 6 * * *', '0 6 * * 1');
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const result = await runBacktest(ctx, { monitorId: save(source), loaded, fromAt: day(8), toAt: day(28) });
  expect(result.windows).toBe(3);
});
