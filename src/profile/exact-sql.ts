import type { Dataset, Dialect } from '../warehouse/types.ts';
import { CATEGORY_LENGTH, numberSql, textSql, typeOfColumn } from './expressions.ts';
import { withoutJoin } from './join.ts';
import { rangeSql } from './range.ts';
import { numberSegmentsSql } from './segments.ts';
import { closedSql } from './slices.ts';
import type { Segment, TimeRange } from './types.ts';

/** Some rows of one dataset. */
export type ExactSide = {
  dataset: Dataset;
  timestampColumn: string | null;
  range: TimeRange;
  where?: string | undefined;
};
/** Both sides of a comparison; with `segments`, which share no row, each of them by itself. */
export type Compared = {
  dialect: Dialect;
  reference: ExactSide;
  current: ExactSide;
  segments: readonly Segment[] | null;
};

/** Rows (part, x, a, b): how often each finite value occurs on either side. Adding 0 makes one value of -0 and 0. */
export function numberCountsSql(sides: Compared, column: string): string {
  const [a, b] = [numbersOf(sides, sides.reference, column), numbersOf(sides, sides.current, column)];
  return `SELECT part, x, CAST(sum(is_a) AS DOUBLE) AS a, CAST(sum(is_b) AS DOUBLE) AS b FROM (
    SELECT part, x + 0e0 AS x, 1 AS is_a, 0 AS is_b FROM ${a} AS r UNION ALL SELECT part, x + 0e0, 0, 1 FROM ${b} AS c
  ) AS both_sides GROUP BY part, x`;
}

/** One row (part, ks, wasserstein, deviation, a, b, distinct_values) a part. Both forms give the same. */
export function distanceSql(sides: Compared, column: string): string {
  const grouped = numberCountsSql(sides, column);
  return sides.dialect.sharesSubqueries ? joinedSql(grouped, sides.segments !== null) : windowedSql(grouped);
}

/** From the values of numberCountsSql, which every part reads anew: for engines that keep them. */
function joinedSql(grouped: string, isParted: boolean): string {
  const ordered = `${isParted ? 'PARTITION BY part ' : ''}ORDER BY x`;
  // Grouping first keeps the sort as small as the number of distinct values.
  return `WITH grouped AS (
    ${grouped}
  ), origin AS (SELECT part, min(CASE WHEN a > 0e0 THEN x END) AS base FROM grouped GROUP BY part), totals AS (
    SELECT g.part AS part, count(*) AS distinct_values, sum(g.a) AS na, sum(g.b) AS nb,
      sum(g.a * (g.x - o.base)) / nullif(sum(g.a), 0e0) AS mean
    FROM grouped AS g JOIN origin AS o ON g.part = o.part GROUP BY g.part
  ), spread AS (
    SELECT g.part AS part, sum(g.a * (g.x - o.base - t.mean) * (g.x - o.base - t.mean)) AS squares
    FROM grouped AS g JOIN origin AS o ON g.part = o.part JOIN totals AS t ON g.part = t.part GROUP BY g.part
  ), running AS (
    SELECT part, sum(a) OVER (${ordered} ROWS UNBOUNDED PRECEDING) AS fa,
      sum(b) OVER (${ordered} ROWS UNBOUNDED PRECEDING) AS fb, lead(x) OVER (${ordered}) - x AS dx FROM grouped
  ), gaps AS (
    SELECT r.part AS part, abs(r.fa / nullif(t.na, 0e0) - r.fb / nullif(t.nb, 0e0)) AS gap, r.dx
    FROM running AS r JOIN totals AS t ON r.part = t.part
  ), summed AS (SELECT part, max(gap) AS ks, sum(gap * dx) AS wasserstein FROM gaps GROUP BY part)
  SELECT s.part AS part, s.ks AS ks, s.wasserstein AS wasserstein, sqrt(p.squares / nullif(t.na, 0e0)) AS deviation,
    t.na AS a, t.nb AS b, t.distinct_values AS distinct_values
  FROM summed AS s JOIN totals AS t ON s.part = t.part JOIN spread AS p ON s.part = p.part`;
}

