import { expect, test } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { dailyRows, day, makeWorld } from '../runs/support.ts';

const HOUR_MS = 3_600_000;
const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, trailing: 6 days}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {features: [amount, plan]}
freshness: {max_days_since_prediction: 0.5}
alerts:
  rules:
    - {name: score, condition: drift_score > 0.2, for: 1 of 1}
    - {name: amount, condition: 'drift("wasserstein", "amount") > 0.3', for: 1 of 1}
schedule: "0 6 * * *"
`;
/** A day that is a little off, a move for good that leaves every grid, and another day that is a little off. */
const ROWS = dailyRows(34, 'CASE WHEN day IN (9, 28) THEN 30 ELSE 0 END + CASE WHEN day >= 16 THEN 900 ELSE 0 END');
const SPAN = { fromAt: day(7), toAt: day(34) + 7 * HOUR_MS };

async function makeCase() {
  const world = await makeWorld();
  await world.write('daily.parquet', ROWS);
  const monitorId = world.save(MONITOR);
  const loaded = loadMonitor(MONITOR, { baseDir: world.space.path('.') });
  const backtest = () => runBacktest(world.ctx, { monitorId, loaded, ...SPAN });
  return { ...world, monitorId, backtest };
}

type Outline = { rule: string; firedAt: number | null; resolvedAt: number | null };
const outline = (list: readonly Outline[]) =>
  list
    .map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt }))
    .sort((a, b) => a.firedAt! - b.firedAt! || a.rule.localeCompare(b.rule));

test('a trailing reference that leaves its grid is followed as runs follow it, with their slices and without', async () => {
  const bot = await makeCase();
  for (let end = 8; end <= 34; end++) await bot.runWindow(bot.monitorId, end);
  const fired = outline(bot.ctx.store.alerts.list({}).filter(({ firedAt }) => firedAt !== null));
  const days = (rule: string) =>
    fired.filter((one) => one.rule === rule).map(({ firedAt }) => (firedAt! - day(0)) / 86_400_000 - 1.25);
  expect(days('score')).toEqual([9, 16, 28]);
  expect(bot.ctx.store.grids.latest(bot.monitorId)!.grids.version).toMatch(/\.2$/);
  bot.takeReads();
  expect(outline((await bot.backtest()).episodes)).toEqual(fired);
  const empty = await makeCase();
  expect(outline((await empty.backtest()).episodes)).toEqual(fired);
  empty.takeReads();
  expect(outline((await empty.backtest()).episodes)).toEqual(fired);
  expect(empty.takeReads()).toEqual([]);
});
