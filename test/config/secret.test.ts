import { format, inspect } from 'node:util';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const TOKEN = 'xoxb-very-secret';
const config = readConfig({ SLACK_BOT_TOKEN: TOKEN, SLACK_APP_TOKEN: 'xapp-very-secret' });

test('a secret prints nowhere', () => {
  const lines: string[] = [];
  pino({}, { write: (line: string) => void lines.push(line) }).info({ config, token: config.slack.botToken }, 'start');
  const shown = [
    JSON.stringify(config),
    inspect(config, { depth: 9, showHidden: true }),
    `${config.slack.botToken}`,
    format('%s %o %j', config.slack.botToken, config.slack, config),
    JSON.stringify(structuredClone({ ...config.slack.botToken })),
    ...lines,
  ];
  for (const text of shown) expect(text).not.toContain('very-secret');
  expect(shown[0]).toContain('[secret]');
});

test('reveal() is the way to a secret', () => {
  expect(config.slack.botToken?.reveal()).toBe(TOKEN);
});
