import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantileOf, summarise } from '../../src/profile/summary.ts';
import type { NumericGrid } from '../../src/profile/types.ts';
import golden from '../parity/correlation.json' with { type: 'json' };
import { type Lab, makeLab, numeric, numericOf } from './data.ts';

const NAMES = golden.columns;
const ROWS = golden.rows.map((row) => {
  const values = row.map(
    (value, k) => `${value === null ? 'CAST(NULL AS DOUBLE)' : `${value}::DOUBLE`} AS ${NAMES[k]}`,
  );
  return `SELECT ${values.join(', ')}`;
});
const QUANTILES = { q05: 0.05, q25: 0.25, median: 0.5, q75: 0.75, q95: 0.95 } as const;

let lab: Lab;
let dataset: Awaited<ReturnType<Lab['dataset']>>;
beforeAll(async () => {
  lab = await makeLab();
  dataset = await lab.dataset(ROWS.join(' UNION ALL '));
});
afterAll(() => lab.space.dispose());

type Golden = (typeof golden.summary)['base'];
const each = Object.entries(golden.summary as Record<string, Golden>);

describe('a summary of counts', () => {
  it("has numpy's count, mean, sample deviation, least, largest and quantiles where every value has a cell", async () => {
    const { grids, reference } = await lab.fit(dataset, numeric(...NAMES));
    for (const [name, expected] of each) {
      const grid = grids.columns[name] as NumericGrid;
      expect(grid.isDiscrete).toBe(true);
      const { count, mean, sampleStd, min, max } = summarise(numericOf(reference, name), grid);
      expect([name, count, min, max]).toEqual([name, expected.count, expected.min, expected.max]);
      expect(Math.abs(mean! / expected.mean - 1)).toBeLessThan(1e-9);
      expect(Math.abs(sampleStd! - expected.std)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected.std));
      for (const [key, p] of Object.entries(QUANTILES)) {
        const wanted = expected[key as keyof typeof QUANTILES];
        const off = Math.abs(quantileOf(numericOf(reference, name), grid, p)! - wanted);
        expect(off).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
      }
    }
  });

  it("has numpy's quantiles to the width of a cell where values share one", async () => {
    const { grids, reference } = await lab.fit(dataset, numeric(...NAMES), { maxCells: 24 });
    const binned = each.filter(([name]) => !(grids.columns[name] as NumericGrid).isDiscrete);
    expect(binned.length).toBeGreaterThan(3);
    for (const [name, expected] of binned) {
      const { edges } = grids.columns[name] as NumericGrid;
      const ends = [expected.min, ...edges, expected.max];
      const widest = (value: number) => {
        const i = ends.findIndex((end) => end > value);
        return Math.max(...[-1, 0, 1].map((step) => (ends[i + step] ?? value) - (ends[i + step - 1] ?? value)));
      };
      for (const [key, p] of Object.entries(QUANTILES)) {
        const wanted = expected[key as keyof typeof QUANTILES];
        const off = Math.abs(quantileOf(numericOf(reference, name), grids.columns[name] as NumericGrid, p)! - wanted);
        expect({ name, key, isNear: off <= widest(wanted) }).toEqual({ name, key, isNear: true });
      }
    }
  });
});
