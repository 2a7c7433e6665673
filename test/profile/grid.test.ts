import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NumericGrid } from '../../src/profile/types.ts';
import { categorical, countCells, type Lab, linearQuantile, makeLab, numeric, numericOf } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const NOISE = '(sin(i * 12.9898) * 43758.5453 - floor(sin(i * 12.9898) * 43758.5453))';

async function fitOne(expression: string, rows = 20_000) {
  const dataset = await lab.dataset(`SELECT ${expression} AS x FROM range(${rows}) AS r(i)`);
  const { grids, reference } = await lab.fit(dataset, numeric('x'));
  const { rows: found } = await lab.warehouse.query(`SELECT x FROM ${dataset.fromSql} WHERE x IS NOT NULL ORDER BY x`);
  const values = found.map(([x]) => Number(x));
  return { grid: grids.columns.x as NumericGrid, profile: numericOf(reference, 'x'), values };
}

describe('fitGrids()', () => {
  it('cuts at most 256 cells of near-equal shares from a continuous column', async () => {
    const { grid, profile, values } = await fitOne(NOISE);
    expect(grid.edges.length).toBeLessThan(256);
    expect(grid.edges.length).toBeGreaterThan(200);
    expect(Math.max(...profile.cells)).toBeLessThan(0.01 * values.length);
    expect(grid.isDiscrete).toBe(false);
  });

  it('counts exactly the values between its edges', async () => {
    const { grid, profile, values } = await fitOne(`tan(${NOISE})`);
    expect(profile.cells).toEqual(countCells(grid, values));
  });

  it("has the deciles among its edges, next to numpy's", async () => {
    const { grid, values } = await fitOne(`exp(2 * ${NOISE})`);
    expect(grid.decileEdges).toHaveLength(9);
    for (const [index, edge] of grid.decileEdges.entries()) {
      expect(grid.edges).toContain(edge);
      expect(Math.abs(edge - linearQuantile(values, (index + 1) / 10))).toBeLessThan(
        (grid.fine.high - grid.fine.low) / 2000,
      );
    }
  });

  it('draws heavy tails in by softsign, with edges in the unit of the column', async () => {
    const { grid, profile, values } = await fitOne(`1e3 + tan(3.14159 * (${NOISE} - 0.5))`);
    expect(grid.fine.transform.kind).toBe('softsign');
    expect(Math.max(...profile.cells)).toBeLessThan(0.01 * values.length);
    expect(profile.cells).toEqual(countCells(grid, values));
  });

  it('takes asinh for tails that are longer still', async () => {
    const { grid, profile, values } = await fitOne(`power(${NOISE} + 1e-6, -3)`);
    expect(grid.fine.transform.kind).toBe('asinh');
    expect(Math.max(...profile.cells)).toBeLessThan(0.1 * values.length);
    expect(profile.cells.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    const misplaced = countCells(grid, values).map((count, cell) => Math.abs(count - profile.cells[cell]!));
    expect(misplaced.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
  });

  it('makes the values the cells where there are at most 256', async () => {
    const { grid, profile } = await fitOne('(i * i) % 256 + 0.1');
    expect(grid.isDiscrete).toBe(true);
    expect(profile.cells[0]).toBe(0);
    expect(grid.edges.length).toBe(profile.cells.filter((count) => count > 0).length);
  });

  it("cuts a discrete column at the first value that is not below numpy's decile", async () => {
    const { grid, values } = await fitOne('CASE WHEN i % 10 < 4 THEN 0 ELSE i % 7 END');
    const wanted = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => linearQuantile(values, d / 10));
    const cuts = wanted.map((q) => grid.edges.find((edge) => edge >= q));
    expect(grid.decileEdges).toEqual([...new Set(cuts)]);
  });

  it('gives whole numbers of a small span whole cells', async () => {
    const { grid, profile, values } = await fitOne('i % 1500', 30_000);
    expect(grid.edges.every(Number.isInteger)).toBe(true);
    expect(profile.cells).toEqual(countCells(grid, values));
    expect(grid.decileEdges).toEqual([150, 300, 450, 600, 750, 900, 1050, 1200, 1350]);
  });

  it('keeps one heaped value apart from the rest', async () => {
    const { grid, profile, values } = await fitOne(`CASE WHEN i % 2 = 0 THEN 0 ELSE 1 + ${NOISE} END`);
    const zeros = values.filter((value) => value === 0).length;
    expect(profile.cells).toContain(zeros);
    expect(grid.decileEdges[0]).toBe(0);
  });

  it('gives the same version for the same rows and another one for other rows', async () => {
    const dataset = await lab.dataset(`SELECT ${NOISE} AS x, i % 4 AS s FROM range(60000) AS r(i)`);
    const columns = [...numeric('x'), ...categorical('s')];
    const first = await lab.fit(dataset, columns, { fences: 'z' });
    const second = await lab.fit(dataset, columns, { fences: 'z' });
    const other = await lab.fit(dataset, columns, { fences: 'z', where: 's < 3' });
    expect(second.grids).toEqual(first.grids);
    expect(other.grids.version).not.toBe(first.grids.version);
  });

  it('sets fences at 1.5 interquartile ranges, or at three standard deviations', async () => {
    const dataset = await lab.dataset('SELECT i AS x FROM range(1001) AS r(i)');
    const iqr = (await lab.fit(dataset, numeric('x'))).grids.columns.x as NumericGrid;
    expect(iqr.fences!.low).toBeCloseTo(250 - 750, 0);
    expect(iqr.fences!.high).toBeCloseTo(750 + 750, 0);
    const z = (await lab.fit(dataset, numeric('x'), { fences: 'z' })).grids.columns.x as NumericGrid;
    expect(z.fences!.high - 500).toBeCloseTo(3 * Math.sqrt((1001 ** 2 - 1) / 12), 6);
  });

  it('takes the score column as numeric and its edges for the joint counts', async () => {
    const dataset = await lab.dataset(`SELECT ${NOISE} AS p, i % 3 AS s FROM range(2000) AS r(i)`);
    const { grids } = await lab.fit(dataset, numeric('s'), { scoreColumn: 'p' });
    expect(grids.scoreEdges).toEqual((grids.columns.p as NumericGrid).edges);
    expect(grids.isScoreExact).toBe(false);
  });

  it('refuses a column that the dataset lacks', async () => {
    const dataset = await lab.dataset('SELECT 1 AS x');
    await expect(lab.fit(dataset, numeric('y'))).rejects.toMatchObject({
      code: 'metric_not_supported',
      hint: 'Its columns are: x.',
    });
  });
});
