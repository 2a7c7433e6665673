import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';
import { findBlock } from '../support/messages.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('an alert is told when two of three windows are outside the limit, and not after one', async () => {
  await bot.runDay(DAY.clean);
  await bot.runDay(DAY.drift[0]!);
  expect(bot.told()).toEqual([]);

  await bot.runDay(DAY.drift[1]!);
  await bot.slack.expectMessage(
    '#ml-alerts',
    /FIRING · High\* · \*churn\*.*on `amount`, limit 0.5, in 2 of \d windows/s,
  );
});

test('the message shows a picture that Slack has, with the finding in its alt text', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);

  const image = findBlock(alert, 'image');
  const { id } = (image?.slack_file ?? {}) as { id: string };
  expect(bot.slack.playground.state.files.get(id)).toMatchObject({ mimetype: 'image/png', stage: 'processed' });
  expect(image?.alt_text).toMatch(/^Distribution of a numeric column.*values of amount.*limit 0\.5/);
});

test('a drift that goes on tells nobody twice', async () => {
  await bot.runDays(DAY.drift);
  expect(bot.told()).toHaveLength(1);
  expect(bot.ctx.store.alerts.list({})).toMatchObject([{ state: 'firing' }]);
});

test('the status puts the model first that fires, and says how to take its alert', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status');
  const status = await ana.expectEphemeral(/1 model:\* 1 firing/);
  const rows = (findBlock(status, 'data_table')?.rows ?? []) as { text: string }[][];
  expect(rows[1]?.map(({ text }) => text).slice(0, 3)).toEqual(['churn', '🔴 Firing', 'amount Wasserstein distance']);

  await ana.types('#ml-alerts', '/mlmon status churn');
  await ana.expectEphemeral(/Firing\* · \*churn\*.*Alert 1: \*Wasserstein distance.*`\/mlmon ack 1`/s);
});
