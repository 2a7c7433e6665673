import { stat } from 'node:fs/promises';
import { basename, resolve as resolvePath } from 'node:path';
import { AppError } from '../errors.ts';
import { DUCKDB } from './dialect.ts';
import { type ResolveTools, resolveDatasets, type Wanted } from './duckdb-resolve.ts';
import { runSelect } from './duckdb-run.ts';
import { type Session, SessionPool } from './duckdb-session.ts';
import { filesOfDatabase } from './files.ts';
import type { QueryOptions, QueryResult, Warehouse } from './types.ts';

export type DuckDbConfig = {
  name: string;
  /** Path of a .duckdb file, attached read-only under its own name. */
  database?: string | undefined;
  /** Folder that dbfs:/ paths stand for; null: the folder of the monitor's file. */
  root: string | null;
  /** Files that views of the database read. */
  files?: readonly string[] | undefined;
  threads?: number | undefined;
  /** As DuckDB writes it, for example `2GB`. */
  memoryLimit?: string | undefined;
  defaultDeadlineMs: number;
};

const RESERVED_CATALOGS = new Set(['memory', 'system', 'temp']);

/**
 * The embedded engine. Statements run in a locked DuckDB that can read the database and the resolved files alone.
 * @throws AppError compute_unavailable when the database cannot be opened.
 */
export async function openDuckDb(config: DuckDbConfig): Promise<Warehouse> {
  const database = config.database === undefined ? null : resolvePath(config.database);
  const catalog = catalogName(database);
  await assertDatabase(database);
  const pool = new SessionPool({
    database,
    catalog,
    threads: config.threads ?? null,
    memoryLimit: config.memoryLimit ?? null,
  });
  pool.allow(config.files ?? []);
  const running = new AbortController();
  const run = (kind: 'locked' | 'scout', sql: string, options: QueryOptions = {}) =>
    runOn(pool, kind, sql, options, config.defaultDeadlineMs, running.signal);
  const tools: Omit<ResolveTools, 'roots'> = {
    database,
    catalog,
    scout: (sql) => run('scout', sql),
    query: (sql) => run('locked', sql),
    allow: (paths) => pool.allow(paths),
  };
  let databaseChange = await changeOf(database);
  const find = async <const Asked extends readonly Wanted[]>(asked: Asked, baseDir: string | null) => {
    const change = await changeOf(database);
    // A database file that was put in place of the old one is seen only by a session that opens it anew.
    if (change !== databaseChange) pool.refresh();
    databaseChange = change;
    return resolveDatasets(asked, { ...tools, roots: { root: config.root, baseDir } });
  };
  return {
    name: config.name,
    dialect: DUCKDB,
    async resolve(name, role, baseDir) {
      const [dataset] = await find([{ name, role }], baseDir);
      return dataset;
    },
    async resolveAll({ reference, current, labels }, baseDir) {
      const pair = [
        { name: reference, role: 'reference' },
        { name: current, role: 'current' },
      ] as const;
      const asked = labels === null ? pair : ([...pair, { name: labels, role: 'labels' }] as const);
      const [ofReference, ofCurrent, ofLabels = null] = await find(asked, baseDir);
      return { reference: ofReference, current: ofCurrent, labels: ofLabels };
    },
    query: (sql, options) => run('locked', sql, options),
    async close() {
      running.abort();
      pool.close();
    },
  };
}

function catalogName(database: string | null): string {
  const name = database === null ? 'main' : basename(database).replace(/\.[^.]*$/, '');
  return RESERVED_CATALOGS.has(name.toLowerCase()) || name === '' ? `db_${name}` : name;
}

async function changeOf(database: string | null): Promise<string | null> {
  if (database === null) return null;
  const [file, log] = await Promise.all(filesOfDatabase(database).map((path) => stat(path).catch(() => null)));
  return file ? `${file.ino}:${file.size}:${file.mtimeMs}:${log?.size}:${log?.mtimeMs}` : null;
}

async function assertDatabase(database: string | null): Promise<void> {
  if (database === null || (await changeOf(database)) !== null) return;
  throw new AppError('compute_unavailable', `Cannot open database ${database}`, {
    hint: 'There is no such file; correct DUCKDB_DATABASE, or leave it out and name files.',
  });
}

async function runOn(
  pool: SessionPool,
  kind: 'locked' | 'scout',
  sql: string,
  options: QueryOptions,
  defaultDeadlineMs: number,
  closing: AbortSignal,
): Promise<QueryResult> {
  const session: Session = await (kind === 'locked' ? pool.acquire() : pool.acquireScout());
  const signal = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
  try {
    return await runSelect(session, sql, { ...options, signal, deadlineMs: options.deadlineMs ?? defaultDeadlineMs });
  } finally {
    pool.release(session);
  }
}
