/** Cells of `table` and `data_table` blocks. */
export type Cell = { type: string; text?: string; value?: number; elements?: unknown };
export type SortOrder = { column: number; isDescending: boolean };

/** The words of a cell, for sorting and for names. */
export function readCell(cell: Cell | undefined): string {
  if (!cell) return '';
  if (typeof cell.text === 'string') return cell.text;
  return cell.value === undefined ? readRich(cell.elements) : String(cell.value);
}

function readRich(value: unknown): string {
  if (Array.isArray(value)) return value.map(readRich).join('');
  if (value === null || typeof value !== 'object') return '';
  const { text, elements, name, user_id: user, url } = value as Record<string, unknown>;
  if (typeof text === 'string') return text;
  if (Array.isArray(elements)) return readRich(elements);
  const word = name ?? user ?? url;
  return typeof word === 'string' ? word : '';
}

/** A column counts as numeric only when every cell is a number: Slack's rule for sorting. */
export function isNumericColumn(rows: readonly (readonly Cell[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => row[column]?.type === 'raw_number');
}

/** A sorted copy; equal rows keep their order, in both directions. */
export function sortRows<Row extends readonly Cell[]>(rows: readonly Row[], order: SortOrder | null): Row[] {
  if (!order) return [...rows];
  const isNumeric = isNumericColumn(rows, order.column);
  const sign = order.isDescending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compareCells(a[order.column], b[order.column], isNumeric));
}

function compareCells(a: Cell | undefined, b: Cell | undefined, isNumeric: boolean): number {
  if (isNumeric) return (a?.value ?? 0) - (b?.value ?? 0);
  return readCell(a).localeCompare(readCell(b), 'en', { sensitivity: 'base' });
}

/** Rows of one page (0 is the first) and the sentence below the table. */
export function takePage<Row>(
  rows: readonly Row[],
  page: number,
  size: number,
): { rows: Row[]; label: string; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const start = Math.min(Math.max(0, page), pages - 1) * size;
  const shown = rows.slice(start, start + size);
  const label = `${rows.length === 0 ? 0 : start + 1} to ${start + shown.length} of ${rows.length} rows`;
  return { rows: shown, label, pages };
}
