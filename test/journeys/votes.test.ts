import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '../../src/playground/world/types.ts';
import { readMessage } from '../playground/support/visible-text.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';

let bot: Bot;
let alert: Message;
beforeEach(async () => {
  bot = await startBot();
  await bot.runDays(DAY.drift.slice(0, 2));
  alert = await bot.slack.expectMessage('#ml-alerts', /FIRING/);
}, START_TIMEOUT_MS);
afterEach(() => bot.close());

const votes = () => bot.ctx.store.votes.list(1).map(({ userId, vote, reason }) => [userId, vote, reason]);

test('votes are asked for once somebody has taken the alert, and the message counts them', async () => {
  const [ana, ben] = [bot.slack.as('ana'), bot.slack.as('ben')];
  await expect(ana.clicks(alert, 'Useful')).rejects.toThrow(/Cannot use "Useful"/);
  await ana.clicks(alert, 'Acknowledge');
  await bot.slack.expectUpdate(alert, /ACKNOWLEDGED/);
  await ana.clicks(alert, 'Useful');
  await bot.slack.expectUpdate(alert, /Voted: 1 useful\b/);
  await ben.clicks(alert, 'Noise');
  await bot.slack.expectUpdate(alert, /Voted: 1 useful, 1 noise/);

  expect(votes()).toEqual([
    [ana.id, 'useful', null],
    [ben.id, 'noise', null],
  ]);
  expect(bot.told()).toEqual([alert]);
});

test('who votes noise may say why, to the bot alone, and may think again', async () => {
  const ana = bot.slack.as('ana');
  await ana.clicks(alert, 'Acknowledge');
  await bot.slack.expectUpdate(alert, /ACKNOWLEDGED/);
  await ana.clicks(alert, 'Noise');
  const question = await ana.expectEphemeral(/Your vote on alert 1 of \*churn\* is noise\. You can say why/);
  await ana.clicks(question, 'False positive');
  const answers = () => [...bot.slack.playground.state.ephemerals.values()].map(readMessage);
  await vi.waitFor(() => expect(answers()).toEqual([expect.stringMatching(/is noise: false positive\.$/)]));
  expect(votes()).toEqual([[ana.id, 'noise', 'false_positive']]);

  await ana.clicks(alert, 'Useful');
  await bot.slack.expectUpdate(alert, /Voted: 1 useful$/m);
  expect(votes()).toEqual([[ana.id, 'useful', null]]);
});

test('a vote that stands already is said to the person alone', async () => {
  const ana = bot.slack.as('ana');
  await ana.clicks(alert, 'Acknowledge');
  await bot.slack.expectUpdate(alert, /ACKNOWLEDGED/);
  await ana.clicks(alert, 'Useful');
  await bot.slack.expectUpdate(alert, /Voted: 1 useful/);
  await ana.clicks(alert, 'Useful');
  await ana.expectEphemeral(/Alert 1 of \*churn\* has your vote already: useful/);
});

test('an alert that resolved by itself can be voted on', async () => {
  await bot.runDays([...DAY.drift.slice(2), ...DAY.recovery]);
  await bot.slack.expectUpdate(alert, /RESOLVED/);
  await bot.slack.as('ben').clicks(alert, 'Useful');
  await bot.slack.expectUpdate(alert, /RESOLVED.*Voted: 1 useful/s);
  expect(bot.told()).toEqual([alert]);
});

test('/mlmon vote takes the number, the vote and a reason, and refuses anything else with what to type', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#general', '/mlmon vote 1 noise not actionable');
  await ben.expectEphemeral(/Your vote on alert 1 of \*churn\* is noise: not actionable/);
  expect(votes()).toEqual([[ben.id, 'noise', 'not_actionable']]);
  await ben.types('#general', '/mlmon vote 1 maybe');
  await ben.expectEphemeral(/"maybe" is neither useful nor noise.*`\/mlmon vote 3 useful`/s);
  await ben.types('#general', '/mlmon vote 1 noise too loud');
  await ben.expectEphemeral(/"too loud" is not a reason for noise.*false positive, not actionable/s);
  await ben.types('#general', '/mlmon vote churn noise');
  await ben.expectEphemeral(/"churn" is not an alert's number.*`\/mlmon vote 3 useful`/s);
});
