import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChunkReader } from '../../src/profile/chunks.ts';
import { areCellsApart, type EvenCells, edgeOf } from '../../src/profile/even-cells.ts';
import { type Lab, makeLab, WHOLE } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

/** The next doubles on both sides, and the value itself. */
function around(x: number): number[] {
  const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]!;
  return [-1n, 0n, 1n].map((step) => new Float64Array(new BigInt64Array([bits + step]).buffer)[0]!);
}

async function count(range: EvenCells, values: readonly string[]) {
  const rows = values.map((value) => `(CAST(${value} AS DOUBLE))`).join(', ');
  const dataset = await lab.dataset(`SELECT x FROM (VALUES ${rows}) AS t(x)`);
  const reader = new ChunkReader(lab.warehouse, { dataset, timestampColumn: null, range: WHOLE, size: null });
  return (await reader.readCells([{ key: 'x', column: 'x', range }], 1)).x![0]!;
}

/** Cells by comparison with the edges alone, as numpy.searchsorted finds them. */
function compare(range: EvenCells, x: number): number {
  const edges = Array.from({ length: range.count }, (_, i) => edgeOf(range, i));
  return x > range.high ? range.count : edges.filter((edge) => edge <= x).length - 1;
}

describe('cells of equal width in SQL', () => {
  it.each<[string, EvenCells]>([
    ['a plain range', { low: -1, high: 2, count: 7 }],
    ['tenths', { low: 0.1, high: 0.7, count: 6 }],
    ['one cell', { low: 3, high: 4, count: 1 }],
    ['a large offset', { low: 1e9, high: 1e9 + 1e-4, count: 300 }],
    ['huge numbers', { low: -1e300, high: 3e300, count: 11 }],
  ])('put values on and beside every edge where their comparison does: %s', async (_, range) => {
    const values = Array.from({ length: range.count + 1 }, (_, i) => around(edgeOf(range, i))).flat();
    const found = await count(
      range,
      values.map((value) => `'${value}'`),
    );
    const wanted = values.map((value) => compare(range, value));
    expect(found.cells).toEqual(
      Array.from({ length: range.count }, (_, cell) => wanted.filter((one) => one === cell).length),
    );
    expect([found.below, found.above]).toEqual([
      wanted.filter((one) => one === -1).length,
      wanted.filter((one) => one === range.count).length,
    ]);
  });

  it('leave out what is no number, and put the infinities outside', async () => {
    const found = await count({ low: 0, high: 1, count: 4 }, ['NULL', "'nan'", "'inf'", "'-inf'", "'0.5'"]);
    expect(found).toMatchObject({ rows: 3, below: 1, above: 1, cells: [0, 0, 1, 0] });
  });

  it('are refused where rounding would decide', () => {
    expect(areCellsApart({ low: 1e9, high: 1e9 + 1e-4, count: 300 })).toBe(true);
    expect(areCellsApart({ low: 1e9, high: 1e9 + 1e-4, count: 3000 })).toBe(false);
    expect(areCellsApart({ low: -1.7e308, high: 1.7e308, count: 10 })).toBe(false);
  });
});
