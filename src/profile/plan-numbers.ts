import type { Kept } from './kept.ts';
import { packSql } from './pack.ts';
import { cellsSql, discreteSql, isArithmetic } from './plan-cells.ts';
import { tailsSql } from './plan-tails.ts';
import type { NumericColumn, Source } from './source.ts';

/** What a row tells of: cells found by arithmetic, cells found by comparing, or one end of a column. */
export type NumbersPart = 'arithmetic' | 'compared' | 'tail';
/** The columns whose cells and whose tails are wanted. */
export type NumbersColumns = Record<NumbersPart, readonly NumericColumn[]>;

/** @param cells the columns whose cells are not known. */
export function splitNumbers(
  source: Source,
  columns: readonly NumericColumn[],
  cells: readonly NumericColumn[],
): NumbersColumns {
  return {
    arithmetic: cells.filter(({ grid }) => isArithmetic(grid)),
    compared: cells.filter(({ grid }) => !isArithmetic(grid)),
    // The sums of all rows have them otherwise.
    tail: source.isColumnar ? columns : [],
  };
}

/**
 * Statements with rows (part, slice, packed, k, side, distance, outliers): of cells their packed counts, numbered as
 * numberCells says, and of tails the rest, as of tailsSql. Where each column is read alone, all parts are one statement.
 * @param keep where the parts read.
 * @param isParted so many rows that what one part holds should be free before the next begins.
 */
export function numbersSql(
  columns: NumbersColumns,
  keep: (columns: readonly NumericColumn[]) => Kept,
  isParted: boolean,
): string[] {
  const kept = keep([...new Set([...columns.tail, ...columns.arithmetic, ...columns.compared])]);
  const of = (wanted: readonly NumericColumn[]) => wanted.map(({ name }) => kept.byName.get(name)!);
  const { source } = kept;
  const parts: string[] = [];
  for (const part of ['arithmetic', 'compared'] as const) {
    if (columns[part].length === 0) continue;
    const counts = part === 'arithmetic' ? cellsSql(source, of(columns[part])) : discreteSql(source, of(columns[part]));
    parts.push(`SELECT '${part}' AS part, slice, packed, CAST(NULL AS string) AS k, CAST(NULL AS string) AS side,
      CAST(NULL AS DOUBLE) AS distance, CAST(NULL AS BIGINT) AS outliers
      FROM (${packSql(source.dialect, counts, { keys: 'slice', number: 'cell' })}) AS ${part}`);
  }
  const tails = tailsSql(source, of(columns.tail));
  if (tails !== null) {
    parts.push(
      `SELECT 'tail' AS part, slice, CAST(NULL AS string) AS packed, k, side, distance, outliers FROM (${tails}) AS tail`,
    );
  }
  if (!source.isColumnar || isParted || parts.length === 0) return parts;
  return [kept.before + parts.join(' UNION ALL ')];
}
