import { afterEach, beforeEach, expect, test } from 'vitest';
import { chartOfAlert } from '../../src/runs/alert-chart.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('an alert about one column shows that column against its reference', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const chart = chartOfAlert(bot.ctx, bot.ctx.store.alerts.get(1)!);
  expect(chart).toMatchObject({ kind: 'numeric', header: { state: 'breach' } });
});

test('an alert about the features as a whole ranks them once more than one has drifted', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const alert = { ...bot.ctx.store.alerts.get(1)!, condition: 'drifted_columns > 0' };
  expect(chartOfAlert(bot.ctx, alert)?.kind).toBe('numeric');

  const run = bot.ctx.store.runs.latest(1)!;
  const known = bot.ctx.store.measurements.ofRun(run.id);
  const both = known.map((one) =>
    one.column === 'region' && one.drifted !== null ? { ...one, state: 'breach' as const } : one,
  );
  const runId = bot.ctx.store.runs.start({ monitorId: 1, trigger: 'manual', window: run.window, at: run.startedAt });
  const { id: _id, monitorId: _monitorId, trigger: _trigger, window: _window, startedAt: _startedAt, ...result } = run;
  bot.ctx.store.runs.finish(runId, result, both);
  const worse = { ...alert, evidence: { ...alert.evidence, runId } };
  expect(chartOfAlert(bot.ctx, worse)).toMatchObject({
    kind: 'columns',
    rows: [
      { column: 'amount', state: 'breach' },
      { column: 'region', state: 'breach' },
    ],
  });
});

test('an alert about a rate shows its history with the band that chance makes', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const alert = bot.ctx.store.alerts.get(1)!;
  const evidence = { ...alert.evidence, metric: 'missing_rate', column: 'amount', value: 0, threshold: 0.01 };
  const chart = chartOfAlert(bot.ctx, { ...alert, condition: 'missing_rate > 0.01', evidence });
  expect(chart).toMatchObject({ kind: 'history', threshold: 0.01 });
  expect(chart?.kind === 'history' && chart.points.at(-1)?.band?.high).toBeGreaterThan(0);
});
