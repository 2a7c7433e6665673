import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../src/playground/world/types.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

let bot: Bot;
let alert: Message;
beforeEach(async () => {
  bot = await startBot();
  await bot.runDays(DAY.drift.slice(0, 2));
  alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('Acknowledge edits the message itself, which then says who and when', async () => {
  const ana = bot.slack.as('ana');
  bot.clock.advance(5 * 60_000);
  await ana.clicks(alert, 'Acknowledge');

  await bot.slack.expectUpdate(
    alert,
    /ACKNOWLEDGED.*Acknowledged by <@U0ANA00001> at <!date\^\d+\^\{time\}.*, 5 min after firing/s,
  );
  expect(bot.told()).toEqual([alert]);
  expect(bot.ctx.store.alerts.get(1)).toMatchObject({ state: 'acked', ackedBy: ana.id, ackedAt: bot.clock.now() });
});

test('who clicks before the message has changed alone hears who was first', async () => {
  await bot.app.delivery.stop();
  const ben = bot.slack.as('ben');
  await bot.slack.as('ana').clicks(alert, 'Acknowledge');
  await ben.clicks(alert, 'Acknowledge');

  // One connection carries both clicks, one after the other.
  await ben.expectEphemeral(/Alert 1 of \*churn\* was already acknowledged by <@U0ANA00001> at /);
  expect(bot.ctx.store.alerts.get(1)).toMatchObject({ ackedBy: 'U0ANA00001' });
});

test('Unacknowledge gives the alert back, with its chart', async () => {
  const ana = bot.slack.as('ana');
  await ana.clicks(alert, 'Acknowledge');
  await bot.slack.expectUpdate(alert, /ACKNOWLEDGED/);
  await ana.clicks(alert, 'Unacknowledge');

  await bot.slack.expectUpdate(alert, /FIRING.*Distribution of a numeric column/s);
  expect(bot.ctx.store.alerts.get(1)).toMatchObject({ state: 'firing', ackedBy: null });
});

test('/mlmon ack takes an alert by its number', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#general', '/mlmon ack 1');

  await ben.expectEphemeral(/Alert 1 of \*churn\* is yours/);
  await bot.slack.expectUpdate(alert, /Acknowledged by <@U0BEN00002>/);
});

test('/mlmon ack of what is not an alert says what to type', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon ack churn');
  await ben.expectEphemeral(/"churn" is not an alert's number.*`\/mlmon ack 3`/s);
  await ben.types('#ml-alerts', '/mlmon ack 99');
  await ben.expectEphemeral(/Cannot find alert 99.*`\/mlmon status`/s);
});