/** From one reading of the same: windows of the same order share one sort. */
function windowedSql(grouped: string): string {
  const ofPart = 'OVER (PARTITION BY part)';
  const inOrder = 'OVER (PARTITION BY part ORDER BY x';
  return `SELECT part, max(gap) AS ks, sum(gap * dx) AS wasserstein,
    sqrt(sum(a * (x - base - mean) * (x - base - mean)) / nullif(na, 0e0)) AS deviation,
    na AS a, nb AS b, count(*) AS distinct_values
  FROM (
    SELECT part, x, a, na, nb, base, dx, abs(fa / nullif(na, 0e0) - fb / nullif(nb, 0e0)) AS gap,
      sum(a * (x - base)) ${ofPart} / nullif(na, 0e0) AS mean
    FROM (
      SELECT part, x, a, sum(a) ${ofPart} AS na, sum(b) ${ofPart} AS nb,
        min(CASE WHEN a > 0e0 THEN x END) ${ofPart} AS base,
        sum(a) ${inOrder} ROWS UNBOUNDED PRECEDING) AS fa, sum(b) ${inOrder} ROWS UNBOUNDED PRECEDING) AS fb,
        lead(x) ${inOrder}) - x AS dx
      FROM (${grouped}) AS g
    ) AS w
  ) AS v GROUP BY part, na, nb`;
}

/** Rows (part, x) of the finite values of one side. */
function numbersOf({ dialect, segments }: Compared, side: ExactSide, column: string): string {
  const x = numberSql(dialect, dialect.ident(column), typeOfColumn(side.dataset, column));
  return `(SELECT part, x FROM (${rowsOf({ dialect, segments }, side, column, x)}) AS v WHERE part IS NOT NULL AND ${dialect.isFinite('x')})`;
}

/** Rows (part, a, b, n): so many categories of a part occur a and b times on the two sides. */
export function categoryCountsSql(sides: Compared, column: string): string {
  const textsOf = (side: ExactSide): string => {
    const text = textSql(sides.dialect.ident(column), typeOfColumn(side.dataset, column));
    const rows = rowsOf(sides, side, column, `substr(${text}, 1, ${CATEGORY_LENGTH})`);
    return `(SELECT part, x FROM (${rows}) AS v WHERE part IS NOT NULL AND x IS NOT NULL)`;
  };
  return `SELECT part, a, b, count(*) AS n FROM (
    SELECT part, x, CAST(sum(is_a) AS DOUBLE) AS a, CAST(sum(is_b) AS DOUBLE) AS b FROM (
      SELECT part, x, 1 AS is_a, 0 AS is_b FROM ${textsOf(sides.reference)} AS r
      UNION ALL SELECT part, x, 0, 1 FROM ${textsOf(sides.current)} AS c
    ) AS both_sides GROUP BY part, x
  ) AS grouped GROUP BY part, a, b ORDER BY part, a, b`;
}

/** Rows (part, x): an expression of one side; part NULL outside of all segments. */
function rowsOf(
  { dialect, segments }: Pick<Compared, 'dialect' | 'segments'>,
  side: ExactSide,
  column: string,
  x: string,
): string {
  const keys = (segments ?? []).flatMap(({ terms }) => terms.map((term) => term.column));
  const dataset = withoutJoin(side.dataset, [column, ...keys]);
  const part = segments === null ? '0' : numberSegmentsSql(dialect, dataset, segments);
  const conditions = [rangeSql(dialect, side.timestampColumn, side.range)];
  if (side.where !== undefined) conditions.push(closedSql(side.where));
  return `SELECT ${part} AS part, ${x} AS x FROM ${dataset.fromSql} AS d WHERE ${conditions.join(' AND ')}`;
}
