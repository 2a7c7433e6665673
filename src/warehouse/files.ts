import { createHash } from 'node:crypto';
import { access, constants, open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

export type FileFormat = 'parquet' | 'csv';
export type FoundFiles = { format: FileFormat; paths: readonly string[]; fingerprint: string };

const CSV_ENDINGS = new Set(['.csv', '.tsv']);
const PARQUET_ENDINGS = new Set(['.parquet', '.parq']);

function formatByName(path: string): FileFormat | null {
  const ending = extname(path.replace(/\.(gz|zst)$/i, '')).toLowerCase();
  if (CSV_ENDINGS.has(ending)) return 'csv';
  return PARQUET_ENDINGS.has(ending) ? 'parquet' : null;
}

/** The format by the file's ending, else by its first bytes. */
export async function sniffFormat(path: string): Promise<FileFormat> {
  const named = formatByName(path);
  if (named !== null) return named;
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PAR1' ? 'parquet' : 'csv';
  } finally {
    await file.close();
  }
}

/** Data files below a folder, sorted; names that begin with a dot or an underscore are bookkeeping. */
export async function listDataFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (/^[._]/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await listDataFiles(path)));
    else if (formatByName(path) !== null) found.push(path);
  }
  return found.sort();
}

/** Parquet files win over CSV files where a folder has both. */
export async function describeFiles(paths: readonly string[]): Promise<FoundFiles | null> {
  const parquet = paths.filter((path) => formatByName(path) === 'parquet');
  const chosen = parquet.length > 0 ? parquet : paths;
  const first = chosen[0];
  if (first === undefined) return null;
  return { format: await sniffFormat(first), paths: chosen, fingerprint: await fingerprintFiles(chosen) };
}

/** Changes with any file's size or time of change; also finds out that a file may not be read (EACCES). */
export async function fingerprintFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    await access(path, constants.R_OK);
    const { size, mtimeMs } = await stat(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return `files:${hash.digest('hex').slice(0, 32)}`;
}

/** A DuckDB database and the log beside it: rows that a writer which ended early had committed stand in that alone. */
export function filesOfDatabase(database: string): [file: string, log: string] {
  return [database, `${database}.wal`];
}

/** As fingerprintFiles, of a database and its log where it has one. */
export async function fingerprintDatabase(database: string): Promise<string> {
  const [file, log] = filesOfDatabase(database);
  const hasLog = await stat(log).then(
    () => true,
    () => false,
  );
  return fingerprintFiles(hasLog ? [file, log] : [file]);
}
