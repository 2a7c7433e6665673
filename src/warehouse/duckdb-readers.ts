import { isAbsolute } from 'node:path';
import { type DeltaSnapshot, toDuckDbType } from './delta.ts';
import { DUCKDB } from './dialect.ts';
import type { FoundFiles } from './files.ts';
import { toLocalPath } from './paths.ts';
import type { Value } from './types.ts';

const { ident, text } = DUCKDB;

function listSql(paths: readonly string[]): string {
  return `[${paths.map(text).join(', ')}]`;
}

/** FROM-text for Parquet files. */
export function parquetSql(paths: readonly string[]): string {
  return `read_parquet(${listSql(paths)}, union_by_name = true)`;
}

/** FROM-text for CSV files; `sniffed` (a row of sniff_csv) fixes types and format, so that each statement reads alike. */
export function csvSql(found: FoundFiles, sniffed: ReadonlyMap<string, Value> | null): string {
  if (sniffed === null) return `read_csv(${listSql(found.paths)}, union_by_name = true, sample_size = -1)`;
  const columns = JSON.parse(String(sniffed.get('columns'))) as { name: string; type: string }[];
  const options = [
    'auto_detect = false',
    `columns = {${columns.map((column) => `${text(column.name)}: ${text(column.type)}`).join(', ')}}`,
    `header = ${sniffed.get('header') === true}`,
    `skip = ${Number(sniffed.get('skip'))}`,
    ...(['delim', 'quote', 'escape'] as const).map((key) => `${key} = ${text(plainMark(sniffed.get(key)))}`),
    ...(['dateformat', 'timestampformat'] as const).flatMap((key) => {
      const format = sniffed.get(key);
      return typeof format === 'string' && format !== '' ? [`${key} = ${text(format)}`] : [];
    }),
  ];
  return `read_csv(${listSql(found.paths)}, ${options.join(', ')})`;
}

/** The statement whose row csvSql takes. */
export function sniffCsvSql(path: string): string {
  return `SELECT "Delimiter" AS delim, "Quote" AS quote, "Escape" AS escape, "SkipRows" AS skip, "HasHeader" AS header,
    CAST(to_json("Columns") AS VARCHAR) AS columns, "DateFormat" AS dateformat, "TimestampFormat" AS timestampformat
    FROM sniff_csv(${text(path)}, sample_size = -1)`;
}

function plainMark(value: Value | undefined): string {
  return value === '(empty)' || value === null || value === undefined ? '' : String(value);
}

/**
 * Absolute paths of a Delta table's live files; relative ones are URL-encoded in the log.
 * @throws AppError permission_denied for a file that is neither in the table's folder nor under the root.
 */
export function deltaPaths(folder: string, snapshot: DeltaSnapshot, root: string | null): string[] {
  return snapshot.files.map(({ path }) => {
    const decoded = decodeURIComponent(path);
    const isForeign = /^[a-z]+:/i.test(decoded) || isAbsolute(decoded);
    return toLocalPath(decoded, { root: isForeign ? (root ?? folder) : folder, baseDir: null });
  });
}

/**
 * FROM-text for a Delta table: the live files with the partition columns, which are not in the files, joined on.
 * @param stored the columns that the files really have (a column added later is in none of the older files).
 */
export function deltaSql(snapshot: DeltaSnapshot, paths: readonly string[], stored: ReadonlySet<string>): string {
  const partitions = new Set(snapshot.partitionColumns);
  const select = snapshot.fields.map((field) => {
    const name = ident(field.name);
    const type = toDuckDbType(field.type);
    if (partitions.has(field.name)) return `CAST(p.${name} AS ${type}) AS ${name}`;
    return stored.has(field.name) ? `f.${name}` : `CAST(NULL AS ${type}) AS ${name}`;
  });
  if (paths.length === 0) {
    const empty = snapshot.fields.map((field) => `CAST(NULL AS ${toDuckDbType(field.type)}) AS ${ident(field.name)}`);
    return `(SELECT ${empty.join(', ')} WHERE false)`;
  }
  if (partitions.size === 0) return `(SELECT ${select.join(', ')} FROM ${parquetSql(paths)} AS f)`;
  return `(SELECT ${select.join(', ')} FROM ${readWithPath(paths)} AS f JOIN ${partitionSql(snapshot, paths)} ON f.mlmon_path = p.mlmon_path)`;
}

function readWithPath(paths: readonly string[]): string {
  return `read_parquet(${listSql(paths)}, union_by_name = true, hive_partitioning = false, filename = 'mlmon_path')`;
}

function partitionSql(snapshot: DeltaSnapshot, paths: readonly string[]): string {
  const names = snapshot.partitionColumns;
  const rows = snapshot.files.map((file, index) => {
    const values = names.map((name) => {
      const value = file.partition[name] ?? null;
      // An empty string means NULL in a Delta partition value.
      return value === null || value === '' ? 'CAST(NULL AS VARCHAR)' : text(value);
    });
    return `(${[text(paths[index]!), ...values].join(', ')})`;
  });
  return `(VALUES ${rows.join(', ')}) AS p(mlmon_path, ${names.map(ident).join(', ')})`;
}
