import type { z } from 'zod';
import type { Secret } from './config/secret.ts';
import { VARIABLES, type Variable } from './config/variables.ts';
import { AppError } from './errors.ts';
import { findNearest } from './monitors/nearest.ts';

export { Secret } from './config/secret.ts';

type VariableKey = keyof typeof VARIABLES;
type ValueOf<K extends VariableKey> = z.output<(typeof VARIABLES)[K]['schema']>;
/** Variables without a default may be missing. */
type OptionalKey =
  | 'monitorsDir'
  | 'slackBotToken'
  | 'slackAppToken'
  | 'slackSigningSecret'
  | 'duckdbRoot'
  | 'databricksHost'
  | 'databricksHttpPath'
  | 'databricksToken'
  | 'databricksClientId'
  | 'databricksClientSecret';
type Values = { [K in VariableKey]: K extends OptionalKey ? ValueOf<K> | null : ValueOf<K> };

/** How mlmon was set up, read once at the start. */
export type Config = {
  dbPath: string;
  logLevel: ValueOf<'logLevel'>;
  monitorsDir: string | null;
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
  /** null where nothing of Databricks is configured. */
  databricks: DatabricksConfig | null;
  limits: {
    maxQueries: number;
    maxRuns: number;
    statementTimeoutMs: number;
    scheduleTickMs: number;
    leaseMs: number;
  };
};

export type DatabricksConfig = {
  /** With scheme, without a slash at the end. */
  host: string;
  httpPath: string;
  auth: { type: 'token'; token: Secret } | { type: 'client'; clientId: string; clientSecret: Secret };
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
  faults.push(...findDatabricksFaults(values));
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

function findDatabricksFaults(values: Values): string[] {
  const { databricksHost, databricksHttpPath, databricksToken, databricksClientId, databricksClientSecret } = values;
  // A host or a token alone is common on machines that run other tools of Databricks.
  if (databricksHttpPath === null) return [];
  const faults: string[] = [];
  if (databricksHost === null) faults.push(wordMissing('DATABRICKS_HOST', 'DATABRICKS_HTTP_PATH is given'));
  const hasClient = databricksClientId !== null && databricksClientSecret !== null;
  if (databricksToken === null && !hasClient) {
    faults.push(
      wordMissing(
        'DATABRICKS_TOKEN (or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET)',
        'DATABRICKS_HTTP_PATH is given',
      ),
    );
  }
  return faults;
}

function wordMissing(name: string, reason: string): string {
  return `${name} is missing, although ${reason}`;
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
    databricks: buildDatabricks(values),
    limits: { maxQueries, maxRuns, statementTimeoutMs, scheduleTickMs, leaseMs },
  };
}

function buildDatabricks(values: Values): DatabricksConfig | null {
  const { databricksHost: host, databricksHttpPath: httpPath, databricksToken: token } = values;
  const { databricksClientId: clientId, databricksClientSecret: clientSecret } = values;
  if (host === null || httpPath === null) return null;
  if (token !== null) return { host, httpPath, auth: { type: 'token', token } };
  if (clientId === null || clientSecret === null) return null;
  return { host, httpPath, auth: { type: 'client', clientId, clientSecret } };
}
