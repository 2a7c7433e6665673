import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeProfiles } from '../../src/profile/merge.ts';
import { listPairs, readPairs } from '../../src/profile/pairs.ts';
import type { GridSet, Profile } from '../../src/profile/types.ts';
import { correlationOf } from '../../src/stats/correlation.ts';
import { decodeProfile, encodeProfile } from '../../src/store/profile-codec.ts';
import golden from '../parity/correlation.json' with { type: 'json' };
import { type Lab, makeLab, numeric } from './data.ts';

const NAMES = golden.columns;
/** The golden rows over four days; where a value is missing, NULL, NaN or an infinity in turn. */
const ROWS = golden.rows.map((row, i) => {
  const gap = ['CAST(NULL AS DOUBLE)', "'NaN'::DOUBLE", "'-inf'::DOUBLE"][i % 3];
  const values = row.map((value, k) => `${value === null ? gap : `${value}::DOUBLE`} AS ${NAMES[k]}`);
  return `SELECT TIMESTAMP '2026-01-01' + to_days(${i % 4}) AS at, ${values.join(', ')}`;
});

let lab: Lab;
let whole: { grids: GridSet; reference: Profile };
let days: Profile[];
beforeAll(async () => {
  lab = await makeLab();
  const dataset = await lab.dataset(ROWS.join(' UNION ALL '));
  whole = await lab.fit(dataset, numeric(...NAMES), { pairs: NAMES });
  const range = { fromAt: Date.UTC(2026, 0, 1), toAt: Date.UTC(2026, 0, 5) };
  const found = await lab.slices(dataset, numeric(...NAMES), { grids: whole.grids, timestampColumn: 'at', range });
  days = found.slices.map(({ profile }) => profile);
});
afterAll(() => lab.space.dispose());

function matrixOf(profile: Profile): (number | null)[] {
  return readPairs(profile).map((sums) => (sums === null ? null : correlationOf(sums)));
}

const PLACES = listPairs(NAMES.length);
const PANDAS = PLACES.map(({ x, y }) => golden.pandas[x]![y] ?? null);
/** pandas itself loses 4e-8 to an offset of a billion, and scipy nothing. */
const HARD = NAMES.indexOf('offset');

function expectPandas(actual: readonly (number | null)[]): void {
  expect(actual.map((r) => r === null)).toEqual(PANDAS.map((r) => r === null));
  const off = (i: number) => Math.abs((actual[i] ?? 0) - (PANDAS[i] ?? 0));
  expect(Math.max(...PLACES.map(({ x, y }, i) => (x === HARD || y === HARD ? 0 : off(i))))).toBeLessThan(1e-9);
  expect(Math.max(...PLACES.map((_, i) => off(i)))).toBeLessThan(1e-7);
}

describe('pair sums', () => {
  it("give the correlations of pandas' DataFrame.corr over pairwise complete rows, NaN and infinities left out", () => {
    expectPandas(matrixOf(whole.reference));
  });

  it("give those of scipy's pearsonr", () => {
    const ours = matrixOf(whole.reference);
    const scipy = golden.scipy as Record<string, number>;
    const off = PLACES.flatMap(({ x, y }, i) => {
      const expected = scipy[`${NAMES[x]} ${NAMES[y]}`];
      return expected === undefined ? [] : [Math.abs(ours[i]! - expected)];
    });
    expect(off).toHaveLength(Object.keys(scipy).length);
    expect(Math.max(...off)).toBeLessThan(1e-9);
  });

  it('of days merge to those of all rows, in any order', () => {
    expect(days).toHaveLength(4);
    expectPandas(matrixOf(mergeProfiles(whole.grids, days)));
    expectPandas(matrixOf(mergeProfiles(whole.grids, [...days].reverse())));
  });

  it('of a day without gaps and of one with gaps merge to those of all rows, in any order', async () => {
    const dataset = await lab.dataset(`SELECT TIMESTAMP '2026-01-01' + to_days((i // 50)::INTEGER) AS at, sin(i) AS a,
      CASE WHEN i < 50 OR i % 3 > 0 THEN sin(i) + cos(i * 7) END AS b FROM range(100) AS r(i)`);
    const columns = numeric('a', 'b');
    const { grids, reference } = await lab.fit(dataset, columns, { pairs: ['a', 'b'] });
    const range = { fromAt: Date.UTC(2026, 0, 1), toAt: Date.UTC(2026, 0, 3) };
    const { slices } = await lab.slices(dataset, columns, { grids, timestampColumn: 'at', range });
    const parts = slices.map(({ profile }) => profile);
    expect(parts.map(({ pairs }) => Object.keys(pairs!.pairs[0]!).length)).toEqual([1, 6]);
    const [expected] = matrixOf(reference);
    for (const order of [parts, [...parts].reverse()]) {
      expect(matrixOf(mergeProfiles(grids, order))[0]).toBeCloseTo(expected!, 12);
    }
  });

  it('come back from the store as they were', () => {
    for (const profile of [...days, whole.reference]) {
      expect(decodeProfile(encodeProfile(profile)).pairs).toEqual(profile.pairs);
    }
  });

  it('ask for one sum where neither column has a gap', () => {
    const { pairs } = whole.reference.pairs!;
    const at = (x: string, y: string) => pairs[PLACES.findIndex((pair) => NAMES[pair.x] === x && NAMES[pair.y] === y)];
    expect(Object.keys(at('base', 'against')!)).toEqual(['xy']);
    expect(at('base', 'near')).toMatchObject({ count: golden.summary.near.count });
  });

  it('leave the noise of a correlation with the grids, as numpy has it from the same rows', () => {
    const { noise } = whole.grids.pairs!;
    const wrong = Object.entries(golden.noise).filter(([names, expected]) => {
      const found = noise[PLACES.findIndex(({ x, y }) => `${NAMES[x]} ${NAMES[y]}` === names)]!;
      const off = (ours: number, theirs: number) => Math.abs(ours / theirs - 1);
      return !(off(found.spread, expected.spread) < 1e-9 && off(found.tail, expected.tail) < 1e-9);
    });
    expect(wrong).toEqual([]);
    expect(noise[PLACES.findIndex(({ y }) => NAMES[y] === 'constant')]).toBeNull();
  });

  it('are not known of a column that a dataset lacks', async () => {
    const dataset = await lab.dataset('SELECT i / 3e0 AS base, i % 7 / 2e0 AS whole FROM range(50) AS r(i)');
    const { slices } = await lab.slices(dataset, numeric('base', 'whole'), { grids: whole.grids });
    const known = readPairs(slices[0]!.profile).flatMap((sums, i) => (sums === null ? [] : [i]));
    const wanted = PLACES.findIndex(({ x, y }) => NAMES[x] === 'base' && NAMES[y] === 'whole');
    expect(known).toEqual([wanted]);
  });

  it('overflow to an unknown correlation, never to a wrong one', async () => {
    const dataset = await lab.dataset('SELECT i * 1e300 AS a, i * 1e299 AS b FROM range(50) AS r(i)');
    const { reference } = await lab.fit(dataset, numeric('a', 'b'), { pairs: ['a', 'b'] });
    expect(matrixOf(reference)).toEqual([null]);
  });
});
