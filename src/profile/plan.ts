import type { Dialect } from '../warehouse/types.ts';
import { CATEGORY_LENGTH } from './expressions.ts';
import { fineCellSql } from './fine.ts';
import type { CategoricalGrid, NumericGrid } from './types.ts';

/** How many unseen categories a slice names. */
export const UNSEEN_NAMED = 10;

/** The rows of one profile and what tells the slices apart. */
export type Source = {
  dialect: Dialect;
  /** FROM-text. */
  fromSql: string;
  /** Boolean SQL over the columns. */
  where: string;
  /** BIGINT SQL, the number of the row's slice. */
  slice: string;
  /** Event time as seconds since 1970, or NULL text where there is no timestamp column. */
  seconds: string | null;
};

/** One column of a statement. Its alias stands for it in SQL, so that its name is quoted in one place only. */
export type NumericColumn = {
  name: string;
  alias: string;
  /** DOUBLE SQL; NULL where not finite once the column is known to hold such values. */
  sql: string;
  grid: NumericGrid;
  /** Boolean SQL or null. */
  invalid: string | null;
  isUnique: boolean;
};
export type CategoricalColumn = {
  name: string;
  alias: string;
  /** Text SQL. */
  sql: string;
  grid: CategoricalGrid;
  invalid: string | null;
  isUnique: boolean;
};

function rowsOf(source: Source, select: readonly string[]): string {
  return `(SELECT ${[`${source.slice} AS slice`, ...select].join(', ')} FROM ${source.fromSql} AS d WHERE ${source.where})`;
}

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
    ...(source.seconds === null ? [] : [`${source.seconds} AS seconds`]),
    ...[...numeric, ...categorical].flatMap((column) => [`${column.sql} AS ${column.alias}`, ...badColumn(column)]),
  ];
  const outer = [
    'slice',
    'count(*) AS row_count',
    ...(source.seconds === null ? [] : ['max(seconds) AS last_seconds']),
    ...numeric.flatMap((column) => [...numericSums(source.dialect, column), ...invalidSelect(column)]),
    ...categorical.flatMap((column) => [`count(${column.alias}) AS ${column.alias}_count`, ...invalidSelect(column)]),
  ];
  return `SELECT ${outer.join(', ')} FROM ${rowsOf(source, inner)} GROUP BY slice`;
}

function numericSums(dialect: Dialect, { alias, grid }: NumericColumn): string[] {
  const offset = `(${alias} - ${dialect.number(grid.center)})`;
  const sums = [
    `count(${alias}) AS ${alias}_count`,
    `min(${alias}) AS ${alias}_min`,
    `max(${alias}) AS ${alias}_max`,
    `sum${offset} AS ${alias}_sum`,
    `sum(${offset} * ${offset}) AS ${alias}_squares`,
  ];
  const first = grid.edges[0];
  const last = grid.edges.at(-1);
  if (first !== undefined && last !== undefined) {
    const low = dialect.number(first);
    const high = dialect.number(last);
    sums.push(`sum(CASE WHEN ${alias} < ${low} THEN ${low} - ${alias} END) AS ${alias}_below`);
    sums.push(`sum(CASE WHEN ${alias} > ${high} THEN ${alias} - ${high} END) AS ${alias}_above`);
  }
  if (grid.fences !== null) {
    const { low, high } = grid.fences;
    const isOutside = `${alias} < ${dialect.number(low)} OR ${alias} > ${dialect.number(high)}`;
    sums.push(`count_if(${isOutside}) AS ${alias}_outliers`);
  }
  return sums;
}

