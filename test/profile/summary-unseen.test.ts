import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quantileErrorOf, quantileOf, summarise } from '../../src/profile/summary.ts';
import type { NumericGrid } from '../../src/profile/types.ts';
import { type Lab, makeLab, numeric, numericOf } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Values counted on the grid of others, and what DuckDB's own aggregates say of them. */
async function measure(reference: string, current: string) {
  const { grids } = await lab.fit(await lab.dataset(reference), numeric('x'));
  const dataset = await lab.dataset(current);
  const { slices } = await lab.slices(dataset, numeric('x'), { grids });
  const truth = await lab.warehouse.query(
    `SELECT stddev_samp(x), ${SHARES.map((p) => `quantile_cont(x, ${p})`).join(', ')} FROM ${dataset.fromSql}`,
  );
  const [std, ...quantiles] = truth.rows[0]!.map(Number);
  return { grid: grids.columns.x as NumericGrid, profile: numericOf(slices[0]!.profile, 'x'), std: std!, quantiles };
}

const few = 'SELECT sqrt(i * 37 % 211) AS x FROM range(200) AS r(i)';

describe('values that stand between the few ones of the reference', () => {
  it('have no exact quantiles, but such as keep within what they say', async () => {
    const { grid, profile, quantiles } = await measure(
      few,
      'SELECT sqrt(i * 61 % 1009 / 5e0) AS x FROM range(1000) AS r(i)',
    );
    expect(grid.isDiscrete).toBe(true);
    for (const [i, p] of SHARES.entries()) {
      const error = quantileErrorOf(profile, grid, p);
      expect(error).toBeGreaterThan(0);
      expect(Math.abs(quantileOf(profile, grid, p)! - quantiles[i]!)).toBeLessThanOrEqual(error);
    }
  });

  it('are spread over their cells, so that no quantile is always too low', async () => {
    const { grid, profile, quantiles } = await measure(
      'SELECT i * 10e0 AS x FROM range(101) AS r(i)',
      'SELECT (i * 7919 % 100003) / 100e0 AS x FROM range(100003) AS r(i)',
    );
    for (const [i, p] of SHARES.entries()) {
      expect(Math.abs(quantileOf(profile, grid, p)! - quantiles[i]!)).toBeLessThan(0.1);
    }
  });

  it('leave the quantiles where they are, if they are one of a thousand', async () => {
    const { grid, profile, quantiles } = await measure(
      'SELECT i % 10 AS x FROM range(1000) AS r(i)',
      'SELECT CASE WHEN i = 7 THEN 3.5 ELSE i % 10 END AS x FROM range(1000) AS r(i)',
    );
    expect(SHARES.map((p) => quantileOf(profile, grid, p))).toEqual(quantiles);
    expect(quantileErrorOf(profile, grid, 0.25)).toBe(1);
  });
});

describe('the deviation of values far from those of the reference', () => {
  const moved = (by: string) => `SELECT ${by} + sqrt(i * 61 % 1009) AS x FROM range(1000) AS r(i)`;

  it('is right where a double still holds it', async () => {
    const { grid, profile, std } = await measure(few, moved('1e5'));
    expect(summarise(profile, grid).sampleStd! / std).toBeCloseTo(1, 6);
  });

  it.each(['1e8', '1e12'])('is unknown at %s, and not a number of any size', async (by) => {
    const { grid, profile } = await measure(few, moved(by));
    expect(summarise(profile, grid)).toMatchObject({ count: 1000, sampleStd: null, populationStd: null });
  });

  it('is 0 for a constant wherever it stands', async () => {
    const { grid, profile } = await measure(few, 'SELECT 1e12 + 0.1 AS x FROM range(1000) AS r(i)');
    expect(summarise(profile, grid).sampleStd).toBe(0);
  });
});
