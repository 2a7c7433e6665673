import { type NumericColumn, rowsOf, type Source } from './source.ts';

/** Rows so few are read once and kept for all parts of a statement: 20 MB of 14 columns. */
const MOST_KEPT = 200_000;

/** Where the parts of a statement read their columns, and the text before it that makes these readable. */
export type Kept = { source: Source; byName: ReadonlyMap<string, NumericColumn>; before: string };

/**
 * The source of a statement of many parts, each of which reads one column. Where a filter leaves few rows, every part
 * would open the files and filter them anew: the rows are read once, then, and kept in memory for all parts.
 * @param rows how many the source has.
 */
export function keepFew(source: Source, columns: readonly NumericColumn[], rows: number): Kept {
  const isKept = source.isColumnar && source.where !== 'TRUE' && rows <= MOST_KEPT;
  const byName = new Map(columns.map((column) => [column.name, isKept ? { ...column, sql: column.alias } : column]));
  if (!isKept) return { source, byName, before: '' };
  const rowsSql = rowsOf(
    source,
    columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  );
  const slice = source.isOneSlice ? source.slice : 'd.slice';
  return {
    source: { ...source, fromSql: 'kept', where: 'TRUE', slice },
    byName,
    before: `WITH kept AS MATERIALIZED ${rowsSql} `,
  };
}
