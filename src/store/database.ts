import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { migrate } from './migrate.ts';

const BUSY_TIMEOUT_MS = 5_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;
const MEMORY = ':memory:';

/**
 * A connection to mlmon's database at its newest schema; the file and its folder are made when they are missing.
 * @throws AppError conflict (newer schema, another program's file) or config (cannot be opened).
 */
export function openDatabase(path: string): Database.Database {
  const db = connect(path);
  try {
    configure(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw describeFailure(path, error);
  }
}

function connect(path: string): Database.Database {
  try {
    if (path !== MEMORY) makePrivateFile(path);
    return new Database(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw describeFailure(path, error);
  }
}

/** Definitions may hold webhook addresses, which are secrets: only the owner reads the file (and SQLite's files beside it). */
function makePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

/**
 * `synchronous = FULL` and not NORMAL: in WAL mode NORMAL may lose the last commits when the machine loses power. A lost
 * "this notification was claimed" would let a restart post a second root message without looking for the first. A commit
 * costs one fsync; mlmon makes a few per run.
 */
function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
}

function describeFailure(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('config', `Cannot open the database ${path}: ${reason}`, {
    cause: error,
    hint: 'Check that the path is a file mlmon may read and write, on a local disk with free space',
  });
}
