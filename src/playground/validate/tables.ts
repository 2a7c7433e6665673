import {
  boolean,
  byType,
  isJson,
  type Json,
  list,
  literal,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
} from './checks.ts';
import type { Report } from './report.ts';
import { RICH_TEXT } from './rich-text.ts';

const ROW_LIMIT = 100;
const COLUMN_LIMIT = 20;
const CHARACTER_LIMIT = 10_000;

const RAW_TEXT = object({ type: literal('raw_text'), text: required(string()) });
const RAW_NUMBER = object({ type: literal('raw_number'), value: required(number()), text: required(string()) });
const CELL = byType({ rich_text: RICH_TEXT, raw_text: RAW_TEXT, raw_number: RAW_NUMBER });
const ROW = list(CELL, { max: COLUMN_LIMIT });
const block_id = optional(string({ max: 255 }));

const COLUMN = (value: unknown, at: string, report: Report) => {
  if (value === null) return;
  object({ align: optional(oneOf(['left', 'center', 'right'])), is_wrapped: optional(boolean) })(value, at, report);
};

export const TABLE = object(
  {
    type: literal('table'),
    block_id,
    rows: required(list(ROW, { max: ROW_LIMIT })),
    column_settings: optional(list(COLUMN, { min: 0, max: COLUMN_LIMIT })),
  },
  checkSize,
);

export const DATA_TABLE = object(
  {
    type: literal('data_table'),
    block_id,
    caption: required(string()),
    rows: required(list(ROW, { min: 2, max: ROW_LIMIT + 1 })),
    page_size: optional(number({ min: 1, max: 100, isInteger: true })),
    row_header_column_index: optional(number({ min: 0, max: COLUMN_LIMIT - 1, isInteger: true })),
  },
  (value, at, report) => {
    checkSize(value, at, report);
    checkShape(value, at, report);
  },
);

/** Counts what the reader sees in the cells. */
function checkSize({ rows }: Json, at: string, report: Report): void {
  const actual = countText(rows);
  if (actual <= CHARACTER_LIMIT) return;
  report.add(`${at}/rows`, `must be less than ${CHARACTER_LIMIT + 1} characters in all cells`, {
    type: 'max_length',
    expected: CHARACTER_LIMIT,
    actual,
  });
}

function checkShape({ rows }: Json, at: string, report: Report): void {
  if (!Array.isArray(rows)) return;
  const header: unknown = rows[0];
  const width = Array.isArray(header) ? header.length : 0;
  rows.forEach((row: unknown, index) => {
    if (Array.isArray(row) && row.length !== width)
      report.add(`${at}/rows/${index}`, `must have ${width} cells, as the header has`, { type: 'row_length' });
  });
  const isRich = Array.isArray(header) && header.some((cell) => isJson(cell) && cell.type === 'rich_text');
  if (isRich)
    report.add(`${at}/rows/0`, 'rich_text is not allowed in the header', {
      type: 'enum',
      expected: ['raw_text', 'raw_number'],
    });
}

/** Characters under every `text` key, however deep. */
export function countText(value: unknown): number {
  let total = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isJson(next)) {
      if (typeof next.text === 'string') total += next.text.length;
      for (const child of Object.values(next)) if (typeof child === 'object' && child !== null) open.push(child);
    }
  }
  return total;
}