/** NaN and infinities per slice of the columns that hold some; `sql` of each column here is the unfiltered DOUBLE. */
export function nonFiniteSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  const counts = columns.flatMap(({ alias }) => [
    `count_if(isnan(${alias})) AS ${alias}_nans`,
    `count_if(NOT isnan(${alias}) AND NOT ${source.dialect.isFinite(alias)}) AS ${alias}_infinities`,
  ]);
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`);
  return `SELECT ${['slice', ...counts].join(', ')} FROM ${rowsOf(source, inner)} GROUP BY slice`;
}

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

/**
 * Rows (slice, cell, n) of the columns whose cells are found by arithmetic; `cell` as numberCells counts them. One
 * number for column and cell makes the keys integers, and one lookup serves all columns.
 */
export function cellsSql(source: Source, columns: readonly NumericColumn[]): string {
  const { starts } = numberCells(columns);
  const coarse = columns.flatMap(({ grid }, index) => coarseByFine(grid).map((cell) => cell + starts[index]!));
  return `SELECT slice, cell, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT slice, ${source.dialect.lookup(coarse, 'fine + 1')} AS cell, n FROM (${fineSql(source, columns)}) AS f
  ) AS c GROUP BY slice, cell`;
}

/** Coarse cell of the column `fine`. */
function lookupSql(dialect: Dialect, grid: NumericGrid): string {
  return dialect.lookup(coarseByFine(grid), 'fine + 1');
}

/** Coarse cell of each fine cell, 0 to count + 1. */
export function coarseByFine(grid: NumericGrid): number[] {
  const coarse: number[] = [];
  let cell = 0;
  for (let fine = 0; fine < grid.fine.count + 2; fine++) {
    while ((grid.fine.starts[cell + 1] ?? Number.POSITIVE_INFINITY) <= fine) cell++;
    coarse.push(cell);
  }
  return coarse;
}

/** Rows (slice, fine, n): the fine cells before they are put together, numbered as numberFineCells says. */
export function fineSql(source: Source, columns: readonly Pick<NumericColumn, 'alias' | 'sql' | 'grid'>[]): string {
  const { starts } = numberFineCells(columns);
  const aliases = columns.map(({ alias }) => alias).join(', ');
  const values = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  const cells = columns.map(
    ({ alias, grid }, index) => `${fineCellSql(source.dialect, grid.fine, alias, starts[index]!)} AS ${alias}`,
  );
  const long = `(SELECT slice, ${cells.join(', ')} FROM ${values} AS v) UNPIVOT (fine FOR k IN (${aliases}))`;
  return `SELECT slice, fine, count(*) AS n FROM ${long} GROUP BY slice, fine`;
}

/** Rows (slice, cell, n) of the columns whose values are the cells; `cell` as numberCells counts them. */
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
  const aliases = columns.map(({ alias }) => alias).join(', ');
  const inner = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  return `SELECT slice, k, v, count(*) AS n FROM ${inner} UNPIVOT (v FOR k IN (${aliases})) GROUP BY slice, k, v`;
}

/** As valuesSql for text: long texts cut to their beginning. */
export function categoryValuesSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  return `SELECT slice, k, substr(v, 1, ${CATEGORY_LENGTH}) AS v, sum(n) AS n FROM (${valuesSql(source, columns)}) AS r
    GROUP BY slice, k, substr(v, 1, ${CATEGORY_LENGTH})`;
}

/** Rows (slice, k, v, n): the grid's categories and the commonest unseen ones by name, all other together with v NULL. */
export function categoriesSql(source: Source, columns: readonly CategoricalColumn[]): string {
  const { dialect } = source;
  const known = columns.map(({ alias, grid }) => {
    const list = grid.values.map((value) => dialect.text(value));
    return `WHEN '${alias}' THEN ${list.length === 0 ? '0' : `CASE WHEN v IN (${list.join(', ')}) THEN 1 ELSE 0 END`}`;
  });
  const named = columns.filter(({ grid }) => grid.isComplete !== false).map(({ alias }) => `'${alias}'`);
  const isNamed = named.length === 0 ? 'FALSE' : `(k IN (${named.join(', ')}) AND place <= ${UNSEEN_NAMED})`;
  return `SELECT slice, k, CASE WHEN known = 1 OR ${isNamed} THEN v END AS v, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT slice, k, v, n, known, row_number() OVER (PARTITION BY slice, k, known ORDER BY n DESC, v) AS place FROM (
      SELECT slice, k, v, n, CASE k ${known.join(' ')} END AS known FROM (${categoryValuesSql(source, columns)}) AS a
    ) AS b
  ) AS c GROUP BY slice, k, CASE WHEN known = 1 OR ${isNamed} THEN v END`;
}

/** What statement 4 needs: text or DOUBLE SQL over the joined rows. */
export type JointSource = {
  source: Source;
  /** DOUBLE SQL of the score, NULL where not finite; null without a score. */
  score: { sql: string; grid: NumericGrid } | null;
  predicted: string;
  actual: string;
};

/** Rows (slice, cell, predicted, actual, n, score_sum) of a classifier. */
export function jointSql({ source, score, predicted, actual }: JointSource): string {
  const cell = score === null ? 'CAST(NULL AS INT)' : scoreCellSql(source.dialect, score.grid);
  const inner = [
    `${score?.sql ?? 'CAST(NULL AS DOUBLE)'} AS score`,
    `${predicted} AS predicted`,
    `${actual} AS actual`,
  ];
  const isDiscrete = score?.grid.isDiscrete === true;
  const key =
    score === null
      ? 'CAST(NULL AS INT)'
      : isDiscrete
        ? 'score'
        : fineCellSql(source.dialect, score.grid.fine, 'score', 0);
  return `SELECT slice, cell, predicted, actual, CAST(sum(n) AS BIGINT) AS n, sum(s) AS score_sum FROM (
    SELECT slice, CASE WHEN fine IS NOT NULL THEN ${cell} END AS cell, predicted, actual, n, s FROM (
      SELECT slice, ${key} AS fine, predicted, actual, count(*) AS n, sum(score) AS s
      FROM ${rowsOf(source, inner)} AS v GROUP BY slice, ${key}, predicted, actual
    ) AS f
  ) AS c GROUP BY slice, cell, predicted, actual`;
}

function scoreCellSql(dialect: Dialect, grid: NumericGrid): string {
  return grid.isDiscrete ? dialect.countAtMost(grid.edges, 'fine') : lookupSql(dialect, grid);
}

/** One row per slice with the sums of a regressor's errors; `predicted` and `actual` are DOUBLE SQL. */
export function errorsSql({ source, predicted, actual }: JointSource): string {
  const { dialect } = source;
  const isScored = `${dialect.isFinite('predicted')} AND ${dialect.isFinite('actual')}`;
  const error = `CASE WHEN ${isScored} THEN predicted - actual END`;
  const percentage = `CASE WHEN ${isScored} AND actual <> 0e0 THEN abs((predicted - actual) / nullif(actual, 0e0)) END`;
  const inner = rowsOf(source, [`${predicted} AS predicted`, `${actual} AS actual`]);
  const long = `SELECT slice, actual, ${error} AS error, ${percentage} AS percentage FROM ${inner} AS v`;
  return `SELECT slice, count(error) AS n, count_if(actual IS NULL) AS unlabelled, sum(error) AS error,
    sum(abs(error)) AS absolute_error, sum(error * error) AS squared_error, sum(percentage) AS percentage_error,
    count(percentage) AS percentage_count, sum(CASE WHEN error IS NOT NULL THEN actual END) AS actual,
    sum(CASE WHEN error IS NOT NULL THEN actual * actual END) AS actual_squares
    FROM (${long}) AS e GROUP BY slice`;
}
