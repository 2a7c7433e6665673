import type { Source } from './source.ts';

/** One column of a union; `within`: boolean SQL of it that leaves rows out. */
type Branch = { sql: string; within?: (sql: string) => string };

/** The rows (slice, v) of one column. */
export function branchRows({ fromSql, where, slice }: Source, { sql, within }: Branch): string {
  const conditions = within === undefined ? where : `(${where}) AND ${within(sql)}`;
  return `(SELECT ${slice} AS slice, ${sql} AS v FROM ${fromSql} AS d WHERE ${conditions})`;
}

/** `GROUP BY slice, key`; a key that is one and the same for all rows only costs time. */
export function groupBySlice(source: Source, keys: readonly string[]): { slice: string; groupBy: string } {
  const { isOneSlice, slice } = source;
  const all = isOneSlice ? keys : ['slice', ...keys];
  return { slice: isOneSlice ? slice : 'slice', groupBy: all.length === 0 ? '' : `GROUP BY ${all.join(', ')}` };
}
