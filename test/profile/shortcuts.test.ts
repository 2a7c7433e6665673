// What is read column by column must give what one statement over all columns gives, on any data.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseFine, countSteps, fineBoundary, fineCellSql, plainCellSql } from '../../src/profile/fine.ts';
import type { GridSet, Profile } from '../../src/profile/types.ts';
import { DUCKDB } from '../../src/warehouse/dialect.ts';
import type { Dataset } from '../../src/warehouse/types.ts';
import { categorical, DAY, type Lab, makeLab, numeric, numericOf, T0 } from './data.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

const NOISE = '(sin(i * 12.9898) * 43758.5453 - floor(sin(i * 12.9898) * 43758.5453))';
/** `shift` moves the second data set off the grid of the first. */
function oddRows(shift: number, rows = 8000): string {
  return `SELECT TIMESTAMP '2026-01-01' + to_seconds(i * 30) AS at,
    CASE WHEN i % 50 = 0 THEN NULL WHEN i % 97 = 0 THEN 'NaN'::DOUBLE WHEN i % 89 = 0 THEN '-inf'::DOUBLE ELSE ${NOISE} END AS wild,
    CASE WHEN i % 3 = 0 THEN -0e0 WHEN i % 1000 = 7 THEN -1e300 WHEN i % 1000 = 8 THEN 1e300 ELSE tan(3 * (${NOISE} - 0.5)) END AS huge,
    least(${NOISE} + ${shift}, 0.75) AS capped,
    floor(${NOISE} * 900) - 300 + ${shift} * 1000 AS whole,
    tan(3.1 * (${NOISE} - 0.5)) + ${shift} AS heavy,
    power(${NOISE} + 1e-6, -3) AS long,
    CASE WHEN i % 11 = 0 THEN NULL ELSE i % 7 END AS few,
    CAST(NULL AS DOUBLE) AS missing,
    CAST(i % 300 AS SMALLINT) AS small,
    CAST(${NOISE} * 1e6 AS DECIMAL(12, 3)) AS cents,
    CASE WHEN i % 13 = 0 THEN NULL ELSE 'v' || i % 40 END AS text, i % 2 = 0 AS flag
    FROM range(${rows}) AS r(i)`;
}
const NUMBERS = ['wild', 'huge', 'capped', 'whole', 'heavy', 'long', 'few', 'missing', 'small', 'cents'];
const COLUMNS = [...numeric(...NUMBERS), ...categorical('text', 'flag')];

function byRows(dataset: Dataset): Dataset {
  return { ...dataset, isColumnar: false };
}

/** Sums of doubles depend on their order; all else must be the same. */
function expectAlike(found: Profile, wanted: Profile): void {
  const plain = ({ columns, ...rest }: Profile) => ({
    ...rest,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => {
        if (column.kind === 'categorical') return [name, column];
        return [name, { ...column, sum: null, sumSquares: null, belowSum: null, aboveSum: null }];
      }),
    ),
  });
  expect(plain(found)).toEqual(plain(wanted));
  for (const [name, column] of Object.entries(wanted.columns)) {
    const other = found.columns[name]!;
    if (column.kind === 'categorical' || other.kind === 'categorical') continue;
    for (const key of ['sum', 'sumSquares', 'belowSum', 'aboveSum'] as const) {
      const [a, b] = [other[key], column[key]];
      if (a === null || b === null) expect(a).toBe(b);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b), column.rows));
    }
  }
}

