import { expect, test } from 'vitest';
import { readConfig, requireSlack } from '../../src/config.ts';
import { faultOf } from './support.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

test('readConfig() has a default for everything but secrets', () => {
  expect(readConfig({})).toEqual({
    dbPath: 'mlmon.db',
    logLevel: null,
    digest: { cadence: 'daily', time: '09:00', timezone: 'UTC' },
    monitorsDir: null,
    web: { host: '127.0.0.1', port: 3000 },
    slack: {
      mode: 'socket',
      botToken: null,
      appToken: null,
      signingSecret: null,
      apiUrl: 'https://slack.com/api/',
      defaultChannel: '#ml-alerts',
    },
    duckdb: { database: ':memory:', root: null },
    limits: { maxQueries: 4, maxRuns: 2, statementTimeoutMs: 600_000, scheduleTickMs: 5000, leaseMs: 15_000 },
  });
});

test('readConfig() takes an empty variable for a missing one and trims the others', () => {
  const config = readConfig({ MLMON_PORT: ' 8080 ', MLMON_HOST: '', MLMON_LOG_LEVEL: 'DEBUG' });
  expect(config.web).toEqual({ host: '127.0.0.1', port: 8080 });
  expect(config.logLevel).toBe('debug');
});

test('readConfig() names every fault at once, with what it got and an example', () => {
  const message = faultOf({
    MLMON_PORT: '99999',
    MLMON_STATEMENT_TIMEOUT: 'soon',
    SLACK_MODE: 'websocket',
    SLACK_BOT_TOKEN: 'hunter2-token',
    MLMON_LOGLEVEL: 'info',
  });
  expect(message.split('\n')).toEqual([
    'Cannot read the configuration: 5 faults',
    'MLMON_LOGLEVEL is not a variable of mlmon; did you mean MLMON_LOG_LEVEL?',
    'MLMON_PORT: got "99999", expected a whole number from 0 to 65535. Example: MLMON_PORT=8080',
    'SLACK_BOT_TOKEN: got a secret of 13 characters, expected a bot token, which begins with xoxb-. Example: SLACK_BOT_TOKEN=xoxb-...',
    'SLACK_MODE: got "websocket", expected socket or http. Example: SLACK_MODE=http',
    'MLMON_STATEMENT_TIMEOUT: got "soon", expected a duration from 1 second to 1 day. Example: MLMON_STATEMENT_TIMEOUT=30 minutes',
  ]);
});

test('readConfig() leaves variables of other programs alone', () => {
  expect(faultOf({ PATH: '/bin', DATABRICKS_HOST: 'https://x.cloud.databricks.com', SLACK_CLI: '1' })).toBe('');
});

test('requireSlack() asks for the tokens of the mode and for nothing else', () => {
  expect(requireSlack(readConfig(SLACK)).mode).toBe('socket');
  const http = requireSlack(
    readConfig({ SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789' }),
  );
  expect(http.mode).toBe('http');
});

test('requireSlack() names every missing token at once', () => {
  expect(() => requireSlack(readConfig({}))).toThrow(
    /2 faults\nSLACK_BOT_TOKEN is missing: .*\nSLACK_APP_TOKEN is missing: /,
  );
  expect(() => requireSlack(readConfig({ SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1' }))).toThrow(
    /1 fault\nSLACK_SIGNING_SECRET is missing/,
  );
});

test('the address of the Web API ends with a slash, as the client of Slack expects', () => {
  expect(readConfig({ SLACK_API_URL: 'http://127.0.0.1:4000/api' }).slack.apiUrl).toBe('http://127.0.0.1:4000/api/');
});
