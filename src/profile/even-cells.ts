import type { Dialect } from '../warehouse/types.ts';

/**
 * `count` equal cells between two values, both included: cell i is [edge i, edge i + 1), the last one is closed.
 * The edges are those of numpy.linspace(low, high, count + 1), to the last digit.
 */
export type EvenCells = { low: number; high: number; count: number };

/** Rows of one part of a column by even cells. The sums are of the distances to the cells, in the column's unit. */
export type EvenRows = {
  /** All values, those outside included. */
  rows: number;
  below: number;
  above: number;
  belowSum: number;
  aboveSum: number;
  cells: readonly number[];
};

/** Are the cells so wide that rounding moves no value by more than one of them? */
export function areCellsApart({ low, high, count }: EvenCells): boolean {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const step = (high - low) / count;
  if (count === 1) return low < high;
  return Number.isFinite(high - low) && step > 2 * 2 ** (Math.floor(Math.log2(largest)) - 52);
}

/** The i-th edge, from 0 to count. */
export function edgeOf({ low, high, count }: EvenCells, i: number): number {
  return i === count ? high : i * ((high - low) / count) + low;
}

/** BIGINT SQL for the cell of `x`, a DOUBLE: -1 below the first edge, `count` above the last, NULL where x is NULL. */
export function evenCellSql(dialect: Dialect, range: EvenCells, x: string): string {
  const { low, high, count } = range;
  const [from, to, step] = [low, high, (high - low) / count].map((value) => dialect.number(value));
  const [below, above] = [`WHEN ${x} < ${from} THEN -1`, `WHEN ${x} > ${to} THEN ${count}`];
  if (count === 1) return `CAST(CASE ${below} ${above} WHEN ${x} IS NOT NULL THEN 0 END AS BIGINT)`;
  // The quotient may fall one cell off where a value stands on an edge: the edges themselves decide.
  const guess = `least(floor((${x} - ${from}) / ${step}), ${dialect.number(count - 1)})`;
  const edge = (shift: string) => `((${guess}${shift}) * ${step} + ${from})`;
  const moved = `CASE WHEN ${x} < ${edge('')} THEN -1e0 WHEN ${guess} < ${dialect.number(count - 1)} AND ${x} >= ${edge(' + 1e0')} THEN 1e0 ELSE 0e0 END`;
  return `CAST(CASE ${below} ${above} WHEN ${x} IS NOT NULL THEN ${guess} + ${moved} END AS BIGINT)`;
}
