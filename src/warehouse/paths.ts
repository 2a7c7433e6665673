import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { AppError } from '../errors.ts';

const FILE_ENDING = /\.(parquet|parq|csv|tsv|delta)(\.gz|\.zst)?$/i;
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Is this dataset's name a path (true) or a table's name (false)? */
export function isPathLike(name: string): boolean {
  return OTHER_SCHEME.test(name) || name.includes('/') || name.includes('*') || FILE_ENDING.test(name);
}

export type PathRoots = {
  /** Folder that dbfs:/ stands for. */
  root: string | null;
  /** Folder of the monitor's file; null when the monitor came from Slack, which may only see `root`. */
  baseDir: string | null;
};

/**
 * The absolute path that a dataset's name means: dbfs:/ under the root (or the monitor's folder), relative paths under
 * the monitor's folder.
 * @throws AppError invalid_input for other schemes and without a folder to start from, permission_denied for a path
 * that leaves the folder it is bound to.
 */
export function toLocalPath(name: string, roots: PathRoots): string {
  if (name.startsWith('dbfs:/')) {
    const base = roots.root ?? roots.baseDir;
    if (base === null) throw noFolderError(name);
    return assertInside(resolve(join(base, name.slice('dbfs:/'.length))), resolve(base), name);
  }
  const plain = name.replace(/^file:(\/\/)?/, '');
  if (OTHER_SCHEME.test(plain)) {
    throw new AppError('invalid_input', `Cannot read dataset ${name}: DuckDB reads local files only`, {
      hint: 'Name a table, a dbfs:/ path, or a path to a Delta, Parquet or CSV dataset; copy or mount cloud storage.',
    });
  }
  const base = roots.baseDir ?? roots.root;
  if (base === null) throw noFolderError(name);
  const path = isAbsolute(plain) ? resolve(plain) : resolve(base, plain);
  return roots.baseDir === null ? assertInside(path, resolve(base), name) : path;
}

/** Follows links, so that a link inside the folder cannot lead out of it. */
export async function assertRealInside(path: string, base: string, name: string): Promise<void> {
  assertInside(await realpath(path), await realpath(base), name);
}

function assertInside(path: string, base: string, name: string): string {
  const way = relative(base, path);
  if (way === '..' || way.startsWith('../') || isAbsolute(way)) {
    throw new AppError('permission_denied', `Permission denied accessing dataset ${name}`, {
      hint: `The path leaves ${base}; datasets must lie inside it.`,
    });
  }
  return path;
}

function noFolderError(name: string): AppError {
  return new AppError('invalid_input', `Cannot read dataset ${name}: there is no folder to look in`, {
    hint: 'Set DUCKDB_ROOT to the folder that dbfs:/ stands for, or name a table.',
  });
}
