import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureQuality } from '../../src/metrics/quality.ts';
import { summarise } from '../../src/profile/summary.ts';
import type { NumericGrid } from '../../src/profile/types.ts';
import { type Lab, makeLab, numeric, numericOf } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

async function fitOne(expression: string, rows = 1000) {
  const dataset = await lab.dataset(`SELECT ${expression} AS x FROM range(${rows}) AS r(i)`);
  const { grids, reference } = await lab.fit(dataset, numeric('x'));
  const grid = grids.columns.x as NumericGrid;
  const profile = numericOf(reference, 'x');
  expect(JSON.parse(JSON.stringify(reference))).toEqual(reference);
  expect(JSON.parse(JSON.stringify(grids))).toEqual(grids);
  const missing = measureQuality('missing_rate', profile, grid);
  return { grid, profile, summary: summarise(profile, grid), missing, dataset, grids };
}
const finite = (cells: readonly number[]) => cells.reduce((sum, count) => sum + count, 0);

describe('a numeric column', () => {
  it('of NULL alone has one empty cell', async () => {
    const { grid, profile, summary, missing } = await fitOne('CAST(NULL AS DOUBLE)');
    expect(grid).toMatchObject({ edges: [], decileEdges: [], fences: null });
    expect(profile).toMatchObject({ rows: 1000, nulls: 1000, min: null, max: null, cells: [0] });
    expect(summary).toMatchObject({ mean: null, populationStd: null });
    expect(missing).toMatchObject({ value: 1 });
  });

  it.each([
    ['amounts', 'CASE WHEN i % 5 > 0 THEN 0 ELSE sqrt(i + 0.5) END'],
    ['whole numbers', 'CASE WHEN i % 5 > 0 THEN 7 ELSE i END'],
  ])('of %s that are mostly one value has no fences, as it has no spread between its quartiles', async (_, values) => {
    const { grid } = await fitOne(values, 5000);
    expect(grid.isDiscrete).toBe(false);
    expect(grid.fences).toBeNull();
  });

  it.each([
    ['softsign', 'tan((i - 2500) / 1600e0)'],
    ['asinh', 'power(tan((i - 2500) / 1600e0), 3)'],
  ])('of a heavy tail keeps NULL out of its cells, by %s', async (kind, tail) => {
    const { grid, profile } = await fitOne(`CASE WHEN i % 10 > 0 THEN ${tail} END`, 5000);
    expect(grid.fine.transform.kind).toBe(kind);
    expect(profile).toMatchObject({ rows: 5000, nulls: 500 });
    expect(finite(profile.cells)).toBe(4500);
  });

  it('of NaN alone', async () => {
    const { profile, missing } = await fitOne("CAST('nan' AS DOUBLE)");
    expect(profile).toMatchObject({
      nulls: 0,
      nans: 1000,
      infinities: 0,
      min: null,
      cells: [0],
      sum: 0,
      sumSquares: 0,
    });
    expect(missing).toMatchObject({ value: 1 });
  });

  it('of infinities alone', async () => {
    const { profile } = await fitOne("CASE WHEN i % 2 = 0 THEN CAST('inf' AS DOUBLE) ELSE CAST('-inf' AS DOUBLE) END");
    expect(profile).toMatchObject({ nans: 0, infinities: 1000, min: null, max: null, cells: [0] });
  });

  it('without rows', async () => {
    const { grid, profile, summary, missing } = await fitOne('CAST(i AS DOUBLE)', 0);
    expect(grid.edges).toEqual([]);
    expect(profile).toMatchObject({ rows: 0, nulls: 0, cells: [0] });
    expect(summary.mean).toBeNull();
    expect(missing).toHaveProperty('reason');
  });

  it('that is constant has its value as only edge and no spread', async () => {
    const { grid, profile, summary } = await fitOne('CAST(4.2 AS DOUBLE)');
    expect(grid).toMatchObject({ edges: [4.2], decileEdges: [4.2], isDiscrete: true, fences: null });
    expect(profile.cells).toEqual([0, 1000]);
    expect(summary).toMatchObject({ mean: 4.2, populationStd: 0, sampleStd: 0 });
  });

  it('counts NULL, NaN and infinities apart from the values', async () => {
    const { grid, profile, summary, missing } =
      await fitOne(`CASE i % 10 WHEN 0 THEN NULL WHEN 1 THEN CAST('nan' AS DOUBLE)
      WHEN 2 THEN CAST('inf' AS DOUBLE) WHEN 3 THEN CAST('-inf' AS DOUBLE) ELSE i % 10 END`);
    expect(profile).toMatchObject({ nulls: 100, nans: 100, infinities: 200, min: 4, max: 9 });
    expect(grid.edges).toEqual([4, 5, 6, 7, 8, 9]);
    expect(profile.cells).toEqual([0, 100, 100, 100, 100, 100, 100]);
    expect(summary).toMatchObject({ count: 600, mean: 6.5 });
    expect(missing).toMatchObject({ value: 0.2 });
  });

  it('takes -0 and 0 for one value', async () => {
    const { grid, profile } = await fitOne('CASE WHEN i % 2 = 0 THEN -0.0::DOUBLE * 1 ELSE 0e0 END');
    expect(grid.edges).toEqual([0]);
    expect(Object.is(grid.edges[0], 0)).toBe(true);
    expect(profile.cells).toEqual([0, 1000]);
  });

  it('keeps the digits of a tiny noise on a large offset', async () => {
    const { summary, profile } = await fitOne('1e9 + (i % 1000) * 1e-5');
    expect(summary.populationStd! / 0.00288675).toBeCloseTo(1, 2);
    expect(finite(profile.cells)).toBe(1000);
  });

  it('has no spread rather than an infinite one when the squares overflow', async () => {
    const { profile, summary } = await fitOne('CASE WHEN i % 2 = 0 THEN 1e300 ELSE -1e300 END * (1 + i * 1e-3)');
    expect(profile.sumSquares).toBeNull();
    expect(summary.populationStd).toBeNull();
    expect(finite(profile.cells)).toBe(1000);
  });

  it.each([
    ['one sign', 'CASE WHEN i % 2 = 0 THEN 1.7e308 ELSE 1e308 END'],
    ['both signs', 'CASE WHEN i % 2 = 0 THEN 1.7e308 ELSE -1.7e308 END'],
  ])('has no mean rather than a wrong one when the sums overflow: %s', async (_, expression) => {
    const { summary } = await fitOne(expression);
    expect(summary).toMatchObject({ count: 1000, mean: null, populationStd: null });
  });

  it('may span the whole range of doubles', async () => {
    const { profile, grid } = await fitOne('CASE WHEN i % 2 = 0 THEN 1.7e308 ELSE -1.7e308 END / (1 + i)', 5000);
    expect(finite(profile.cells)).toBe(5000);
    expect(grid.edges.length).toBeGreaterThan(10);
  });

  it('of whole numbers above 2^53 has distinct edges', async () => {
    const { profile, grid } = await fitOne('9007199254740993 + i * 7');
    expect(finite(profile.cells)).toBe(1000);
    expect(new Set(grid.edges).size).toBe(grid.edges.length);
    expect(grid.edges.length).toBeGreaterThan(100);
  });

  it('of the extremes of 64 bits', async () => {
    const { profile } = await fitOne(
      'CASE i % 3 WHEN 0 THEN 9223372036854775807 WHEN 1 THEN -9223372036854775808 ELSE i END',
    );
    expect(finite(profile.cells)).toBe(1000);
    expect(profile).toMatchObject({ min: -(2 ** 63), max: 2 ** 63 });
  });

  it('with one outlier keeps its bulk apart', async () => {
    const { profile, grid } = await fitOne('CASE WHEN i = 7 THEN 1e6 ELSE sin(i) END', 5000);
    expect(Math.max(...profile.cells)).toBeLessThan(5000 * 0.05);
    expect(grid.edges.at(-1)).toBeLessThan(2);
    expect(profile.max).toBe(1e6);
    expect(profile.aboveSum).toBeCloseTo(1e6 - grid.edges.at(-1)!, 3);
  });

  it('of decimals, text and booleans is read as numbers', async () => {
    const decimal = await fitOne('CAST(i % 3 AS DECIMAL(10, 2)) + 0.25');
    expect(decimal.grid.edges).toEqual([0.25, 1.25, 2.25]);
    const text = await fitOne("CASE WHEN i % 2 = 0 THEN '1.5' ELSE 'n/a' END");
    expect(text.profile).toMatchObject({ nulls: 500, min: 1.5 });
    const flag = await fitOne('i % 2 = 0');
    expect(flag.grid.edges).toEqual([0, 1]);
  });
});

describe('a column of the current data', () => {
  it('may hold what the reference never held', async () => {
    const { grids } = await fitOne('i % 5');
    const dataset = await lab.dataset(
      `SELECT * FROM (VALUES (-3.5), (0.5), (4), (1e308), (CAST('nan' AS DOUBLE)), (NULL)) AS t(x)`,
    );
    const { slices } = await lab.slices(dataset, numeric('x'), { grids });
    expect(numericOf(slices[0]!.profile, 'x')).toMatchObject({ rows: 6, nulls: 1, nans: 1, cells: [1, 1, 0, 0, 0, 2] });
  });

  it('is counted where the reference had nothing at all', async () => {
    const { grids } = await fitOne('CAST(NULL AS DOUBLE)');
    const dataset = await lab.dataset(`SELECT * FROM (VALUES (1.0), (2.0), (NULL)) AS t(x)`);
    const { slices } = await lab.slices(dataset, numeric('x'), { grids });
    expect(numericOf(slices[0]!.profile, 'x')).toMatchObject({ rows: 3, nulls: 1, cells: [2], min: 1, max: 2 });
  });
});
