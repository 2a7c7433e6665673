import { CATEGORY_LENGTH } from './expressions.ts';
import { valuesSql } from './plan-cells.ts';
import type { CategoricalColumn, Source } from './source.ts';

/** How many unseen categories a slice names. */
const UNSEEN_NAMED = 10;

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
