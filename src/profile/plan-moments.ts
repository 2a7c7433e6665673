import type { Dialect } from '../warehouse/types.ts';
import { tailSums } from './plan-tails.ts';
import { type CategoricalColumn, type NumericColumn, rowsOf, type Source } from './source.ts';

function invalidSelect(column: NumericColumn | CategoricalColumn): string[] {
  const parts: string[] = [];
  if (column.invalid !== null) parts.push(`count_if(${column.alias}_bad) AS ${column.alias}_invalid`);
  if (column.isUnique)
    parts.push(`count(${column.alias}) - count(DISTINCT ${column.alias}) AS ${column.alias}_duplicates`);
  return parts;
}

function badColumn(column: NumericColumn | CategoricalColumn): string[] {
  return column.invalid === null ? [] : [`${column.invalid} AS ${column.alias}_bad`];
}

/** Rows, latest event and the plain sums of every column per slice. One scan, no grouping but by slice. */
export function momentsSql(
  source: Source,
  numeric: readonly NumericColumn[],
  categorical: readonly CategoricalColumn[],
): string {
  const inner = [
    ...(source.eventAt === null ? [] : [`${source.eventAt} AS event_at`]),
    ...[...numeric, ...categorical].flatMap((column) => [`${column.sql} AS ${column.alias}`, ...badColumn(column)]),
  ];
  const outer = [
    source.isOneSlice ? `${source.slice} AS slice` : 'slice',
    'count(*) AS row_count',
    // Of the column itself: files keep its extremes, but not those of an expression.
    ...(source.eventAt === null ? [] : [`${source.dialect.epochSeconds('max(event_at)')} AS last_seconds`]),
    ...numeric.flatMap((column) => [
      ...numericSums(source.dialect, column),
      ...(source.isColumnar ? [] : tailSums(source.dialect, column)),
      ...invalidSelect(column),
    ]),
    ...categorical.flatMap((column) => [`count(${column.alias}) AS ${column.alias}_count`, ...invalidSelect(column)]),
  ];
  return `SELECT ${outer.join(', ')} FROM ${rowsOf(source, inner)} ${source.isOneSlice ? 'HAVING count(*) > 0' : 'GROUP BY slice'}`;
}

function numericSums(dialect: Dialect, { alias, grid, extremes, sums }: NumericColumn): string[] {
  if (sums !== null) return [];
  const offset = `(${alias} - ${dialect.number(grid.center)})`;
  return [
    `count(${alias}) AS ${alias}_count`,
    ...(extremes === null ? [`min(${alias}) AS ${alias}_min`, `max(${alias}) AS ${alias}_max`] : []),
    `sum${offset} AS ${alias}_sum`,
    `sum(${offset} * ${offset}) AS ${alias}_squares`,
  ];
}

/** NaN and infinities per slice of columns that hold some, from their unfiltered DOUBLE. (isnan(NULL) is NULL on DuckDB, FALSE on Spark.) */
export function nonFiniteSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  const counts = columns.flatMap(({ alias }) => [
    `count_if(isnan(${alias})) AS ${alias}_nans`,
    `count_if(${alias} IS NOT NULL AND NOT isnan(${alias}) AND NOT ${source.dialect.isFinite(alias)}) AS ${alias}_infinities`,
  ]);
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`);
  return `SELECT ${['slice', ...counts].join(', ')} FROM ${rowsOf(source, inner)} GROUP BY slice`;
}
