import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactDistances } from '../../src/profile/exact.ts';
import { quantileOf, summarise } from '../../src/profile/summary.ts';
import type { NumericGrid } from '../../src/profile/types.ts';
import { type Lab, makeLab, numeric, numericOf, WHOLE } from './data.ts';
import { cellKs, cellWasserstein } from './distances.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const SHAPES = ['u', 'exp(3 * u)', 'tan(3 * (u - 0.5))', 'round(u * 40)', 'round(u * 5000)', '1e6 + u', 'ln(u + 1e-6)'];
const shape = fc.record({
  expression: fc.constantFrom(...SHAPES),
  shift: fc.double({ min: -1, max: 1, noNaN: true }),
  stretch: fc.double({ min: 0.5, max: 2, noNaN: true }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

describe('distances from cells', () => {
  it('are within their stated bound of the exact ones', async () => {
    const check = fc.asyncProperty(shape, async ({ expression, shift, stretch, seed }) => {
      const uniform = `(SELECT (hash(i + ${seed}) % 1000003) / 1000003e0 AS u, i FROM range(3000) AS r(i))`;
      const a = await lab.dataset(`SELECT CAST(${expression} AS DOUBLE) AS x FROM ${uniform} WHERE i % 2 = 0`);
      const b = await lab.dataset(
        `SELECT (${expression}) * ${stretch} + ${shift} AS x FROM ${uniform} WHERE i % 2 = 1`,
      );
      const { grids, reference } = await lab.fit(a, numeric('x'));
      const { slices } = await lab.slices(b, numeric('x'), { grids });
      const [pa, pb] = [numericOf(reference, 'x'), numericOf(slices[0]!.profile, 'x')];
      const grid = grids.columns.x as NumericGrid;
      const side = (dataset: typeof a) => ({ dataset, timestampColumn: null, range: WHOLE });
      const exact = (await exactDistances(lab.warehouse, side(a), side(b), ['x'])).columns.x!;
      const ks = cellKs(pa, pb);
      expect(ks.ks).toBeLessThanOrEqual(exact.ks + 1e-3);
      expect(exact.ks - ks.ks).toBeLessThanOrEqual(ks.bound + 1e-9);
      const wasserstein = cellWasserstein(grid, pa, pb);
      const deviation = summarise(pa, grid).populationStd!;
      expect(Math.abs(wasserstein.value / deviation - exact.wasserstein)).toBeLessThanOrEqual(
        wasserstein.bound / deviation + 1e-9,
      );
    });
    await fc.assert(check, { numRuns: 15, seed: 7 });
  });
});

describe('summarise()', () => {
  it('gives mean, spread and quantiles of the plain values', async () => {
    const dataset = await lab.dataset('SELECT exp(sin(i)) AS x FROM range(5000) AS r(i)');
    const { grids, reference } = await lab.fit(dataset, numeric('x'));
    const [grid, profile] = [grids.columns.x as NumericGrid, numericOf(reference, 'x')];
    const { rows } = await lab.warehouse.query(
      `SELECT avg(x), stddev_pop(x), stddev_samp(x), quantile_cont(x, 0.05), median(x), quantile_cont(x, 0.95), min(x), max(x) FROM ${dataset.fromSql}`,
    );
    const [mean, population, sample, p05, p50, p95, min, max] = rows[0]!.map(Number);
    const summary = summarise(profile, grid);
    expect(summary.mean).toBeCloseTo(mean!, 10);
    expect(summary.populationStd).toBeCloseTo(population!, 10);
    expect(summary.sampleStd).toBeCloseTo(sample!, 10);
    expect(quantileOf(profile, grid, 0.05)).toBeCloseTo(p05!, 2);
    expect(quantileOf(profile, grid, 0.5)).toBeCloseTo(p50!, 2);
    expect(quantileOf(profile, grid, 0.95)).toBeCloseTo(p95!, 2);
    expect([quantileOf(profile, grid, 0), quantileOf(profile, grid, 1)]).toEqual([min, max]);
  });

  it("gives SQL's own quantiles of a discrete column", async () => {
    const dataset = await lab.dataset('SELECT i % 10 * 3 AS x FROM range(1000) AS r(i)');
    const { grids, reference } = await lab.fit(dataset, numeric('x'));
    const [grid, profile] = [grids.columns.x as NumericGrid, numericOf(reference, 'x')];
    expect([0, 0.25, 0.5, 0.95, 1].map((p) => quantileOf(profile, grid, p))).toEqual([0, 6, 13.5, 27, 27]);
  });
});
