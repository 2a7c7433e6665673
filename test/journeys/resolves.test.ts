import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Message } from '../../src/playground/world/types.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';
import { findBlock } from '../support/messages.ts';

let bot: Bot;
let alert: Message;
beforeEach(async () => {
  bot = await startBot();
  await bot.runDays(DAY.drift);
  alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

test('an alert ends by itself with the second clean window, in its own message', async () => {
  await bot.runDay(DAY.recovery[0]!);
  expect(bot.ctx.store.alerts.get(1)?.state).toBe('firing');

  await bot.runDay(DAY.recovery[1]!);
  await bot.slack.expectUpdate(alert, /RESOLVED.*back within its limit 0.50 after \*4 d\*.*recovered by itself/s);
  expect(JSON.stringify(findBlock(alert, 'actions'))).not.toMatch(/acknowledge/i);
  expect(bot.told()).toEqual([alert]);
});

test('clean days after the end are told to nobody', async () => {
  await bot.runDays(DAY.recovery);
  expect(bot.told()).toEqual([alert]);
});

test('a click on a button that was drawn before the end says that it is over', async () => {
  await bot.app.delivery.stop();
  await bot.runDays(DAY.recovery.slice(0, 2));
  const ana = bot.slack.as('ana');
  await ana.clicks(alert, 'Acknowledge');

  await ana.expectEphemeral(/Alert 1 of \*churn\* was resolved at .*nothing to acknowledge/s);
});
