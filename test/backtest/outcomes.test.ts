import { expect, test } from 'vitest';
import { runBacktest } from '../../src/backtest/backtest.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import { dailyRows, day, makeWorld } from '../runs/support.ts';

const HOUR_MS = 3_600_000;

/** Predictions are wrong from day 12 to day 16. */
const ROWS = `SELECT *, CASE WHEN at_time >= TIMESTAMP '2026-02-13' AND at_time < TIMESTAMP '2026-02-18'
    THEN (amount > 70)::INTEGER ELSE (amount > 25)::INTEGER END AS actual
  FROM (SELECT *, (amount > 25)::INTEGER AS prediction FROM (${dailyRows(30)}))`;

const monitorOf = (delay: string) => `model_name: payments
reference_dataset: {table: daily.parquet, from: 2026-02-01, to: 2026-02-06}
current_dataset: daily.parquet
timestamp_column: at_time
window: 2 days
label_column: actual
labels: {delay: ${delay}}
metrics: [accuracy]
alerts:
  rules:
    - {name: wrong, condition: accuracy < 0.8, for: 2 of 2}
    - {name: dropped, condition: accuracy_drop > 0.1 && rows > 100, for: 1 of 1}
    - {name: busy, condition: rows > 1000}
schedule: "0 6 * * *"
`;

async function runAll(delay: string) {
  const { ctx, space, write, save, runWindow } = await makeWorld();
  await write('daily.parquet', ROWS);
  const source = monitorOf(delay);
  const monitorId = save(source);
  const open: string[][] = [];
  for (let end = 8; end <= 28; end++)
    open.push((await runWindow(monitorId, end, 2)).alerts.map(({ rule, state }) => `${rule} ${state}`));
  const fired = ctx.store.alerts.list({}).map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt }));
  const loaded = loadMonitor(source, { baseDir: space.path('.') });
  const span = { fromAt: day(8), toAt: day(28) + 7 * HOUR_MS };
  const { episodes } = await runBacktest(ctx, { monitorId, loaded, ...span });
  const inOrder = (list: readonly { rule: string; firedAt: number | null; resolvedAt: number | null }[]) =>
    list
      .map(({ rule, firedAt, resolvedAt }) => ({ rule, firedAt, resolvedAt }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1));
  return { fired: inOrder(fired), episodes: inOrder(episodes), open };
}

const morning = (n: number) => day(n) + 6 * HOUR_MS;

test('rules on outcomes that take longer than the window are asked when these have come, in runs and in back-tests', async () => {
  const { fired, episodes, open } = await runAll('4 days');
  expect(fired).toEqual([
    { rule: 'dropped', firedAt: morning(17), resolvedAt: morning(24) },
    { rule: 'wrong', firedAt: morning(18), resolvedAt: morning(24) },
  ]);
  expect(episodes).toEqual(fired);
  expect(open[21 - 8]).toEqual(['wrong firing', 'dropped firing']);
});

test('a newest window that has some outcomes is asked as it is due', async () => {
  const { fired } = await runAll('1 day');
  expect(fired.map(({ rule, firedAt }) => [rule, firedAt])).toEqual([
    ['dropped', morning(13)],
    ['wrong', morning(15)],
  ]);
});
