import type { Value } from '../warehouse/types.ts';
import { groupsOf } from './groups.ts';
import type { Source } from './source.ts';

export type Extremes = { min: number; max: number };

/** Does the engine know the extremes of all rows without reading them, as from the footers of Parquet files? */
export function hasStoredExtremes({ isColumnar, where, isOneSlice }: Source): boolean {
  return isColumnar && where === 'TRUE' && isOneSlice;
}

/** One record: `row_count`, and the extremes of each column where they need no scan. Any other aggregate would need one. */
export function extremesSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`).join(', ');
  const extremes = hasStoredExtremes(source)
    ? columns.flatMap(({ alias }) => [`min(${alias}) AS ${alias}_min`, `max(${alias}) AS ${alias}_max`])
    : [];
  return `SELECT ${['count(*) AS row_count', ...extremes].join(', ')} FROM (SELECT ${inner} FROM ${source.fromSql} AS d WHERE ${source.where}) AS v`;
}

/** The extremes of one column in such a record; null where there is no finite value, or not only such. */
export function extremesOf(record: Record<string, Value>, alias: string): Extremes | null {
  const [min, max] = [record[`${alias}_min`], record[`${alias}_max`]];
  if (typeof min !== 'number' || typeof max !== 'number' || !Number.isFinite(min) || !Number.isFinite(max)) return null;
  // `+ 0` turns -0 into 0, which JSON could not keep apart anyway.
  return { min: min + 0, max: max + 0 };
}

/** Columns that one scan reads at a time: each takes megabytes of every thread. */
const READ_AT_ONCE = 4;
const MOST_SCANS = 16;

/**
 * Groups of columns whose sums are read together. One scan of all columns is one group, but where a scan of some costs
 * some, and no filter would be worked out again.
 */
export function groupReads<T>(source: Source, columns: readonly T[]): T[][] {
  if (!hasStoredExtremes(source)) return [[...columns]];
  const size = Math.max(READ_AT_ONCE, Math.ceil(columns.length / MOST_SCANS));
  return groupsOf(columns, size);
}

/** One SELECT of the only row of each of several. */
export function besideSql(selects: readonly string[]): string {
  if (selects.length === 1) return selects[0]!;
  return `SELECT * FROM ${selects.map((sql, i) => `(${sql}) AS s${i}`).join(' CROSS JOIN ')}`;
}
