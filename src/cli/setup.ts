import { type Logger, pino } from 'pino';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Context, Warehouses } from '../context.ts';
import { NO_DIGEST } from '../digest/plan.ts';
import { measureHere } from '../runs/measure.ts';
import { openStore } from '../store/open.ts';
import { openDuckDb } from '../warehouse/duckdb.ts';
import { createWarehouses } from '../warehouse/index.ts';

/** The log goes to standard error as JSON lines: standard output belongs to the command. */
export function createLog(level: NonNullable<Config['logLevel']>): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}

/** The warehouses that the configuration names. */
export async function openWarehouses(config: Config): Promise<Warehouses> {
  const duckdb = await openDuckDb({
    name: 'main',
    database: config.duckdb.database === ':memory:' ? undefined : config.duckdb.database,
    root: config.duckdb.root,
    defaultDeadlineMs: config.limits.statementTimeoutMs,
  });
  return createWarehouses([duckdb], { maxQueries: config.limits.maxQueries });
}

/** A context without Slack, which tells nobody anything, for commands that run and end; `use` gets it and everything is closed after. */
export async function withContext<T>(
  config: Config,
  options: { dbPath: string; log: Logger },
  use: (ctx: Context) => Promise<T>,
): Promise<T> {
  const store = openStore(options.dbPath);
  const warehouses = await openWarehouses(config);
  try {
    return await use({
      store,
      warehouses,
      measure: measureHere,
      clock: systemClock,
      log: options.log,
      defaultTarget: null,
      digest: NO_DIGEST,
      canDeliver: () => false,
      wakeDelivery: () => undefined,
    });
  } finally {
    await warehouses.close();
    store.close();
  }
}
