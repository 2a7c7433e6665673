import type { Dialect } from '../warehouse/types.ts';
import { fineCellSql } from './fine.ts';
import { packSql } from './pack.ts';
import { isArithmetic, lookupSql } from './plan-cells.ts';
import { rowsOf, type Source } from './source.ts';
import type { NumericGrid } from './types.ts';

/** What statement 4 needs: text or DOUBLE SQL over the joined rows. */
export type JointSource = {
  source: Source;
  /** DOUBLE SQL of the score, NULL where not finite; null without a score. */
  score: { sql: string; grid: NumericGrid } | null;
  predicted: string;
  actual: string;
  /** INT SQL: 1 where the label's key has several that differ; null where none can. */
  disputed: string | null;
  /** INT SQL: 1 where the scores of all classes are no shares of 1; only where there is one for each. */
  improper?: string;
  /** Grid of a regressor's predictions where its errors are wanted by cell; null: in all. */
  errorGrid: NumericGrid | null;
};

/** What stands for the cell of a row without a score. */
export const NO_SCORE = -1;

/**
 * Rows (slice, predicted, actual, packed) of a classifier: by score cell its count and the sum of its scores; beside them
 * disputed and improper, where rows can be that. A row for each cell would be more than a statement may give: a month of hours with 256 cells has
 * half a million.
 */
export function jointSql({ source, score, predicted, actual, disputed, improper }: JointSource): string {
  const cell = score === null ? 'CAST(NULL AS INT)' : scoreCellSql(source.dialect, score.grid);
  const inner = [
    `${score?.sql ?? 'CAST(NULL AS DOUBLE)'} AS score`,
    `${predicted} AS predicted`,
    `${actual} AS actual`,
    ...(disputed === null ? [] : [`${disputed} AS disputed`]),
    ...(improper === undefined ? [] : [`${improper} AS improper`]),
  ];
  const marks = [...(disputed === null ? [] : ['disputed']), ...(improper === undefined ? [] : ['improper'])];
  const carry = (write: (mark: string) => string): string => marks.map((mark) => `, ${write(mark)}`).join('');
  const key =
    score === null
      ? 'CAST(NULL AS INT)'
      : isArithmetic(score.grid)
        ? fineCellSql(source.dialect, score.grid.fine, 'score', 0)
        : 'score';
  const counts = `SELECT slice, cell, predicted, actual, CAST(sum(n) AS BIGINT) AS n, sum(s) AS score_sum${carry(sumMark)} FROM (
    SELECT slice, CASE WHEN fine IS NOT NULL THEN ${cell} END AS cell, predicted, actual, n, s${carry((mark) => mark)} FROM (
      SELECT slice, ${key} AS fine, predicted, actual, count(*) AS n, sum(score) AS s${carry(sumMark)}
      FROM ${rowsOf(source, inner)} AS v GROUP BY slice, ${key}, predicted, actual
    ) AS f
  ) AS c GROUP BY slice, cell, predicted, actual`;
  return packSql(source.dialect, counts, {
    keys: 'slice, predicted, actual',
    number: `coalesce(cell, ${NO_SCORE})`,
    sum: 'coalesce(score_sum, 0e0)',
    also: marks.map((mark) => `CAST(sum(${mark}) AS BIGINT) AS ${mark}`),
  });
}

function sumMark(mark: string): string {
  return `sum(${mark}) AS ${mark}`;
}

function scoreCellSql(dialect: Dialect, grid: NumericGrid): string {
  return isArithmetic(grid) ? lookupSql(dialect, grid) : dialect.countAtMost(grid.edges, 'fine');
}

/** A variance of larger labels may not fit a double, which DuckDB takes for an error. */
const LARGEST_SPREAD = '1e140';
const SPREAD = `CASE WHEN count_if(error IS NOT NULL AND abs(actual) > ${LARGEST_SPREAD}) = 0
      THEN var_pop(CASE WHEN error IS NOT NULL AND abs(actual) <= ${LARGEST_SPREAD} THEN actual END) * count(error) END`;

/** One row per slice (and cell, where there is a grid) with the sums of a regressor's errors; `predicted` and `actual` are DOUBLE SQL. */
export function errorsSql({ source, predicted, actual, errorGrid, disputed }: JointSource): string {
  const { dialect } = source;
  const isLabelled = dialect.isFinite('actual');
  const isScored = `${dialect.isFinite('predicted')} AND ${isLabelled}`;
  const error = `CASE WHEN ${isScored} THEN predicted - actual END`;
  const percentage = `CASE WHEN ${isScored} AND actual <> 0e0 THEN abs((predicted - actual) / nullif(actual, 0e0)) END`;
  const guess = `CASE WHEN ${dialect.isFinite(predicted)} THEN ${predicted} END`;
  const withGuess = errorGrid === null ? [] : [`${guess} AS guess`];
  const withDispute = disputed === null ? [] : [`${disputed} AS disputed`];
  const inner = rowsOf(source, [`${predicted} AS predicted`, `${actual} AS actual`, ...withGuess, ...withDispute]);
  const carry = disputed === null ? '' : ', disputed';
  const place = errorGrid === null ? '' : `, ${placeSql(dialect, errorGrid)} AS fine`;
  const long = `SELECT slice, CASE WHEN ${isLabelled} THEN actual END AS actual, ${error} AS error, ${percentage} AS percentage${place}${carry} FROM ${inner} AS v`;
  const celled =
    errorGrid === null
      ? long
      : `SELECT slice, actual, error, percentage${carry}, CASE WHEN fine IS NOT NULL THEN ${scoreCellSql(dialect, errorGrid)} END AS cell FROM (${long}) AS w`;
  const keys = errorGrid === null ? 'slice' : 'slice, cell';
  return `SELECT ${keys}, count(error) AS n, count(*) AS all_rows, count_if(actual IS NULL) AS unlabelled, sum(error) AS error,
    sum(abs(error)) AS absolute_error, sum(error * error) AS squared_error, sum(percentage) AS percentage_error,
    count(percentage) AS percentage_count, sum(CASE WHEN error IS NOT NULL THEN actual END) AS actual,
    ${SPREAD} AS actual_spread${disputed === null ? '' : ', count_if(disputed = 1 AND error IS NOT NULL) AS disputed'}
    FROM (${celled}) AS e GROUP BY ${keys}`;
}

/** What a cell is found by: the value itself, or its fine cell. */
function placeSql(dialect: Dialect, grid: NumericGrid): string {
  return isArithmetic(grid) ? fineCellSql(dialect, grid.fine, 'guess', 0) : 'guess';
}
