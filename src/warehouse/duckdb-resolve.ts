import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, type ErrorCode } from '../errors.ts';
import { findNearest } from '../monitors/nearest.ts';
import { readDeltaSnapshot } from './delta.ts';
import { DUCKDB } from './dialect.ts';
import { csvSql, deltaPaths, deltaSql, parquetSql, sniffCsvSql } from './duckdb-readers.ts';
import { kindOfType } from './duckdb-values.ts';
import {
  describeFiles,
  type FoundFiles,
  fingerprintDatabase,
  fingerprintFiles,
  listDataFiles,
  sniffFormat,
} from './files.ts';
import { assertRealInside, isPathLike, type PathRoots, toLocalPath } from './paths.ts';
import { suggestionText } from './suggest.ts';
import type { ColumnInfo, Dataset, DatasetRole, QueryResult } from './types.ts';

/** What resolving needs of the engine. */
export type ResolveTools = {
  roots: PathRoots;
  database: string | null;
  catalog: string;
  /** Runs mlmon's own SQL, which may read any file. */
  scout(sql: string): Promise<QueryResult>;
  /** Runs SQL against the database and the files allowed so far. */
  query(sql: string): Promise<QueryResult>;
  allow(paths: readonly string[]): void;
};

type Found = Pick<Dataset, 'fromSql' | 'fingerprint' | 'isColumnar' | 'rowKey'>;

/** A row of Parquet files by its file and its place in it. */
const PARQUET_ROW = 'hash(file_index, file_row_number)';

/** A name that a monitor gives a table, view, Delta folder, Parquet or CSV dataset. */
export type Wanted = { name: string; role: DatasetRole };

/**
 * Finds datasets, all before the first is opened: one session then knows all their files.
 * @throws AppError reference_not_found or dataset_not_found, permission_denied, invalid_input; of several the first in
 * the order asked, not the one that was looked for fastest.
 */
export async function resolveDatasets<const Asked extends readonly Wanted[]>(
  asked: Asked,
  tools: ResolveTools,
): Promise<{ [I in keyof Asked]: Dataset }> {
  const found = await allInOrder(asked.map(({ name, role }) => findDataset(name, role, tools)));
  const columns = await allInOrder(found.map(({ fromSql }) => readColumns(fromSql, tools.query)));
  const datasets = asked.map(({ name }, index) => ({ name, ...found[index]!, columns: columns[index]! }));
  return datasets as readonly Dataset[] as { [I in keyof Asked]: Dataset };
}

