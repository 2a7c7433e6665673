import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../errors.ts';

/**
 * Copies the database while it is in use, checks the copy, and only then gives it its name: a file under that name is
 * a whole backup. The copy is one file, without a write-ahead log beside it.
 * @throws AppError conflict when the file exists, internal when the copy is damaged or cannot be written.
 */
export async function backUp(db: Database.Database, file: string): Promise<void> {
  refuseExisting(file);
  const draft = `${file}.part-${process.pid}-${Date.now().toString(36)}`;
  try {
    // As the database itself: definitions may hold webhook addresses, which are secrets.
    closeSync(openSync(draft, 'wx', 0o600));
    await db.backup(draft);
    checkCopy(draft);
    publish(draft, file);
  } catch (error) {
    throw describeFailure(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new AppError('conflict', `Cannot write the backup: ${file} exists`, {
    hint: 'Give another file name, or remove the old backup first',
  });
}

function checkCopy(draft: string): void {
  const copy = new Database(draft);
  try {
    copy.pragma('journal_mode = DELETE');
    const faults = copy.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    const broken = copy.prepare('PRAGMA foreign_key_check').all();
    if (faults.join() !== 'ok' || broken.length > 0) {
      throw new AppError(
        'internal',
        `Cannot use the copy: ${faults.slice(0, 3).join('; ')}, ${broken.length} broken references`,
        {
          hint: 'Check the disk; `PRAGMA integrity_check` on the database itself tells whether it is damaged too',
        },
      );
    }
  } finally {
    copy.close();
  }
}

/** A hard link, unlike a rename, does not replace a file that came meanwhile; not every file system has them. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    refuseExisting(file);
    renameSync(draft, file);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function describeFailure(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (codeOf(error) === 'EEXIST') {
    return new AppError('conflict', `Cannot write the backup: ${file} exists`, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('config', `Cannot write the backup ${file}: ${reason}`, {
    cause: error,
    hint: 'Check that the folder exists, may be written and has room',
  });
}
