import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChunkedSide } from '../../src/profile/chunk-rows.ts';
import { ChunkReader, MAX_CATEGORIES } from '../../src/profile/chunks.ts';
import { type Lab, makeLab, WHOLE } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

async function read(select: string, size: number, side: Partial<ChunkedSide> = {}): Promise<ChunkReader> {
  const dataset = await lab.dataset(select);
  return new ChunkReader(lab.warehouse, { dataset, timestampColumn: null, range: WHOLE, size, ...side });
}

describe('chunks', () => {
  it('follow the order of a large file without event time', async () => {
    const rows = 400_000;
    const reader = await read(`SELECT i FROM range(${rows}) AS r(i)`, rows / 10);
    const range = { low: 0, high: rows, count: 10 };
    const { x } = await reader.readCells([{ key: 'x', column: 'i', range }], 10);
    expect(x!.map(({ cells }) => cells)).toEqual(
      Array.from({ length: 10 }, (_, chunk) =>
        Array.from({ length: 10 }, (_, cell) => (cell === chunk ? rows / 10 : 0)),
      ),
    );
  });

  it('follow event time where there is one, rows without it last, the rest in a chunk of their own', async () => {
    const at = `CASE WHEN i < 22 THEN TIMESTAMP '2026-01-01' + to_seconds(CAST(100 - i AS INTEGER)) END`;
    const reader = await read(`SELECT i AS x, ${at} AS at FROM range(23) AS r(i)`, 10, { timestampColumn: 'at' });
    const values = await reader.readValues('x', 3);
    const chunkOf = (x: number) => values.find(({ value }) => value === x)!.rows.indexOf(1);
    expect([21, 12, 11, 2, 1, 0, 22].map(chunkOf)).toEqual([0, 0, 1, 1, 2, 2, 2]);
    expect(await reader.countTiedEdges()).toBe(0);
  });

  it('tell where an edge lies within one event time', async () => {
    const at = `TIMESTAMP '2026-01-01' + to_days(CAST(i // 15 AS INTEGER))`;
    const reader = await read(`SELECT i AS x, ${at} AS at FROM range(60) AS r(i)`, 10, { timestampColumn: 'at' });
    expect(await reader.countTiedEdges()).toBe(4);
  });

  it('are cut out of the rows that are meant', async () => {
    const reader = await read('SELECT i AS x FROM range(100) AS r(i)', 10, { where: 'x % 2 = 0 -- even' });
    const values = await reader.readValues('x', 5);
    expect(values.map(({ value, rows }) => [value, rows.indexOf(1)]).slice(9, 12)).toEqual([
      [18, 0],
      [20, 1],
      [22, 1],
    ]);
  });

  it('count categories by name, alike where texts are NULL or not a number', async () => {
    const text = `CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN CAST('nan' AS DOUBLE) ELSE i % 4 END`;
    const reader = await read(`SELECT ${text} AS x FROM range(20) AS r(i)`, 10);
    const found = await reader.readCategories('x', 2);
    expect(found!.map((chunk) => Object.fromEntries(chunk))).toEqual([
      { 2: 2, 3: 2 },
      { 2: 3, 3: 3 },
    ]);
  });

  it('are not counted by name where there are too many categories', async () => {
    const many = await read(`SELECT 'c' || i AS x FROM range(${MAX_CATEGORIES + 1}) AS r(i)`, 5000);
    expect(await many.readCategories('x', 3)).toBeNull();
    const few = await read(`SELECT 'c' || i AS x FROM range(${MAX_CATEGORIES}) AS r(i)`, 5000);
    expect(await few.readCategories('x', 2)).toHaveLength(2);
  });
});
