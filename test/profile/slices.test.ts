import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyProfile, mergeProfiles } from '../../src/profile/merge.ts';
import type { NumericProfile, Profile } from '../../src/profile/types.ts';
import { categorical, DAY, type Lab, makeLab, numeric, numericOf, T0 } from './data.ts';

const COLUMNS = [...numeric('x', 'k'), ...categorical('s')];
const SELECT = `SELECT TIMESTAMP '2026-01-01' + INTERVAL (i * 97) SECOND AS at, sin(i) AS x, i % 5 AS k,
  'c' || (i % 3) AS s FROM range(6000) AS r(i)`;

let lab: Lab;
beforeAll(async () => {
  lab = await makeLab();
});
afterAll(() => lab.space.dispose());

/** Sums of doubles differ in the last digits with the order of adding. */
function withoutSums(profile: Profile) {
  const columns = Object.entries(profile.columns).map(([name, column]) => {
    if (column.kind === 'categorical') return [name, column];
    const { sum, sumSquares, belowSum, aboveSum, ...counts } = column;
    return [name, counts];
  });
  return { ...profile, columns: Object.fromEntries(columns) };
}

async function fitted() {
  const dataset = await lab.dataset(SELECT);
  const { grids, reference } = await lab.fit(dataset, COLUMNS, { timestampColumn: 'at' });
  return { dataset, grids, reference };
}

describe('profileSlices()', () => {
  it.each(['1 day', '1 hour'] as const)('by %s sums to the whole', async (grain) => {
    const { dataset, grids, reference } = await fitted();
    const range = { fromAt: T0, toAt: T0 + 7 * DAY };
    const { slices } = await lab.slices(dataset, COLUMNS, { grids, timestampColumn: 'at', grain, range });
    expect(slices).toHaveLength(grain === '1 day' ? 7 : 168);
    const merged = mergeProfiles(
      grids,
      slices.map(({ profile }) => profile),
    );
    expect(withoutSums(merged)).toEqual(withoutSums(reference));
    const sums = ({ sum, sumSquares }: NumericProfile) => [sum, sumSquares!];
    for (const [index, sum] of sums(numericOf(merged, 'x')).entries()) {
      expect(sum).toBeCloseTo(sums(numericOf(reference, 'x'))[index]!, 6);
    }
  });

  it('puts a row on the border into the later slice', async () => {
    const dataset = await lab.dataset(`SELECT "at", 1.0 AS x FROM (VALUES (TIMESTAMP '2026-01-01 23:59:59.999'),
      (TIMESTAMP '2026-01-02 00:00:00'), (TIMESTAMP '2026-01-03 00:00:00')) AS t("at")`);
    const { grids } = await lab.fit(dataset, numeric('x'));
    const range = { fromAt: T0, toAt: T0 + 2 * DAY };
    const { slices } = await lab.slices(dataset, numeric('x'), { grids, timestampColumn: 'at', range });
    expect(slices.map(({ at, profile }) => [at, profile.rows])).toEqual([
      [T0, 1],
      [T0 + DAY, 1],
    ]);
    expect(slices[1]!.profile.lastEventAt).toBe(T0 + DAY);
  });

  it('returns slices without rows, so that they need not be asked for again', async () => {
    const { dataset, grids } = await fitted();
    const range = { fromAt: T0 + 100 * DAY, toAt: T0 + 102 * DAY };
    const { slices } = await lab.slices(dataset, COLUMNS, { grids, timestampColumn: 'at', range });
    expect(slices.map(({ profile }) => profile)).toEqual([emptyProfile(grids), emptyProfile(grids)]);
  });

  it('is one slice at 0 without a timestamp column', async () => {
    const { dataset, grids, reference } = await fitted();
    const { slices } = await lab.slices(dataset, COLUMNS, { grids });
    expect(slices.map(({ at }) => at)).toEqual([0]);
    expect(slices[0]!.profile.rows).toBe(reference.rows);
    expect(slices[0]!.profile.lastEventAt).toBeNull();
  });

  it('takes dates, zoned timestamps and times before 1970', async () => {
    const dataset = await lab.dataset(
      `SELECT DATE '1969-12-31' AS d, TIMESTAMPTZ '1970-01-01 01:30:00+02:00' AS z, 1 AS x`,
    );
    const { grids } = await lab.fit(dataset, numeric('x'));
    const range = { fromAt: -DAY, toAt: 0 };
    for (const timestampColumn of ['d', 'z']) {
      const { slices } = await lab.slices(dataset, numeric('x'), { grids, timestampColumn, range });
      expect(slices.map(({ at, profile }) => [at, profile.rows])).toEqual([[-DAY, 1]]);
    }
  });

  it('leaves out rows without event time', async () => {
    const dataset = await lab.dataset(
      `SELECT CASE WHEN i > 0 THEN TIMESTAMP '2026-01-01' END AS at, i AS x FROM range(3) AS r(i)`,
    );
    const { grids } = await lab.fit(dataset, numeric('x'));
    const { slices } = await lab.slices(dataset, numeric('x'), { grids, timestampColumn: 'at' });
    expect(slices.map(({ profile }) => profile.rows)).toEqual([2]);
  });

  it('takes a segment', async () => {
    const { dataset, grids } = await fitted();
    const { slices } = await lab.slices(dataset, COLUMNS, { grids, where: "s = 'c1' OR FALSE" });
    expect(slices[0]!.profile.rows).toBe(2000);
    const commented = await lab.slices(dataset, COLUMNS, { grids, where: "s = 'c1' -- one" });
    expect(commented.slices[0]!.profile.rows).toBe(2000);
  });

  it('gives nothing that JSON cannot hold', async () => {
    const { dataset, grids } = await fitted();
    const { slices } = await lab.slices(dataset, COLUMNS, { grids, timestampColumn: 'at' });
    expect(JSON.parse(JSON.stringify(slices))).toEqual(slices);
  });

  it('can be cancelled', async () => {
    const { dataset, grids } = await fitted();
    await expect(lab.slices(dataset, COLUMNS, { grids, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('fetches less than a megabyte for 20 columns by 7 days', async () => {
    const numbers = Array.from({ length: 14 }, (_, i) => `n${i}`);
    const texts = Array.from({ length: 6 }, (_, i) => `s${i}`);
    const dataset = await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + INTERVAL (i * 10) SECOND AS at,
      ${numbers.map((name, k) => `sin(i * ${k + 1}.1) AS ${name}`).join(', ')},
      ${texts.map((name, k) => `'category ' || (i % ${20 * (k + 1)}) AS ${name}`).join(', ')} FROM range(60480) AS r(i)`);
    const columns = [...numeric(...numbers), ...categorical(...texts)];
    const { grids } = await lab.fit(dataset, columns);
    const range = { fromAt: T0, toAt: T0 + 7 * DAY };
    const { bytes, slices } = await lab.slices(dataset, columns, { grids, timestampColumn: 'at', range });
    expect(numericOf(slices[0]!.profile, 'n0').cells.length).toBeGreaterThan(230);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(1_000_000);
  });
});
