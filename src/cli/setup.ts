import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Context, Warehouses } from '../context.ts';
import { NO_DIGEST } from '../digest/plan.ts';
import { type Log, silentLog } from '../log.ts';
import { measureHere } from '../runs/measure.ts';
import { openStore } from '../store/open.ts';
import { openDuckDb } from '../warehouse/duckdb.ts';
import { createWarehouses } from '../warehouse/index.ts';

/** The log of a command; one that says nothing costs nothing to load. */
export async function openLog(level: NonNullable<Config['logLevel']>): Promise<Log> {
  if (level === 'silent') return silentLog;
  const { createLog } = await import('./log.ts');
  return createLog(level);
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
  options: { dbPath: string; log: Log },
  use: (ctx: Context) => Promise<T>,
): Promise<T> {
  const warehouses = await openWarehouses(config);
  try {
    // The embedded engine opens on a thread of its own meanwhile.
    return await withStore({ ...options, warehouses }, use);
  } finally {
    await warehouses.close();
  }
}

/** The same for commands that look at no data: no engine is opened unless one is given. */
export async function withStore<T>(
  options: { dbPath: string; log: Log; warehouses?: Warehouses },
  use: (ctx: Context) => T | Promise<T>,
): Promise<T> {
  const store = openStore(options.dbPath);
  try {
    return await use({
      store,
      warehouses: options.warehouses ?? createWarehouses([], { maxQueries: 1 }),
      measure: measureHere,
      clock: systemClock,
      log: options.log,
      defaultTarget: null,
      digest: NO_DIGEST,
      canDeliver: () => false,
      wakeDelivery: () => undefined,
    });
  } finally {
    store.close();
  }
}
