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

/** A DuckDB in memory that may read any file, and attaches nothing yet. */
async function openInstance(settings: SessionSettings): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', instanceOptions(settings));
  return prepare(instance, async (connection) => {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    // Each statement would read the footers again. A footer is kept with its file's time: a file that changed is read anew.
    await connection.run('SET GLOBAL parquet_metadata_cache = true');
  });
}

/**
 * Attaches the database read-only and locks the configuration: no file but these can be read, nothing can be attached,
 * loaded or written, whatever the SQL says. The instance is closed where that fails.
 * @throws AppError compute_unavailable when the database cannot be opened.
 */
function lockInstance(instance: DuckDBInstance, settings: SessionSettings, allowed: ReadonlySet<string>) {
  return prepare(instance, async (connection) => {
    await attachDatabase(connection, settings);
    await connection.run(`SET allowed_paths = [${[...allowed].map(DUCKDB.text).join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  });
}

async function prepare(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<void>,
): Promise<DuckDBInstance> {
  try {
    const connection = await instance.connect();
    await work(connection);
    connection.closeSync();
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
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
  if (settings.database === null) return;
  try {
    await connection.run(
      `ATTACH ${DUCKDB.text(settings.database)} AS ${DUCKDB.ident(settings.catalog)} (READ_ONLY, TYPE duckdb)`,
    );
  } catch (error) {
    throw new AppError('compute_unavailable', `Cannot open database ${settings.database}: ${reasonOf(error)}`, {
      cause: error,
      hint: 'DUCKDB_DATABASE must be a DuckDB file, of no newer DuckDB than this one, that no other program has open for writing.',
    });
  }
}

/** What DuckDB says, in its first line; the rest is links. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^\w+ Error: /, '').replace(/\.$/, '');
}

function closedError(): AppError {
  return new AppError('cancelled', 'The statement was cancelled: the warehouse is closed');
}

function makeSession(instance: DuckDBInstance, allowed: ReadonlySet<string> | null): Session {
  return { instance, allowed, users: 0, isStale: false };
}

/**
 * Hands out locked sessions. A DuckDB that is locked cannot learn of another file, so that a new file means a new
 * session; the old one is closed when its last statement has ended.
 */
export class SessionPool {
  readonly #settings: SessionSettings;
  #current: Session | null = null;
  #scout: Session | null = null;
  /** Opened on a thread of DuckDB's while mlmon prepares its first statement. */
  #first: Promise<DuckDBInstance> | null;
  readonly #paths = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#first = openInstance(settings);
    // Whoever takes it sees the failure.
    this.#first.catch(() => undefined);
  }

  /** Lets later statements read these files. */
  allow(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
  }

  /** The session for statements that contain a user's SQL. @throws AppError cancelled once the pool is closed. */
  acquire(): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#current === null || this.#current.allowed?.size !== this.#paths.size) {
        const next = await this.#openLocked(new Set(this.#paths));
        this.#retire(this.#current);
        this.#current = next;
      }
      return this.#lend(this.#current);
    });
  }

  release(session: Session): void {
    session.users -= 1;
    if (session.isStale && session.users === 0) session.instance.closeSync();
  }

  /** The session that may look at any file: for SQL that mlmon itself wrote. */
  acquireScout(): Promise<Session> {
    return this.#inTurn(async () => {
      this.#scout ??= makeSession(await this.#takeInstance(), null);
      return this.#lend(this.#scout);
    });
  }

  /** The next statement opens the database anew. */
  refresh(): void {
    this.#retire(this.#current);
    this.#current = null;
  }

  close(): void {
    this.#isClosed = true;
    this.refresh();
    this.#retire(this.#scout);
    this.#scout = null;
    this.#first?.then(
      (instance) => instance.closeSync(),
      () => undefined,
    );
    this.#first = null;
  }

  /** What was opened while the pool closed is closed again here: nobody else would. */
  #lend(session: Session): Session {
    if (this.#isClosed) {
      this.close();
      throw closedError();
    }
    session.users += 1;
    return session;
  }

  /** A scout that has nothing to look for now becomes the locked session: to open a DuckDB takes long. */
  async #openLocked(allowed: ReadonlySet<string>): Promise<Session> {
    const scout = this.#scout?.users === 0 ? this.#scout : null;
    if (scout !== null) this.#scout = null;
    const instance = scout?.instance ?? (await this.#takeInstance());
    return makeSession(await lockInstance(instance, this.#settings, allowed), allowed);
  }

  #takeInstance(): Promise<DuckDBInstance> {
    const instance = this.#first ?? openInstance(this.#settings);
    this.#first = null;
    return instance;
  }

  #retire(session: Session | null): void {
    if (session === null) return;
    session.isStale = true;
    if (session.users === 0) session.instance.closeSync();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const begin = () => (this.#isClosed ? Promise.reject(closedError()) : work());
    const turn = this.#turn.then(begin, begin);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
