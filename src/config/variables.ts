import * as z from 'zod';
import { CADENCES } from '../digest/types.ts';
import { parseDuration } from '../monitors/duration.ts';
import { isTimezone } from '../schedule/zone.ts';
import { Secret } from './secret.ts';

/** One environment variable: its meaning, its shape and its default, in one place for reading, documents and checks. */
export type Variable<T = unknown> = {
  name: string;
  group: 'mlmon' | 'Slack' | 'warehouse' | 'limits';
  summary: string;
  /** As it would be written; null: optional, and nothing when it is missing. */
  defaultText: string | null;
  example: string;
  isSecret: boolean;
  schema: z.ZodType<T, string>;
};

function variable<T>(options: Omit<Variable<T>, 'isSecret'> & { isSecret?: boolean }): Variable<T> {
  return { isSecret: false, ...options };
}

const plainText = z.string();

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values, { error: `expected ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` }));
}

function wholeNumber(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
}

function duration(minMs: number, maxMs: number, range: string) {
  const error = `expected a duration from ${range}`;
  return z
    .string()
    .transform((value) => parseDuration(value) ?? Number.NaN)
    .refine((durationMs) => durationMs >= minMs && durationMs <= maxMs, { error });
}

function address(expected: string) {
  const error = `expected ${expected}`;
  return z.string().refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), { error });
}

function secret(pattern: RegExp, expected: string) {
  return z
    .string()
    .regex(pattern, { error: `expected ${expected}` })
    .transform((value) => new Secret(value));
}

const hostName = z.string().regex(/^[\w.:-]+$/, { error: 'expected a host name or an address' });

