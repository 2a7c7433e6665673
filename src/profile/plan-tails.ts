import type { Dialect } from '../warehouse/types.ts';
import { branchRows, groupBySlice } from './branches.ts';
import type { NumericColumn, Source } from './source.ts';

/**
 * One end of a column: the edge beyond which distances are summed, the fence beyond which values are outliers. null:
 * nothing can lie there.
 */
type End = { side: 'below' | 'above'; edge: number | null; fence: number | null };

/** What the extremes leave open: no sum is asked for where no value can lie. */
function endsOf({ grid, extremes }: NumericColumn): End[] {
  const { min, max } = extremes ?? { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  const keep = (limit: number | undefined, isBeyond: (limit: number) => boolean) =>
    limit !== undefined && isBeyond(limit) ? limit : null;
  const isBelow = (limit: number) => min < limit;
  const isAbove = (limit: number) => max > limit;
  const ends: End[] = [
    { side: 'below', edge: keep(grid.edges[0], isBelow), fence: keep(grid.fences?.low, isBelow) },
    { side: 'above', edge: keep(grid.edges.at(-1), isAbove), fence: keep(grid.fences?.high, isAbove) },
  ];
  return ends.filter(({ edge, fence }) => edge !== null || fence !== null);
}

function beyondSql(dialect: Dialect, { side }: End, value: string, limit: number): string {
  return `${value} ${side === 'below' ? '<' : '>'} ${dialect.number(limit)}`;
}

function distanceSql(dialect: Dialect, end: End, value: string, edge: number): string {
  const limit = dialect.number(edge);
  const distance = end.side === 'below' ? `${limit} - ${value}` : `${value} - ${limit}`;
  return `sum(CASE WHEN ${beyondSql(dialect, end, value, edge)} THEN ${distance} END)`;
}

/** The sums of both tails and the count of outliers, as aggregates of a statement over all rows. */
export function tailSums(dialect: Dialect, column: NumericColumn): string[] {
  const { alias } = column;
  const ends = endsOf(column);
  const outside = ends.flatMap((end) => (end.fence === null ? [] : [beyondSql(dialect, end, alias, end.fence)]));
  return [
    ...ends.flatMap((end) =>
      end.edge === null ? [] : [`${distanceSql(dialect, end, alias, end.edge)} AS ${alias}_${end.side}`],
    ),
    ...(outside.length === 0 ? [] : [`count_if(${outside.join(' OR ')}) AS ${alias}_outliers`]),
  ];
}

/**
 * Rows (slice, k, side, distance, outliers): the same, from the rows of each tail alone. An engine that reads one column
 * at a time filters it faster than it works out a CASE for every row. null where no column has a tail.
 */
export function tailsSql(source: Source, columns: readonly NumericColumn[]): string | null {
  const branches = columns.flatMap((column) => endsOf(column).map((end) => tailBranchSql(source, column, end)));
  return branches.length === 0 ? null : branches.join(' UNION ALL ');
}

function tailBranchSql(source: Source, { alias, sql }: NumericColumn, end: End): string {
  const { dialect } = source;
  const limits = [end.edge, end.fence].filter((limit) => limit !== null);
  const widest = end.side === 'below' ? Math.max(...limits) : Math.min(...limits);
  const rows = branchRows(source, { sql, within: (value) => beyondSql(dialect, end, value, widest) });
  const distance = end.edge === null ? 'CAST(NULL AS DOUBLE)' : distanceSql(dialect, end, 'v', end.edge);
  const outliers = end.fence === null ? '0' : `count_if(${beyondSql(dialect, end, 'v', end.fence)})`;
  const { slice, groupBy } = groupBySlice(source, []);
  return `SELECT ${slice} AS slice, '${alias}' AS k, '${end.side}' AS side, ${distance} AS distance, CAST(${outliers} AS BIGINT) AS outliers FROM ${rows} AS r ${groupBy}`;
}