async function allInOrder<T>(asked: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(asked);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function findDataset(name: string, role: DatasetRole, tools: ResolveTools): Promise<Found> {
  return isPathLike(name) ? findFiles(name, role, tools) : findTable(name, role, tools);
}

async function readColumns(fromSql: string, query: ResolveTools['query']): Promise<ColumnInfo[]> {
  const { rows } = await query(`DESCRIBE SELECT * FROM ${fromSql}`);
  return rows.map((row) => {
    const type = String(row[1]);
    return { name: String(row[0]), type, kind: kindOfType(type) };
  });
}

async function findFiles(name: string, role: DatasetRole, tools: ResolveTools): Promise<Found> {
  const path = toLocalPath(name, tools.roots);
  try {
    if (/[*?[]/.test(path)) return await findGlob(name, path, role, tools);
    const info = await stat(path);
    if (tools.roots.baseDir === null && tools.roots.root !== null) {
      await assertRealInside(path, tools.roots.root, name);
    }
    if (!info.isDirectory()) {
      const found = { format: await sniffFormat(path), paths: [path], fingerprint: await fingerprintFiles([path]) };
      return await openFiles(found, tools);
    }
    if (await isDirectory(join(path, '_delta_log'))) return await openDelta(name, path, tools);
    const files = await describeFiles(await listDataFiles(path));
    if (files === null) throw notFoundError(name, role, `${path} holds no Delta log, Parquet or CSV file.`);
    return await openFiles(files, tools);
  } catch (error) {
    throw await toPathError(error, { name, role, path, roots: tools.roots });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

async function findGlob(name: string, pattern: string, role: DatasetRole, tools: ResolveTools): Promise<Found> {
  const { rows } = await tools.scout(`SELECT file FROM glob(${DUCKDB.text(pattern)}) ORDER BY file`);
  const paths = rows.map((row) => String(row[0]));
  if (tools.roots.baseDir === null && tools.roots.root !== null) {
    for (const path of paths) await assertRealInside(path, tools.roots.root, name);
  }
  const files = await describeFiles(paths);
  if (files === null)
    throw notFoundError(name, role, `No file matches ${pattern}. Correct the pattern, or put the files there.`);
  return openFiles(files, tools);
}

async function openFiles(files: FoundFiles, tools: ResolveTools): Promise<Found> {
  tools.allow(files.paths);
  if (files.format === 'parquet') {
    const { paths, fingerprint } = files;
    return { fromSql: parquetSql(paths), fingerprint, isColumnar: true, rowKey: PARQUET_ROW };
  }
  if (files.paths.length > 1) return { fromSql: csvSql(files, null), fingerprint: files.fingerprint };
  const { columns, rows } = await tools.scout(sniffCsvSql(files.paths[0]!));
  const sniffed = new Map(columns.map((column, index) => [column, rows[0]?.[index] ?? null]));
  return { fromSql: csvSql(files, sniffed), fingerprint: files.fingerprint };
}

async function openDelta(name: string, folder: string, tools: ResolveTools): Promise<Found> {
  const snapshot = await readDeltaSnapshot(folder, name, async (paths) => {
    const { rows } = await tools.scout(`SELECT CAST(to_json(t) AS VARCHAR) FROM ${parquetSql(paths)} AS t`);
    return rows.map((row) => String(row[0]));
  });
  const paths = deltaPaths(folder, snapshot, tools.roots.root);
  await fingerprintFiles(paths);
  tools.allow(paths);
  const stored = paths.length === 0 ? [] : await readColumns(parquetSql(paths), tools.scout);
  const fromSql = deltaSql(snapshot, paths, new Set(stored.map((column) => column.name)));
  // Values of a partition are joined on to every row that is read.
  return { fromSql, fingerprint: snapshot.fingerprint, isColumnar: snapshot.partitionColumns.length === 0 };
}

type Sought = Wanted & { path: string; roots: PathRoots };

async function toPathError(error: unknown, { name, role, path, roots }: Sought): Promise<unknown> {
  const errno = (error as NodeJS.ErrnoException).code;
  if (errno === 'EACCES' || errno === 'EPERM') {
    return new AppError('permission_denied', `Permission denied accessing dataset ${name}`, {
      cause: error,
      hint: `Let the user that runs mlmon read ${path}.`,
    });
  }
  if (errno !== 'ENOENT' && errno !== 'ENOTDIR') return error;
  const near = findNearest(basename(path), await readdir(dirname(path)).catch(() => []));
  const guess = near === null ? '' : ` Did you mean "${near}"?`;
  const isRootless = name.startsWith('dbfs:/') && roots.root === null;
  const root = isRootless ? ' DUCKDB_ROOT says which folder dbfs:/ stands for.' : '';
  const hint = `Looked at ${path}.${guess} Correct the path, or put the dataset there.${root}`;
  return notFoundError(name, role, hint, error);
}

function notFoundError(name: string, role: DatasetRole, hint: string, cause?: unknown): AppError {
  const isReference = role === 'reference';
  const code: ErrorCode = isReference ? 'reference_not_found' : 'dataset_not_found';
  const what = isReference ? 'Reference dataset' : role === 'labels' ? 'Labels dataset' : 'Dataset';
  return new AppError(code, `${what} not found: ${name}`, { hint, cause });
}

/** Parts of a dotted name; a part may be quoted with double quotes or backticks. */
function splitTableName(name: string): string[] {
  const parts = name.match(/"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^.]+/g) ?? [];
  return parts.map((part) => {
    const quote = part[0];
    if (quote !== '"' && quote !== '`') return part.trim();
    return part.slice(1, -1).replaceAll(quote + quote, quote);
  });
}

async function findTable(name: string, role: DatasetRole, tools: ResolveTools): Promise<Found> {
  if (tools.database === null) {
    throw notFoundError(name, role, await wordNoDatabase(name, tools.roots));
  }
  const { rows } = await tools.query(
    `SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE table_catalog = ${DUCKDB.text(tools.catalog)} ORDER BY 1, 2`,
  );
  const tables = rows.map((row) => ({
    schema: String(row[0]),
    table: String(row[1]),
    isBase: row[2] === 'BASE TABLE',
  }));
  const match = chooseTable(splitTableName(name), tables, tools.catalog);
  if (match === null) {
    const known = tables.map(({ schema, table }) => (schema === 'main' ? table : `${schema}.${table}`));
    throw notFoundError(name, role, `Looked in ${tools.database}. ${suggestionText(name, known)}`.trim());
  }
  const parts = [tools.catalog, match.schema, match.table];
  const fingerprint = await fingerprintDatabase(tools.database);
  const found = { fromSql: parts.map(DUCKDB.ident).join('.'), fingerprint };
  return match.isBase ? { ...found, isColumnar: true, rowKey: 'rowid' } : found;
}

/** A name without a slash or a known ending is a table's, although a folder may be called so. */
async function wordNoDatabase(name: string, { baseDir }: PathRoots): Promise<string> {
  const isThere = baseDir !== null && (await stat(join(baseDir, name)).catch(() => null)) !== null;
  if (isThere) return `A name alone is a table's; write "./${name}" for the path.`;
  return 'This warehouse has no database; name a path, or set DUCKDB_DATABASE to a .duckdb file.';
}

type FoundTable = { schema: string; table: string; isBase: boolean };

function chooseTable(parts: readonly string[], tables: readonly FoundTable[], catalog: string): FoundTable | null {
  const [table, schema, inCatalog] = parts.toReversed().map((part) => part.toLowerCase());
  if (parts.length > 3 || (inCatalog !== undefined && inCatalog !== catalog.toLowerCase())) return null;
  const matches = tables.filter(
    (entry) => entry.table.toLowerCase() === table && (schema === undefined || entry.schema.toLowerCase() === schema),
  );
  return matches.find((entry) => entry.schema === 'main') ?? (matches.length === 1 ? matches[0]! : null);
}
