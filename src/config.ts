import type * as z from 'zod';
import type { Secret } from './config/secret.ts';
import { VARIABLES, type Variable } from './config/variables.ts';
import type { DigestPlan } from './digest/types.ts';
import { AppError } from './errors.ts';
import { findNearest } from './monitors/nearest.ts';

export { Secret } from './config/secret.ts';

type VariableKey = keyof typeof VARIABLES;
type ValueOf<K extends VariableKey> = z.output<(typeof VARIABLES)[K]['schema']>;
/** Variables without a default may be missing. */
type OptionalKey = 'logLevel' | 'monitorsDir' | 'slackBotToken' | 'slackAppToken' | 'slackSigningSecret' | 'duckdbRoot';
type Values = { [K in VariableKey]: K extends OptionalKey ? ValueOf<K> | null : ValueOf<K> };

/** How mlmon was set up, read once at the start. */
export type Config = {
  dbPath: string;
  /** null: the command's own choice. */
  logLevel: ValueOf<'logLevel'> | null;
  monitorsDir: string | null;
  /** What a channel has that asked for nothing else. */
  digest: DigestPlan;
  web: { host: string; port: number };
  slack: {
    mode: 'socket' | 'http';
    botToken: Secret | null;
    appToken: Secret | null;
    signingSecret: Secret | null;
    /** Ends with a slash. */
    apiUrl: string;
    defaultChannel: string;
  };
  duckdb: { database: string; root: string | null };
  limits: {
    maxQueries: number;
    maxRuns: number;
    statementTimeoutMs: number;
    scheduleTickMs: number;
    leaseMs: number;
  };
};

/** What `connectSlack` needs: the tokens of the mode are there. */
export type SlackConfig =
  | (Config['slack'] & { mode: 'socket'; botToken: Secret; appToken: Secret })
  | (Config['slack'] & { mode: 'http'; botToken: Secret; signingSecret: Secret });

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Slack's tokens may be missing here: only `mlmon start` needs them.
 * @throws AppError config with every fault at once; secrets are not shown.
 */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = [...findUnknown(env)];
  const entries = Object.entries(VARIABLES).map(([key, one]) => [key, readVariable(one, env, faults)] as const);
  const values = Object.fromEntries(entries) as Values;
  if (faults.length > 0) throw makeConfigError(faults);
  return buildConfig(values);
}

/** The configuration of Slack with the tokens that its mode needs. @throws AppError config that names those missing. */
export function requireSlack(config: Config): SlackConfig {
  const { slack } = config;
  const { botToken, appToken, signingSecret } = slack;
  if (slack.mode === 'socket' && botToken !== null && appToken !== null) {
    return { ...slack, mode: 'socket', botToken, appToken };
  }
  if (slack.mode === 'http' && botToken !== null && signingSecret !== null) {
    return { ...slack, mode: 'http', botToken, signingSecret };
  }
  const second = slack.mode === 'socket' ? VARIABLES.slackAppToken : VARIABLES.slackSigningSecret;
  const isSecondMissing = slack.mode === 'socket' ? appToken === null : signingSecret === null;
  const missing = [...(botToken === null ? [VARIABLES.slackBotToken] : []), ...(isSecondMissing ? [second] : [])];
  throw makeConfigError(
    missing.map(({ name, summary, example }) => `${name} is missing: ${summary} Example: ${name}=${example}`),
  );
}

function readVariable(one: Variable<unknown>, env: Environment, faults: string[]): unknown {
  const given = env[one.name]?.trim() ?? '';
  const text = given === '' ? one.defaultText : given;
  if (text === null) return null;
  const parsed = one.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = one.isSecret ? `a secret of ${text.length} characters` : JSON.stringify(text.slice(0, 100));
  faults.push(`${one.name}: got ${shown}, ${parsed.error.issues[0]?.message}. Example: ${one.name}=${one.example}`);
  return null;
}

/** A misspelt variable would silently leave its default. */
function findUnknown(env: Environment): string[] {
  const known = Object.values(VARIABLES).map(({ name }) => name);
  return Object.keys(env)
    .filter((name) => name.startsWith('MLMON_') && !known.includes(name))
    .map((name) => {
      const nearest = findNearest(name, known);
      return `${name} is not a variable of mlmon${nearest === null ? '; remove it' : `; did you mean ${nearest}?`}`;
    });
}

function makeConfigError(faults: readonly string[]): AppError {
  const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
  return new AppError('config', `Cannot read the configuration: ${count}\n${faults.join('\n')}`, {
    hint: '.env.example shows every variable',
  });
}

function buildConfig(values: Values): Config {
  const { maxQueries, maxRuns, statementTimeoutMs, scheduleTickMs, leaseMs } = values;
  return {
    dbPath: values.dbPath,
    logLevel: values.logLevel,
    monitorsDir: values.monitorsDir,
    digest: { cadence: values.digest, time: values.digestTime, timezone: values.timezone },
    web: { host: values.host, port: values.port },
    slack: {
      mode: values.slackMode,
      botToken: values.slackBotToken,
      appToken: values.slackAppToken,
      signingSecret: values.slackSigningSecret,
      apiUrl: values.slackApiUrl,
      defaultChannel: values.slackDefaultChannel,
    },
    duckdb: { database: values.duckdbDatabase, root: values.duckdbRoot },
    limits: { maxQueries, maxRuns, statementTimeoutMs, scheduleTickMs, leaseMs },
  };
}
