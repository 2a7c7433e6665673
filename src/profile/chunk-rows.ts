import { AppError } from '../errors.ts';
import type { Dialect } from '../warehouse/types.ts';
import type { ExactSide } from './exact.ts';
import { rangeSql } from './range.ts';
import { closedSql } from './slices.ts';

/** Rows of one dataset in equal runs of `size` rows by event time (by their place without one); null: all are one chunk. */
export type ChunkedSide = ExactSide & { size: number | null };

/** Rows (chunk, ...expressions). */
export function chunkedSql(dialect: Dialect, side: ChunkedSide, expressions: readonly string[]): string {
  const { size } = side;
  if (size === null) {
    return `(SELECT ${['CAST(0 AS BIGINT) AS chunk', ...expressions].join(', ')} FROM ${side.dataset.fromSql} AS d WHERE ${whereSql(dialect, side)})`;
  }
  const chunk = `CAST(floor((mlmon_row - 1) / ${dialect.number(size)}) AS BIGINT) AS chunk`;
  return `(SELECT ${[chunk, ...expressions].join(', ')} FROM ${orderedSql(dialect, side)} AS o)`;
}

/** The rows with their number from 1 as `mlmon_row`, in time, rows of one time in an order that repeats. */
export function orderedSql(dialect: Dialect, side: ChunkedSide): string {
  const { timestampColumn, dataset } = side;
  const placed = `SELECT *, ${dialect.place(dataset.columns)} AS mlmon_place FROM ${dataset.fromSql} AS d WHERE ${whereSql(dialect, side)}`;
  if (timestampColumn === null) return `(SELECT *, mlmon_place AS mlmon_row FROM (${placed}) AS p)`;
  const order = `${dialect.ident(timestampColumn)} NULLS LAST, mlmon_place`;
  return `(SELECT *, row_number() OVER (ORDER BY ${order}) AS mlmon_row FROM (${placed}) AS p)`;
}

function whereSql(dialect: Dialect, { timestampColumn, range, where }: ChunkedSide): string {
  const inRange = rangeSql(dialect, timestampColumn, range);
  return where === undefined ? inRange : `${inRange} AND ${closedSql(where)}`;
}

/** @throws AppError where the order of the rows decides, and the engine keeps none or a join of the labels loses it. */
export function refuseUnordered(dialect: Dialect, { dataset, timestampColumn }: ExactSide, isJoined: boolean): void {
  if (timestampColumn !== null || (dialect.hasRowOrder && !isJoined)) return;
  const why = isJoined ? 'a join with the labels keeps none' : 'this warehouse keeps none';
  throw new AppError('invalid_input', `compat: nannyml needs timestamp_column on ${dataset.name}`, {
    hint: `NannyML cuts the reference into chunks by the order of its rows, and ${why}: name a timestamp_column that the reference has`,
  });
}
