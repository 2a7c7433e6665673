import type { Dialect, Stretch } from '../warehouse/types.ts';
import { branchRows, groupBySlice } from './branches.ts';
import { fineCellSql, partSql, plainCellSql } from './fine.ts';
import { groupsOf } from './groups.ts';
import { type NumericColumn, rowsOf, type Source } from './source.ts';
import type { NumericGrid } from './types.ts';

/** Where each column's numbers begin when the cells of all columns are numbered in one row. */
export class CellNumbers {
  readonly starts: readonly number[];

  constructor(lengths: readonly number[]) {
    const starts = [0];
    for (const length of lengths) starts.push(starts.at(-1)! + length);
    this.starts = starts;
  }

  /** Which column (by its place) and which of its cells a number means. */
  locate(number: number): { column: number; cell: number } {
    let column = 0;
    while (this.starts[column + 1]! <= number) column++;
    return { column, cell: number - this.starts[column]! };
  }
}

/** Numbers of the fine cells of several columns. */
export function numberFineCells(columns: readonly { grid: NumericGrid }[]): CellNumbers {
  return new CellNumbers(columns.map(({ grid }) => grid.fine.count + 2));
}

/** Numbers of the coarse cells of several columns. */
export function numberCells(columns: readonly { grid: NumericGrid }[]): CellNumbers {
  return new CellNumbers(columns.map(({ grid }) => grid.edges.length + 1));
}

/** Are cells found by arithmetic, and not by comparing with every edge? */
export function isArithmetic({ fine }: NumericGrid): boolean {
  return fine.count > 0;
}

/**
 * Rows (slice, cell, n) of the columns whose cells are found by arithmetic; `cell` as numberCells counts them. One
 * number for column and cell makes the keys integers, and one lookup serves all columns.
 */
export function cellsSql(source: Source, columns: readonly NumericColumn[]): string {
  const { starts } = numberCells(columns);
  const coarse = columns.flatMap(({ grid }, index) => coarseByFine(grid, starts[index]!));
  return `SELECT slice, cell, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT slice, ${source.dialect.lookup(coarse, 'fine + 1')} AS cell, n FROM (${fineSql(source, columns)}) AS f
  ) AS c GROUP BY slice, cell`;
}

/** Coarse cell of the column `fine`. */
export function lookupSql(dialect: Dialect, grid: NumericGrid): string {
  return dialect.lookup(coarseByFine(grid, 0), 'fine + 1');
}

/** Coarse cell, plus `first`, of each fine cell, 0 to count + 1. */
function coarseByFine({ fine: { starts, count } }: NumericGrid, first: number): Stretch[] {
  return starts.map((start, cell) => ({ value: first + cell, length: (starts[cell + 1] ?? count + 2) - start }));
}

/** A column whose fine cells are counted; `extremes` of its finite values, where they are known. */
export type FineColumn = Pick<NumericColumn, 'alias' | 'sql' | 'grid' | 'extremes'>;

/**
 * Rows (slice, fine, n): the fine cells before they are put together, numbered as numberFineCells says. A cell may come
 * in parts; `fine` may be NULL, for a condition that leaves NULL out would be asked of every row.
 */
export function fineSql(source: Source, columns: readonly FineColumn[]): string {
  const { starts } = numberFineCells(columns);
  if (source.isColumnar) {
    return columns.map((column, index) => fineBranchSql(source, column, starts[index]!)).join(' UNION ALL ');
  }
  const aliases = columns.map(({ alias }) => alias).join(', ');
  const values = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  // An engine may work out an expression as often as a CASE mentions it; a column is worked out once.
  const parts = columns.flatMap(({ alias, grid }) => {
    const part = partSql(source.dialect, grid.fine, alias);
    return part === null ? [] : [`${part} AS ${alias}_part`];
  });
  const rows = parts.length === 0 ? values : `(SELECT *, ${parts.join(', ')} FROM ${values} AS u)`;
  const cells = columns.map(({ alias, grid }, index) => {
    return `${fineCellSql(source.dialect, grid.fine, alias, starts[index]!, `${alias}_part`)} AS ${alias}`;
  });
  const long = `(SELECT slice, ${cells.join(', ')} FROM ${rows} AS v) UNPIVOT (fine FOR k IN (${aliases}))`;
  const { slice, groupBy } = groupBySlice(source, ['fine']);
  return `SELECT ${slice} AS slice, fine, count(*) AS n FROM ${long} ${groupBy}`;
}

/** The same of one column; `first` is the number of its first cell. */
function fineBranchSql(source: Source, { sql, grid: { fine }, extremes }: FineColumn, first: number): string {
  const { dialect } = source;
  const plain = extremes === null ? null : plainCellSql(dialect, fine, 'v', extremes);
  const rows = `(SELECT slice, ${plain ?? fineCellSql(dialect, fine, 'v', first)} AS place FROM ${branchRows(source, { sql })} AS r)`;
  const { slice, groupBy } = groupBySlice(source, ['place']);
  const counted = `SELECT ${slice} AS slice, place, count(*) AS n FROM ${rows} AS p ${groupBy}`;
  const ends = `least(greatest(CAST(place AS INT), -1), ${fine.count})`;
  // greatest(NULL, -1) is -1.
  const cell = plain === null ? 'place' : `CASE WHEN place IS NOT NULL THEN ${first + 1} + ${ends} END`;
  return `SELECT slice, ${cell} AS fine, n FROM (${counted}) AS g`;
}

/** The same of the columns whose values are compared with the edges. */
export function discreteSql(source: Source, columns: readonly NumericColumn[]): string {
  const { starts } = numberCells(columns);
  const branches = columns.map(
    ({ alias, grid }, index) =>
      `WHEN '${alias}' THEN ${starts[index]!} + ${source.dialect.countAtMost(grid.edges, 'v')}`,
  );
  return `SELECT slice, cell, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT slice, CASE k ${branches.join(' ')} END AS cell, n FROM (${valuesSql(source, columns)}) AS f
  ) AS c GROUP BY slice, cell`;
}

/** Rows (slice, k, v, n): how often each value of each column occurs; NULL is left out. */
export function valuesSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  if (source.isColumnar) {
    const parts = groupsOf(columns, MOST_COUNTED).map((some) => countedSql(source, some));
    return `SELECT slice, k, v, n FROM (${parts.join(' UNION ALL ')}) AS b WHERE v IS NOT NULL`;
  }
  const aliases = columns.map(({ alias }) => alias).join(', ');
  const inner = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  return `SELECT slice, k, v, count(*) AS n FROM ${inner} UNPIVOT (v FOR k IN (${aliases})) GROUP BY slice, k, v`;
}

/** Columns whose values one scan counts, in a table each. */
const MOST_COUNTED = 16;

/** As valuesSql, with a row for NULL. Each grouping has the value of one column; those of the others are NULL in it. */
function countedSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  const aliases = columns.map(({ alias }) => alias);
  const rows = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  const slice = source.isOneSlice ? source.slice : 'slice';
  const sets = aliases.map((alias) => (source.isOneSlice ? `(${alias})` : `(slice, ${alias})`));
  const names = aliases.map((alias) => `WHEN grouping(${alias}) THEN '${alias}'`);
  return `SELECT ${slice} AS slice, CASE 0 ${names.join(' ')} END AS k, coalesce(${aliases.join(', ')}) AS v, count(*) AS n
    FROM ${rows} AS r GROUP BY GROUPING SETS (${sets.join(', ')})`;
}
