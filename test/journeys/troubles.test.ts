import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';
import { findBlock } from '../support/messages.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('an alert whose message was deleted is posted anew with its next change', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);
  bot.slack.playground.state.removeMessage(alert);

  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon ack 1');
  await bot.slack.expectMessage('#ml-alerts', /ACKNOWLEDGED.*<@U0ANA00001>/s);
  expect(bot.told()).toHaveLength(1);
});

test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info'])(
  'an alert goes out without its chart when Slack refuses %s',
  async (method) => {
    bot.slack.playground.fail({ method, kind: 'error:internal_error', times: 100 });
    await bot.runDays(DAY.drift.slice(0, 2));

    const alert = await bot.slack.expectMessage('#ml-alerts', /FIRING.*Acknowledge/s);
    expect(findBlock(alert, 'image')).toBeUndefined();
    expect(bot.told()).toHaveLength(1);
  },
);

test('a second start on the same database repeats nothing, and goes on with the same message', async () => {
  await bot.runDays(DAY.drift.slice(0, 2));
  const alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);

  await bot.stop();
  await bot.start();
  await bot.app.delivery.drain();
  expect(bot.told()).toEqual([alert]);

  await bot.slack.as('ana').clicks(alert, 'Acknowledge');
  await bot.slack.expectUpdate(alert, /ACKNOWLEDGED/);
  expect(bot.told()).toEqual([alert]);
});

test('an alert that fired while Slack was out of reach is told by the next start', async () => {
  await bot.app.delivery.stop();
  await bot.runDays(DAY.drift.slice(0, 2));
  await bot.stop();
  expect(bot.told()).toEqual([]);

  await bot.start();
  await bot.app.delivery.drain();
  await bot.slack.expectMessage('#ml-alerts', /FIRING/);
  expect(bot.told()).toHaveLength(1);
});
