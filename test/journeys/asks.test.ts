import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.ts';
import { type Bot, DAY, START_TIMEOUT_MS, startBot } from '../support/bot.ts';
import { findBlock } from '../support/messages.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await startBot();
  await bot.runDay(DAY.clean);
}, START_TIMEOUT_MS);
afterAll(() => bot.close());

test('/mlmon status shows every model to the person who asked, and to nobody else', async () => {
  const ana = bot.slack.as('ana');
  await ana.types('#general', '/mlmon status');
  await ana.expectEphemeral(/1 model:\* 1 ok.*All within their limits: `churn`/s);
  expect(bot.told('#general')).toEqual([]);
});

test('/mlmon status MODEL shows its measurements in a table', async () => {
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status churn');
  const report = await ana.expectEphemeral(/OK\* · \*churn\*.*200 rows of 11 Mar against 1,600/s);

  const rows = (findBlock(report, 'data_table')?.rows ?? []) as { text: string }[][];
  const texts = rows.map((row) => row.map((cell) => cell.text));
  expect(texts).toContainEqual(['Wasserstein distance', 'amount', '0', '0.50', '🟢 OK']);
});

test('a model is found by its alias too', async () => {
  const ana = bot.slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status Customers');
  await ana.expectEphemeral(/\*churn\*/);
});

test('--public tells the channel', async () => {
  await bot.slack.as('ana').types('#ml-alerts', '/mlmon status --public');
  await bot.slack.expectMessage('#ml-alerts', /1 model:/);
});

test('/mlmon monitors names the checks and the schedule', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon monitors');
  await ben.expectEphemeral(/1 monitor\*\n• \*churn\* · feature_drift, quality · `0 6 \* \* \*`, next /);
});

test.each(['', ' ', 'help'])('"/mlmon %s" lists every command', async (text) => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', `/mlmon ${text}`);
  const help = await ben.expectEphemeral(/mlmon watches your models/);
  for (const { name, summary } of COMMANDS) {
    expect(JSON.stringify(help.blocks)).toContain(`/mlmon ${name}`);
    expect(JSON.stringify(help.blocks)).toContain(summary);
  }
});

test('/mlmon help COMMAND shows examples', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon help status');
  await ben.expectEphemeral(/`\/mlmon status \[model\] \[--public\]`.*• `\/mlmon status --public`/s);
});

test('an unknown command is answered with the nearest one', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon statsu');
  await ben.expectEphemeral(/There is no `\/mlmon statsu`\. Did you mean `\/mlmon status`\?/);
});

test('an unknown model is answered with the nearest name and a reference that the log has', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon status chrun');
  const answer = await ben.expectEphemeral(/Cannot find a monitor called "chrun"\.\nDid you mean churn\?/);
  const reference = /Reference `([0-9a-f]{8})`/.exec(JSON.stringify(answer.blocks))?.[1];
  expect(bot.log).toContainEqual(expect.objectContaining({ referenceId: reference }));
});

test('what a person types is shown as text, not as a link or a mention', async () => {
  const ben = bot.slack.as('ben');
  await ben.types('#ml-alerts', '/mlmon status <!channel>');
  const answer = await ben.expectEphemeral(/Cannot find a monitor/);
  expect(JSON.stringify(answer.blocks)).not.toContain('<!channel>');
});
