import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../errors.ts';
import { DUCKDB } from './dialect.ts';

export type SessionSettings = {
  /** Path of a .duckdb file that is attached read-only under `catalog`. */
  database: string | null;
  catalog: string;
  threads: number | null;
  memoryLimit: string | null;
};

/** One in-memory DuckDB. `allowed` null: may read any file (for mlmon's own SQL only); else these files and no other. */
export type Session = {
  instance: DuckDBInstance;
  allowed: ReadonlySet<string> | null;
  users: number;
  isStale: boolean;
};

/**
 * Opens a DuckDB in memory with the database attached read-only. With a list of files its configuration is locked
 * afterwards: no other file can be read, nothing can be attached, loaded or written, whatever the SQL says.
 * @throws AppError compute_unavailable when the database cannot be opened.
 */
async function openSession(settings: SessionSettings, allowed: ReadonlySet<string> | null): Promise<Session> {
  const instance = await DuckDBInstance.create(':memory:', instanceOptions(settings));
  try {
    const connection = await instance.connect();
    await attachDatabase(connection, settings);
    if (allowed !== null) await lock(connection, allowed);
    connection.closeSync();
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return { instance, allowed, users: 0, isStale: false };
}

function instanceOptions(settings: SessionSettings): Record<string, string> {
  const options: Record<string, string> = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Cells are counted by a key of 16 bits (and one for NULL), which then need not be hashed.
    perfect_ht_threshold: '17',
    temp_directory: join(tmpdir(), `mlmon-duckdb-${process.pid}`),
  };
  if (settings.threads !== null) options.threads = String(settings.threads);
  if (settings.memoryLimit !== null) options.memory_limit = settings.memoryLimit;
  return options;
}

async function attachDatabase(connection: DuckDBConnection, settings: SessionSettings): Promise<void> {
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  if (settings.database === null) return;
  try {
    await connection.run(
      `ATTACH ${DUCKDB.text(settings.database)} AS ${DUCKDB.ident(settings.catalog)} (READ_ONLY, TYPE duckdb)`,
    );
  } catch (error) {
    throw new AppError('compute_unavailable', `Cannot open database ${settings.database}`, {
      cause: error,
      hint: 'Check that the file exists, is a DuckDB database, and that no other program has it open for writing.',
    });
  }
}

async function lock(connection: DuckDBConnection, allowed: ReadonlySet<string>): Promise<void> {
  await connection.run(`SET allowed_paths = [${[...allowed].map(DUCKDB.text).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/**
 * Hands out locked sessions. A DuckDB that is locked cannot learn of another file, so that a new file means a new
 * session; the old one is closed when its last statement has ended.
 */
export class SessionPool {
  readonly #settings: SessionSettings;
  #current: Session | null = null;
  #scout: Session | null = null;
  readonly #paths = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(settings: SessionSettings) {
    this.#settings = settings;
  }

  /** Lets later statements read these files. */
  allow(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
  }

  /** The session for statements that contain a user's SQL. */
  acquire(): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#current === null || this.#current.allowed?.size !== this.#paths.size) {
        const next = await openSession(this.#settings, new Set(this.#paths));
        this.#retire(this.#current);
        this.#current = next;
      }
      this.#current.users += 1;
      return this.#current;
    });
  }

  release(session: Session): void {
    session.users -= 1;
    if (session.isStale && session.users === 0) session.instance.closeSync();
  }

  /** The session that may look at any file: for SQL that mlmon itself wrote. */
  acquireScout(): Promise<Session> {
    return this.#inTurn(async () => {
      this.#scout ??= await openSession({ ...this.#settings, database: null }, null);
      this.#scout.users += 1;
      return this.#scout;
    });
  }

  /** The next statement opens the database anew. */
  refresh(): void {
    this.#retire(this.#current);
    this.#current = null;
  }

  close(): void {
    this.#retire(this.#current);
    this.#retire(this.#scout);
    this.#current = null;
    this.#scout = null;
  }

  #retire(session: Session | null): void {
    if (session === null) return;
    session.isStale = true;
    if (session.users === 0) session.instance.closeSync();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
