import type { Value } from '../warehouse/types.ts';
import { toFinite } from './finite.ts';
import type { CategoricalColumn, NumericColumn } from './source.ts';
import type { CategoricalProfile, NumericProfile, Profile } from './types.ts';

/** Profiles while they are put together. */
export type NumericDraft = { -readonly [K in keyof NumericProfile]: NumericProfile[K] } & { cells: number[] };
export type CategoricalDraft = { -readonly [K in keyof CategoricalProfile]: CategoricalProfile[K] } & {
  counts: number[];
  unseen: { value: string; count: number }[];
};
export type Draft = Omit<Profile, 'columns'> & { columns: Record<string, NumericDraft | CategoricalDraft> };

export function toCount(value: Value | undefined): number {
  return Number(value ?? 0);
}

/** Of all slices. */
export function countRows(drafts: ReadonlyMap<number, Draft>): number {
  return [...drafts.values()].reduce((sum, { rows }) => sum + rows, 0);
}

/** The draft of one slice from its row of sums; cells and categories are empty yet. */
export function draftOf(
  record: Record<string, Value>,
  numeric: readonly NumericColumn[],
  categorical: readonly CategoricalColumn[],
): Draft {
  const rows = toCount(record.row_count);
  // A column may be called __proto__, which an assignment would take for something else.
  const columns = Object.fromEntries<NumericDraft | CategoricalDraft>([
    ...numeric.map((column) => [column.name, numericDraft(record, column, rows)] as const),
    ...categorical.map((column) => [column.name, categoricalDraft(record, column, rows)] as const),
  ]);
  const toInstant = (seconds: Value | undefined) =>
    seconds === null || seconds === undefined ? null : Number(seconds) * 1000;
  const firstEventAt = toInstant(record.first_seconds);
  const draft = { rows, columns, joint: null, errors: null, lastEventAt: toInstant(record.last_seconds) };
  return firstEventAt === null ? draft : { ...draft, firstEventAt };
}

function invalidCount(record: Record<string, Value>, alias: string, rows: number): number {
  return Math.min(rows, toCount(record[`${alias}_invalid`]) + toCount(record[`${alias}_duplicates`]));
}

export function numericDraft(
  record: Record<string, Value>,
  { alias, grid, extremes, sums }: NumericColumn,
  rows: number,
): NumericDraft {
  const squares = sums?.squares ?? record[`${alias}_squares`];
  return {
    kind: 'numeric',
    rows,
    nulls: rows - toCount(sums?.count ?? record[`${alias}_count`]),
    nans: 0,
    infinities: 0,
    min: extremes?.min ?? asNumber(record[`${alias}_min`]),
    max: extremes?.max ?? asNumber(record[`${alias}_max`]),
    sum: Number(sums?.sum ?? record[`${alias}_sum`] ?? 0),
    sumSquares: Number.isFinite(Number(squares ?? 0)) ? Number(squares ?? 0) : null,
    belowSum: toFinite(record[`${alias}_below`]),
    aboveSum: toFinite(record[`${alias}_above`]),
    cells: new Array<number>(grid.edges.length + 1).fill(0),
    outliers: toCount(record[`${alias}_outliers`]),
    invalid: invalidCount(record, alias, rows),
  };
}

function asNumber(value: Value | undefined): number | null {
  // `+ 0` turns -0 into 0, which JSON could not keep apart anyway.
  return typeof value === 'number' ? value + 0 : null;
}

function categoricalDraft(
  record: Record<string, Value>,
  { alias, grid }: CategoricalColumn,
  rows: number,
): CategoricalDraft {
  return {
    kind: 'categorical',
    rows,
    nulls: rows - toCount(record[`${alias}_count`]),
    invalid: invalidCount(record, alias, rows),
    counts: new Array<number>(grid.values.length).fill(0),
    other: 0,
    unseen: [],
  };
}