describe('a dataset that is read column by column', () => {
  it.each(['iqr', 'z'] as const)(
    'has the grids and the reference of one read as a whole, with %s fences',
    async (fences) => {
      const dataset = await lab.dataset(oddRows(0));
      expect(dataset.isColumnar).toBe(true);
      const quick = await lab.fit(dataset, COLUMNS, { fences });
      const slow = await lab.fit(byRows(dataset), COLUMNS, { fences });
      expect(quick.grids).toEqual(slow.grids);
      expectAlike(quick.reference, slow.reference);
    },
  );

  it('has the same slices, off the grid, too', async () => {
    const { grids } = await lab.fit(await lab.dataset(oddRows(0)), COLUMNS);
    const current = await lab.dataset(oddRows(0.2));
    const options = { grids, timestampColumn: 'at', range: { fromAt: T0, toAt: T0 + 2 * DAY } };
    const quick = await lab.slices(current, COLUMNS, options);
    const slow = await lab.slices(byRows(current), COLUMNS, options);
    expect(quick.slices.map(({ at }) => at)).toEqual(slow.slices.map(({ at }) => at));
    for (const [i, { profile }] of quick.slices.entries()) expectAlike(profile, slow.slices[i]!.profile);
  });

  it('has the same slice when it is read alone', async () => {
    const { grids } = await lab.fit(await lab.dataset(oddRows(0)), COLUMNS);
    const current = await lab.dataset(oddRows(0.2));
    const read = async (dataset: Dataset, fromAt: number, toAt: number) =>
      (await lab.slices(dataset, COLUMNS, { grids, timestampColumn: 'at', range: { fromAt, toAt } })).slices;
    const both = await read(current, T0, T0 + 2 * DAY);
    for (const dataset of [current, byRows(current)]) {
      const [second, ...others] = await read(dataset, T0 + DAY, T0 + 2 * DAY);
      expect(others).toEqual([]);
      expect(second!.at).toBe(T0 + DAY);
      expectAlike(second!.profile, both[1]!.profile);
    }
    expect(await read(current, T0 - DAY, T0)).toMatchObject([{ at: T0 - DAY, profile: { rows: 0 } }]);
  });

  it('has the same profile as one window without event time', async () => {
    const { grids } = await lab.fit(await lab.dataset(oddRows(0)), COLUMNS);
    const current = await lab.dataset(oddRows(0.2));
    const quick = await lab.slices(current, COLUMNS, { grids });
    const slow = await lab.slices(byRows(current), COLUMNS, { grids });
    expectAlike(quick.slices[0]!.profile, slow.slices[0]!.profile);
  });

  it('has the same slices where they are too many rows to keep all columns at once', async () => {
    // Sums of 1e300 and -1e300 depend on which thread was first.
    const columns = COLUMNS.filter(({ name }) => name !== 'huge');
    const { grids } = await lab.fit(await lab.dataset(oddRows(0)), columns);
    const current = await lab.dataset(oddRows(0.2, 450_000));
    const options = { grids, timestampColumn: 'at', range: { fromAt: T0, toAt: T0 + 160 * DAY } };
    const quick = await lab.slices(current, columns, options);
    const slow = await lab.slices(byRows(current), columns, options);
    expect(slow.slices[148]!.profile.rows).toBe(2880);
    for (const [i, { profile }] of quick.slices.entries()) expectAlike(profile, slow.slices[i]!.profile);
  });

  it.each([
    ['all of them', {}],
    ['those of a range', { timestampColumn: 'at', range: { fromAt: T0, toAt: T0 + 40 * DAY } }],
  ])('has the same profile of millions of rows, whose statements run one after another: %s', async (_, wanted) => {
    const columns = [...numeric('long', 'few'), ...categorical('text')];
    const { grids } = await lab.fit(await lab.dataset(oddRows(0)), columns);
    const current = await lab.dataset(
      `SELECT i % 8 AS few, i / 1e5 AS long, 'v' || i % 45 AS text, make_timestamp(${T0 * 1000} + i * 1000000) AS at
        FROM range(3100000) AS r(i)`,
    );
    const quick = await lab.slices(current, columns, { grids, ...wanted });
    const slow = await lab.slices(byRows(current), columns, { grids, ...wanted });
    for (const [i, { profile }] of quick.slices.entries()) expectAlike(profile, slow.slices[i]!.profile);
    const rows = quick.slices.map(({ profile }) => numericOf(profile, 'few').rows);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(3_100_000);
  });

  it('is profiled on grids that an older version stored', async () => {
    const dataset = await lab.dataset(oddRows(0.2));
    const fitted = (await lab.fit(dataset, numeric('heavy', 'capped'))).grids;
    const grids = { ...fitted, columns: { ...fitted.columns, heavy: asOlder(fitted) } };
    const quick = await lab.slices(dataset, numeric('heavy', 'capped'), { grids });
    const slow = await lab.slices(byRows(dataset), numeric('heavy', 'capped'), { grids });
    expectAlike(quick.slices[0]!.profile, slow.slices[0]!.profile);
    const { cells } = numericOf(quick.slices[0]!.profile, 'heavy');
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(8000);
  });
});

/** A grid of asinh cells over the same column. */
function asOlder({ columns }: GridSet) {
  const { heavy } = columns;
  if (heavy?.kind !== 'numeric') throw new Error('no numeric column');
  const fine = {
    transform: { kind: 'asinh', center: 0, scale: 1 },
    low: -3,
    high: 3,
    count: 60,
    starts: [0, 1, 31, 61],
  } as const;
  return { ...heavy, edges: [Math.sinh(-3), 0, Math.sinh(3)], decileEdges: [0], fine };
}

const spread = fc.tuple(fc.double({ min: 1e-6, max: 1e6 }), fc.double({ min: 1.01, max: 2000 }));
const bounds = fc.record({
  middle: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  spread,
  isIntegral: fc.boolean(),
});

describe('the arithmetic of cells', () => {
  it('is one and the same with and without a CASE, at every edge and beside it', async () => {
    const check = fc.asyncProperty(bounds, async ({ middle, spread: [width, reach], isIntegral }) => {
      const p50 = isIntegral ? Math.round(middle) : middle;
      const at = (steps: number) => (isIntegral ? Math.round(p50 + steps * width) : p50 + steps * width);
      const [min, max] = [at(-reach), at(reach / 2)];
      const quantiles = { p001: min, p25: at(-1), p50, p75: at(1), p999: max };
      const fine = chooseFine({ min, max, ...quantiles, isIntegral });
      const cells = [1, 2, Math.ceil(fine.count / 2), fine.count, fine.count + 1];
      const edges = cells.map((cell) => fineBoundary(fine, cell));
      const values = [min, max, p50, min - width, max + width, ...edges, ...edges.map((edge) => edge * (1 - 1e-15))];
      const extremes = { min: Math.min(...values), max: Math.max(...values) };
      const plain = plainCellSql(DUCKDB, fine, 'x', extremes);
      if (plain === null) return;
      const rows = values.map((value) => `(${DUCKDB.number(value)})`).join(', ');
      const found = await lab.warehouse.query(
        `SELECT x, ${fineCellSql(DUCKDB, fine, 'x', 0)}, least(greatest(${plain}, -1), ${fine.count}) + 1, ${plain}
         FROM (VALUES ${rows}) AS v(x)`,
      );
      for (const [x, cased, clamped, steps] of found.rows) {
        expect(clamped).toBe(cased);
        expect(steps).toBe(Math.floor(countSteps(fine, Number(x))) + 0);
      }
      for (const [i, edge] of edges.entries()) expect(countSteps(fine, edge)).toBeGreaterThanOrEqual(cells[i]! - 1);
    });
    await fc.assert(check, { numRuns: 150, seed: 11 });
  });
});
