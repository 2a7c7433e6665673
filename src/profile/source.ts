import type { Dialect } from '../warehouse/types.ts';
import type { CategoricalGrid, NumericGrid } from './types.ts';

/** BIGINT SQL of a slice that all rows are in. */
export function oneSlice(number: number): string {
  return `CAST(${number} AS BIGINT)`;
}

/** The rows of one profile and what tells the slices apart. */
export type Source = {
  dialect: Dialect;
  /** FROM-text. */
  fromSql: string;
  /** Boolean SQL over the columns. */
  where: string;
  /** BIGINT SQL, the number of the row's slice. */
  slice: string;
  /** Are all rows in one slice, so that `slice` is a constant? */
  isOneSlice: boolean;
  /** Event time as seconds since 1970, or NULL text where there is no timestamp column. */
  seconds: string | null;
  /** The column of event time itself, quoted; null where there is none. */
  eventAt: string | null;
  /** As of a Dataset: is it cheaper to read each column in a SELECT of its own than all in one? */
  isColumnar: boolean;
  /** As of a Dataset. */
  rowKey: string | null;
};

/** One column of a statement. Its alias stands for it in SQL, so that its name is quoted in one place only. */
export type NumericColumn = {
  name: string;
  alias: string;
  /** DOUBLE SQL; NULL where not finite once the column is known to hold such values. */
  sql: string;
  grid: NumericGrid;
  /** Of the finite values, where they are known already. */
  extremes: { min: number; max: number } | null;
  /** The same: count, and sums about the grid's center. */
  sums: { count: number; sum: number; squares: number } | null;
  /** Boolean SQL or null. */
  invalid: string | null;
  /** SQL of the values that may not occur twice, before they become DOUBLE, in which large whole numbers fall together; or null. */
  unique: string | null;
};
export type CategoricalColumn = {
  name: string;
  alias: string;
  /** Text SQL. */
  sql: string;
  grid: CategoricalGrid;
  invalid: string | null;
  unique: string | null;
};

/** The source's rows with the number of their slice and the wanted expressions. */
export function rowsOf(source: Source, select: readonly string[]): string {
  return `(SELECT ${[`${source.slice} AS slice`, ...select].join(', ')} FROM ${source.fromSql} AS d WHERE ${source.where})`;
}
