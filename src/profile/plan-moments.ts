import type { Dialect } from '../warehouse/types.ts';
import { groupByRoom } from './groups.ts';
import { besideSql, groupReads } from './plan-extremes.ts';
import { tailSums } from './plan-tails.ts';
import { type CategoricalColumn, type NumericColumn, rowsOf, type Source } from './source.ts';

function invalidSelect(column: NumericColumn | CategoricalColumn): string[] {
  const parts: string[] = [];
  if (column.invalid !== null) parts.push(`count_if(${column.alias}_bad) AS ${column.alias}_invalid`);
  const own = `${column.alias}_own`;
  if (column.unique !== null) parts.push(`count(${own}) - count(DISTINCT ${own}) AS ${column.alias}_duplicates`);
  return parts;
}

function ruledColumns({ alias, invalid, unique }: NumericColumn | CategoricalColumn): string[] {
  return [
    ...(invalid === null ? [] : [`${invalid} AS ${alias}_bad`]),
    ...(unique === null ? [] : [`${unique} AS ${alias}_own`]),
  ];
}

/** As momentsSql, in as many statements as the engine wants: the rows of a slice in each hold the sums of some columns. */
export function momentsInParts(
  source: Source,
  numeric: readonly NumericColumn[],
  categorical: readonly CategoricalColumn[],
): string[] {
  const parts = groupByRoom(
    [...numeric, ...categorical],
    source.dialect.mostAggregates,
    (column) => columnSums(source, column).length,
  );
  return (parts.length === 0 ? [[]] : parts).map((columns) => momentsSql(source, columns));
}

/** Rows, latest event and the plain sums of every column per slice, without grouping but by slice. */
function momentsSql(source: Source, columns: readonly (NumericColumn | CategoricalColumn)[]): string {
  const [first = [], ...others] = groupReads(source, columns);
  const ofRows = [
    source.isOneSlice ? `${source.slice} AS slice` : 'slice',
    'count(*) AS row_count',
    ...(source.eventAt === null ? [] : eventTimesSql(source.dialect)),
  ];
  const eventAt = source.eventAt === null ? [] : [`${source.eventAt} AS event_at`];
  const grouped = source.isOneSlice ? 'HAVING count(*) > 0' : 'GROUP BY slice';
  const sums = others.flatMap((columns) => {
    const aggregates = columns.flatMap((column) => columnSums(source, column));
    return aggregates.length === 0 ? [] : [sumsSql(source, columns, [], aggregates)];
  });
  const aggregates = [...ofRows, ...first.flatMap((column) => columnSums(source, column))];
  return besideSql([`${sumsSql(source, first, eventAt, aggregates)} ${grouped}`, ...sums]);
}

/** Of the column itself: files keep its extremes, but not those of an expression. */
function eventTimesSql(dialect: Dialect): string[] {
  return [
    `${dialect.epochSeconds('min(event_at)')} AS first_seconds`,
    `${dialect.epochSeconds('max(event_at)')} AS last_seconds`,
  ];
}

function sumsSql(
  source: Source,
  columns: readonly (NumericColumn | CategoricalColumn)[],
  others: readonly string[],
  aggregates: readonly string[],
): string {
  const read = columns.flatMap((column) => [`${column.sql} AS ${column.alias}`, ...ruledColumns(column)]);
  return `SELECT ${aggregates.join(', ')} FROM ${rowsOf(source, [...others, ...read])}`;
}

function columnSums(source: Source, column: NumericColumn | CategoricalColumn): string[] {
  if (!('sums' in column)) return [`count(${column.alias}) AS ${column.alias}_count`, ...invalidSelect(column)];
  return [
    ...numericSums(source.dialect, column),
    ...(source.isColumnar ? [] : tailSums(source.dialect, column)),
    ...invalidSelect(column),
  ];
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
