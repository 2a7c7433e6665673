import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadDefinition } from '../../src/monitors/verbs.ts';
import { type Bot, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('/mlmon run says at once that it runs, and then what it found', async () => {
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon run churn');

  const started = await ana.expectEphemeral(/Running \*churn\*\. The result follows here/);
  const done = await ana.expectEphemeral(/OK\* · \*churn\*.*everything within its limits.*200 rows against 1,600/s);
  expect(Number(done.ts)).toBeGreaterThan(Number(started.ts));
  expect(bot.ctx.store.runs.latest(1)).toMatchObject({ trigger: 'manual', state: 'ok' });
});

test('/mlmon run without a model says what to type', async () => {
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon run');
  await ana.expectEphemeral(/no model was named.*`\/mlmon run &lt;model&gt;`/s);
});

test('data that are gone are said in words, with a reference that the log has', async () => {
  rmSync(join(bot.folder, 'scores.parquet'));
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon run churn');

  const answer = await ana.expectEphemeral(/Reference dataset not found: scores\.parquet/);
  const reference = /Reference `([0-9a-f]{8})`/.exec(JSON.stringify(answer.blocks))?.[1];
  expect(bot.log).toContainEqual(expect.objectContaining({ referenceId: reference }));
  expect(JSON.stringify(answer)).not.toMatch(/\bat \S+:\d+:\d+/);
});

test('a scheduled run that fails is seen in the status, and the next one recovers', async () => {
  const file = join(bot.folder, 'scores.parquet');
  renameSync(file, `${file}.away`);
  await bot.runDay('2024-03-11');
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status churn');
  const report = await ana.expectEphemeral(/Run failed\* · \*churn\*\nLast run failed: Reference dataset not found/);
  const reference = /reference ([0-9a-f]{8})/.exec(JSON.stringify(report.blocks))?.[1];
  expect(bot.log).toContainEqual(expect.objectContaining({ referenceId: reference }));

  renameSync(`${file}.away`, file);
  await bot.runDay('2024-03-12');
  expect(bot.ctx.store.runs.latest(1)?.state).not.toBe('failed');
});

test('where clocks are put back, the day that no due time would look at is run with the next one', async () => {
  await bot.runDay('2024-03-22');
  // 20:00 is 23:00 UTC until 23 March, and midnight from the 24th on.
  const { source } = loadDefinition(bot.ctx.store.monitors.get(1)!);
  bot.saveMonitor(
    source.replace(/schedule: .*/, 'schedule: {cron_expression: "0 20 * * *", timezone: America/Asuncion}'),
  );
  await bot.runDay('2024-03-23');
  await bot.runDay('2024-03-24');
  const runs = bot.ctx.store.runs.endingAfter(1, Date.parse('2024-03-22T12:00:00Z'));
  const days = runs.map(({ window }) => new Date(window.fromAt!).toISOString().slice(0, 10));
  expect(days).toEqual(['2024-03-22', '2024-03-23', '2024-03-24']);
  expect(runs.every(({ trigger }) => trigger === 'schedule')).toBe(true);
});
