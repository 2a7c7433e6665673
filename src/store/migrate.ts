import { readdirSync, readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { AppError } from '../errors.ts';

/** "mlmo": tells an mlmon database from any other SQLite file. */
const APPLICATION_ID = 0x6d6c6d6f;
const MIGRATIONS = new URL('./migrations/', import.meta.url);

type Migration = { number: number; sql: string };

/**
 * Brings the database to this program's schema, in one transaction: an upgrade that fails leaves it as it was.
 * @throws AppError conflict when the file was written by a newer program or is not mlmon's.
 */
export function migrate(db: Database.Database, folder: URL = MIGRATIONS): void {
  const migrations = readMigrations(folder);
  const newest = migrations.length;
  refuseForeign(db, newest);
  if (readPragma(db, 'user_version') >= newest) return;
  // Another process may have done it while this one waited for the lock: what is missing is looked up inside.
  db.transaction(() => applyNew(db, migrations)).immediate();
}

function readMigrations(folder: URL): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (number !== index + 1) {
      throw new AppError('internal', `Cannot read migrations: "${name}" stands where number ${index + 1} is expected`);
    }
    return { number, sql: readFileSync(new URL(name, folder), 'utf8') };
  });
}

function refuseForeign(db: Database.Database, newest: number): void {
  const version = readPragma(db, 'user_version');
  const applicationId = readPragma(db, 'application_id');
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables > 0 && applicationId !== APPLICATION_ID) {
    throw new AppError('conflict', `Cannot open ${db.name}: it is a database of another program`, {
      hint: 'Give mlmon a file of its own',
    });
  }
  if (version > newest) {
    throw new AppError(
      'conflict',
      `Cannot open ${db.name}: a newer mlmon wrote it (schema ${version}, this program knows ${newest})`,
      { hint: 'Start the newer mlmon, or restore a backup that was made before the upgrade' },
    );
  }
}

function applyNew(db: Database.Database, migrations: readonly Migration[]): void {
  const version = readPragma(db, 'user_version');
  const missing = migrations.filter(({ number }) => number > version);
  if (missing.length === 0) return;
  for (const { sql } of missing) db.exec(sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${migrations.length}`);
}

function readPragma(db: Database.Database, name: 'user_version' | 'application_id'): number {
  return Number(db.pragma(name, { simple: true }));
}
