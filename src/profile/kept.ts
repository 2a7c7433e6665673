import { groupsOf } from './groups.ts';
import { isLarge } from './pace.ts';
import { type NumericColumn, rowsOf, type Source } from './source.ts';

/** So many values are kept at a time: 32 MB. */
const MOST_VALUES = 4_000_000;

/** Where the parts of a statement read their columns, and the text before it that makes these readable. */
export type Kept = { source: Source; byName: ReadonlyMap<string, NumericColumn>; before: string };

/**
 * Columns whose parts are one statement. Where a filter leaves few rows, every part would open the files and filter them
 * anew: the rows are read once, then, and kept in memory for all parts, as many columns at a time as memory should hold.
 * @param rows how many the source has.
 */
export function groupKept<T>(source: Source, columns: readonly T[], rows: number): T[][] {
  const size = countKept(source, rows);
  if (size === 0 || columns.length <= size) return [[...columns]];
  return groupsOf(columns, size);
}

/** How many columns are kept at a time; 0: none is. */
function countKept({ isColumnar, where }: Source, rows: number): number {
  if (!isColumnar || where === 'TRUE' || isLarge(rows)) return 0;
  return Math.floor(MOST_VALUES / Math.max(1, rows));
}

/** Where the parts of a statement of some columns, a group of groupKept, read. */
export function keepFew(source: Source, columns: readonly NumericColumn[], rows: number): Kept {
  const isKept = countKept(source, rows) > 0;
  const byName = new Map(columns.map((column) => [column.name, isKept ? { ...column, sql: column.alias } : column]));
  if (!isKept) return { source, byName, before: '' };
  const select = columns.map(({ alias, sql }) => `${sql} AS ${alias}`);
  const slice = source.isOneSlice ? source.slice : 'd.slice';
  return {
    source: { ...source, fromSql: 'kept', where: 'TRUE', slice },
    byName,
    before: `WITH kept AS MATERIALIZED ${rowsOf(source, select)} `,
  };
}
