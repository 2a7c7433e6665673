import { expect, it } from 'vitest';
import { isNumericColumn, readCell, sortRows, takePage } from '../../src/playground/page/lib/table.ts';

const raw = (text: string) => ({ type: 'raw_text', text });
const number = (value: number, text = String(value)) => ({ type: 'raw_number', value, text });

const ROWS = [
  [raw('b'), number(9, '9')],
  [raw('a'), number(10, '10')],
  [raw('C'), number(9, '9')],
];

it('sorts numbers by value, not by their words', () => {
  expect(sortRows(ROWS, { column: 1, isDescending: false }).map(([name]) => readCell(name))).toEqual(['b', 'C', 'a']);
});

it('sorts words without regard to case', () => {
  expect(sortRows(ROWS, { column: 0, isDescending: true }).map(([name]) => readCell(name))).toEqual(['C', 'b', 'a']);
});

it('keeps the order of the app without a sort, and does not touch its rows', () => {
  expect(sortRows(ROWS, null)).toEqual(ROWS);
  expect(readCell(ROWS[0]?.[0])).toBe('b');
});

it('is numeric only when every cell is', () => {
  expect(isNumericColumn(ROWS, 1)).toBe(true);
  expect(isNumericColumn([...ROWS, [raw('d'), raw('–')]], 1)).toBe(false);
});

it('reads the words of rich text', () => {
  const cell = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'a ' },
          { type: 'emoji', name: 'bell' },
        ],
      },
    ],
  };
  expect(readCell(cell)).toBe('a bell');
});

it('takes pages and says which rows they are', () => {
  const rows = Array.from({ length: 12 }, (_, index) => index);
  expect(takePage(rows, 0, 5)).toEqual({ rows: [0, 1, 2, 3, 4], label: '1 to 5 of 12 rows', pages: 3 });
  expect(takePage(rows, 9, 5)).toEqual({ rows: [10, 11], label: '11 to 12 of 12 rows', pages: 3 });
  expect(takePage([], 0, 5).label).toBe('0 to 0 of 0 rows');
});
