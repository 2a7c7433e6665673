import { afterEach, beforeEach, expect, test } from 'vitest';
import { endDueSnoozes, snoozeAlert } from '../../src/alerts/verbs.ts';
import type { Message } from '../../src/playground/world/types.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

const HOUR_MS = 3_600_000;

let bot: Bot;
let alert: Message;
beforeEach(async () => {
  bot = await startBot();
  await bot.runDays(DAY.drift.slice(0, 2));
  alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);
  const untilAt = bot.clock.now() + 2 * HOUR_MS;
  snoozeAlert(bot.ctx, { alertId: 1, by: 'U0ANA00001', untilAt, reason: 'load test' });
  await bot.slack.expectUpdate(alert, /SNOOZED.*by <@U0ANA00001>: load test/s);
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('a snoozed alert fires again in its message when its time is over, and not before', async () => {
  bot.clock.advance(2 * HOUR_MS - 1);
  expect(endDueSnoozes(bot.ctx)).toBe(0);
  bot.clock.advance(1);
  expect(endDueSnoozes(bot.ctx)).toBe(1);

  await bot.slack.expectUpdate(alert, /FIRING/);
  expect(bot.told()).toEqual([alert]);
});

test('a snooze that ended while the bot was away ends after its next start', async () => {
  await bot.stop();
  bot.clock.advance(3 * HOUR_MS);
  await bot.start();
  endDueSnoozes(bot.ctx);

  await bot.slack.expectUpdate(alert, /FIRING/);
  expect(bot.told()).toEqual([alert]);
});
