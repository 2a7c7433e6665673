import { CATEGORY_LENGTH } from './expressions.ts';
import { packSql } from './pack.ts';
import { valuesSql } from './plan-cells.ts';
import type { CategoricalColumn, Source } from './source.ts';

/** How many unseen categories a slice names. */
export const UNSEEN_NAMED = 10;

/** As valuesSql for text: long texts cut to their beginning. */
export function categoryValuesSql(source: Source, columns: readonly { alias: string; sql: string }[]): string {
  return `SELECT slice, k, substr(v, 1, ${CATEGORY_LENGTH}) AS v, sum(n) AS n FROM (${valuesSql(source, columns)}) AS r
    GROUP BY slice, k, substr(v, 1, ${CATEGORY_LENGTH})`;
}

/**
 * Rows (slice, k, v, packed): with v NULL the counts by place in the grid (from 1; 0: all other values), and the commonest
 * unseen values by name, each a row of place 0.
 */
export function categoriesSql(source: Source, columns: readonly CategoricalColumn[]): string {
  const { dialect } = source;
  const placeOf = ({ grid }: CategoricalColumn): string => dialect.placeOf(grid.values, 'v');
  const restOf = ({ grid }: CategoricalColumn): string => `${dialect.placeOf(grid.rest ?? [], 'v')} > 0`;
  const places = columns.map((column) => `WHEN '${column.alias}' THEN ${placeOf(column)}`);
  const rests = columns
    .filter(({ grid }) => (grid.rest ?? []).length > 0)
    .map((column) => `WHEN '${column.alias}' THEN ${restOf(column)}`);
  const isRest = rests.length === 0 ? 'FALSE' : `CASE k ${rests.join(' ')} ELSE FALSE END`;
  const named = columns.filter(({ grid }) => grid.isComplete !== false).map(({ alias }) => `'${alias}'`);
  const isNamed =
    named.length === 0 ? 'FALSE' : `(place = 0 AND NOT rest AND k IN (${named.join(', ')}) AND nth <= ${UNSEEN_NAMED})`;
  const name = `CASE WHEN ${isNamed} THEN v END`;
  const counts = `SELECT slice, k, ${name} AS v, place, CAST(sum(n) AS BIGINT) AS n FROM (
    SELECT slice, k, v, n, place, rest, row_number() OVER (PARTITION BY slice, k, place > 0, rest ORDER BY n DESC, v) AS nth FROM (
      SELECT slice, k, v, n, CASE k ${places.join(' ')} END AS place, ${isRest} AS rest FROM (${categoryValuesSql(source, columns)}) AS a
    ) AS b
  ) AS c GROUP BY slice, k, ${name}, place`;
  return packSql(dialect, counts, { keys: 'slice, k, v', number: 'place' });
}