/** Every variable that mlmon reads, by the name it has in Config. */
export const VARIABLES = {
  dbPath: variable({
    name: 'MLMON_DB',
    group: 'mlmon',
    summary: 'File of the database.',
    defaultText: 'mlmon.db',
    example: '/var/lib/mlmon/mlmon.db',
    schema: plainText,
  }),
  logLevel: variable({
    name: 'MLMON_LOG_LEVEL',
    group: 'mlmon',
    summary:
      'What is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`. Without it, `start` logs `info`, `demo` `warn`, `run` nothing.',
    defaultText: null,
    example: 'debug',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  }),
  monitorsDir: variable({
    name: 'MLMON_MONITORS_DIR',
    group: 'mlmon',
    summary: 'Folder whose YAML files are applied at the start.',
    defaultText: null,
    example: './monitors',
    schema: plainText,
  }),
  host: variable({
    name: 'MLMON_HOST',
    group: 'mlmon',
    summary: 'Address to listen on in mode `http`.',
    defaultText: '127.0.0.1',
    example: '0.0.0.0',
    schema: hostName,
  }),
  port: variable({
    name: 'MLMON_PORT',
    group: 'mlmon',
    summary: 'Port to listen on in mode `http`.',
    defaultText: '3000',
    example: '8080',
    schema: wholeNumber(0, 65_535),
  }),
  digest: variable({
    name: 'MLMON_DIGEST',
    group: 'mlmon',
    summary:
      'How often each channel gets its digest: `daily`, `weekly` (Mondays), `monthly` (the first) or `off`; `/mlmon digest` changes it for a channel.',
    defaultText: 'daily',
    example: 'weekly',
    schema: oneOf(CADENCES),
  }),
  digestTime: variable({
    name: 'MLMON_DIGEST_TIME',
    group: 'mlmon',
    summary: 'When digests are posted, by the clock of `MLMON_TIMEZONE`.',
    defaultText: '09:00',
    example: '08:30',
    schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time of day such as 09:00' }),
  }),
  timezone: variable({
    name: 'MLMON_TIMEZONE',
    group: 'mlmon',
    summary: 'Time zone of digests.',
    defaultText: 'UTC',
    example: 'Europe/Berlin',
    schema: z.string().refine(isTimezone, { error: 'expected the name of a time zone such as Europe/Berlin' }),
  }),
  slackBotToken: variable({
    name: 'SLACK_BOT_TOKEN',
    group: 'Slack',
    summary: "The bot's token, from OAuth & Permissions.",
    defaultText: null,
    example: 'xoxb-...',
    isSecret: true,
    schema: secret(/^xoxb-\S+$/, 'a bot token, which begins with xoxb-'),
  }),
  slackAppToken: variable({
    name: 'SLACK_APP_TOKEN',
    group: 'Slack',
    summary: 'App-level token with `connections:write`; needed in mode `socket`.',
    defaultText: null,
    example: 'xapp-...',
    isSecret: true,
    schema: secret(/^xapp-\S+$/, 'an app-level token, which begins with xapp-'),
  }),
  slackSigningSecret: variable({
    name: 'SLACK_SIGNING_SECRET',
    group: 'Slack',
    summary: 'From Basic Information; needed in mode `http`.',
    defaultText: null,
    example: '0123456789abcdef0123456789abcdef',
    isSecret: true,
    schema: secret(/^\S{8,}$/, 'the signing secret, without spaces'),
  }),
  slackMode: variable({
    name: 'SLACK_MODE',
    group: 'Slack',
    summary: '`socket` (mlmon connects to Slack) or `http` (Slack calls mlmon).',
    defaultText: 'socket',
    example: 'http',
    schema: oneOf(['socket', 'http']),
  }),
  slackApiUrl: variable({
    name: 'SLACK_API_URL',
    group: 'Slack',
    summary: "Address of Slack's Web API.",
    defaultText: 'https://slack.com/api/',
    example: 'http://127.0.0.1:4000/api/',
    schema: address('an address such as https://slack.com/api/').transform((url) =>
      url.endsWith('/') ? url : `${url}/`,
    ),
  }),
  slackDefaultChannel: variable({
    name: 'SLACK_DEFAULT_CHANNEL',
    group: 'Slack',
    summary: 'Where alerts go whose monitor names no channel.',
    defaultText: '#ml-alerts',
    example: '#ml-ops',
    schema: z.string().regex(/^(#[^\s#@<>&]+|[CGD][A-Z0-9]{6,})$/, {
      error: 'expected a channel such as #ml-alerts, or the id of one',
    }),
  }),
  duckdbDatabase: variable({
    name: 'DUCKDB_DATABASE',
    group: 'warehouse',
    summary: 'DuckDB file that holds the tables; `:memory:` where the data are files.',
    defaultText: ':memory:',
    example: '/data/warehouse.duckdb',
    schema: plainText,
  }),
  duckdbRoot: variable({
    name: 'DUCKDB_ROOT',
    group: 'warehouse',
    summary: 'Folder that stands for `dbfs:/`. No file is read but those that a monitor names.',
    defaultText: null,
    example: '/data',
    schema: plainText,
  }),
  maxQueries: variable({
    name: 'MLMON_MAX_QUERIES',
    group: 'limits',
    summary: 'Queries that a warehouse runs for mlmon at the same time.',
    defaultText: '4',
    example: '8',
    schema: wholeNumber(1, 100),
  }),
  maxRuns: variable({
    name: 'MLMON_MAX_RUNS',
    group: 'limits',
    summary: 'Monitors that run at the same time.',
    defaultText: '2',
    example: '4',
    schema: wholeNumber(1, 100),
  }),
  statementTimeoutMs: variable({
    name: 'MLMON_STATEMENT_TIMEOUT',
    group: 'limits',
    summary: 'A longer query is cancelled.',
    defaultText: '10 minutes',
    example: '30 minutes',
    schema: duration(1000, 86_400_000, '1 second to 1 day'),
  }),
  scheduleTickMs: variable({
    name: 'MLMON_SCHEDULE_TICK',
    group: 'limits',
    summary: 'How often due times are looked at.',
    defaultText: '5 seconds',
    example: '30 seconds',
    schema: duration(100, 3_600_000, '0.1 seconds to 1 hour'),
  }),
  leaseMs: variable({
    name: 'MLMON_LEASE',
    group: 'limits',
    summary: 'After this long without a sign of life, another process may take the database over.',
    defaultText: '15 seconds',
    example: '1 minute',
    schema: duration(3000, 3_600_000, '3 seconds to 1 hour'),
  }),
} satisfies Record<string, Variable<never> | Variable>;
