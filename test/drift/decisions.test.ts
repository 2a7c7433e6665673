import { expect, it } from 'vitest';
import { testTable } from '../../src/drift/table-test.ts';
import type { DriftRequest, DriftResult } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { categoricalPair, normals, numericPair } from './support.ts';

const COMMON = { column: 'x', threshold: 0, pValueLimit: null, minRows: 10, exactValue: null } as const;

function judgeOne(request: DriftRequest): DriftResult {
  return judgeDrift([request])[0]!;
}

/** The same values moved by so many of their deviations. */
function shifted(by: number): DriftRequest {
  const reference = normals(1, 2000);
  const current = reference.map((value) => value + by);
  return { ...COMMON, method: 'z_score', pair: numericPair(reference, current) };
}

it('a column drifts from its noise floor on, and not a twentieth below it', () => {
  const floorOf = (by: number): number => judgeDrift([shifted(by)])[0]!.floor!;
  const floor = floorOf(0.09);
  expect(judgeDrift([shifted(0.95 * floor)])[0]).toMatchObject({ drifted: false, state: 'ok' });
  expect(judgeDrift([shifted(1.05 * floor)])[0]).toMatchObject({ drifted: true, state: 'breach' });
});

it('a p-value that a monitor limits must lie below the limit, and not at it', () => {
  const pair = numericPair(normals(2, 500), normals(3, 500, 0.15));
  const ask = (pValueLimit: number): DriftRequest => ({
    ...COMMON,
    ...{ method: 'ks_test', pair, pValueLimit, isTestAlone: true },
  });
  const pValue = judgeDrift([ask(0.5)])[0]!.pValue!;
  expect(pValue).toBeGreaterThan(0);
  expect(judgeDrift([ask(pValue)])[0]!.drifted).toBe(false);
  expect(judgeDrift([ask(pValue * 1.001)])[0]!.drifted).toBe(true);
});

it('the p-value of both tests of a table pays for the choice between them, also beyond the draws', () => {
  const draws = Float64Array.from({ length: 999 }, (_, i) => -Math.log(1 - (i + 0.5) / 999));
  const { pValue, foundBy } = testTable({ whole: 8, largest: 0 }, { whole: draws, largest: draws }, null);
  expect(foundBy).toBe('whole');
  // Exponential draws, of which none reaches 8; four parts of the level are this statistic's, one is the other's.
  expect(pValue / (1.25 * Math.exp(-8))).toBeCloseTo(1, 1);
});

it('so many values as are needed are enough, and one fewer is not', () => {
  const ask = (rows: number): DriftRequest => ({
    ...COMMON,
    ...{ method: 'ks_test', minRows: 30, pair: numericPair(normals(4, 200), normals(5, rows)) },
  });
  expect(judgeDrift([ask(30)])[0]!.state).toBe('ok');
  expect(judgeDrift([ask(29)])[0]).toMatchObject({ state: 'unknown', value: null });
  // A monitor may ask for fewer, but not for fewer than the method needs.
  expect(judgeDrift([{ ...ask(9), minRows: 1 }])[0]).toMatchObject({ state: 'unknown', value: null });
});

it('a value must be over its threshold, and not at it', () => {
  const { value } = judgeDrift([shifted(0.5)])[0]!;
  const ask = (threshold: number) => judgeDrift([{ ...shifted(0.5), threshold }])[0]!;
  expect(ask(value!)).toMatchObject({ drifted: false, state: 'ok' });
  expect(ask(value! * 0.999)).toMatchObject({ drifted: true, state: 'breach' });
});

it('of clean runs at most three in a hundred may name a column: a p-value pays for all columns that are asked', () => {
  const clean = shifted(0);
  const moved = Array.from({ length: 40 }, (_, i) => shifted(0.09 + i / 1000)).find((one) => {
    return judgeOne(one).pValue! < 0.0022;
  })!;
  expect(judgeOne(moved).pValue).toBeGreaterThan(0.0018);
  const isFoundAmong = (columns: number): boolean =>
    judgeDrift([moved, ...Array.from({ length: columns - 1 }, () => clean)])[0]!.drifted;
  expect([isFoundAmong(13), isFoundAmong(17)]).toEqual([true, false]);
});

it('a value that equals its floor is within it: of small tables many draws are the same', () => {
  let atFloor = 0;
  for (let m = 12; m < 40; m++) {
    for (let kept = 0; kept < m; kept++) {
      const pair = categoricalPair([400, 100], [kept, m - kept]);
      const { value, floor, pValue, drifted } = judgeOne({ ...COMMON, method: 'psi', pair });
      if (value !== floor || pValue! > 0.03) continue;
      atFloor += 1;
      expect(drifted).toBe(false);
    }
  }
  expect(atFloor).toBeGreaterThan(0);
});

it('the test of the table alone decides on the JS distance of categories: to be over its floor is not enough', () => {
  const pair = categoricalPair([401, 168, 73, 31, 15], [96, 46, 16, 0, 0]);
  const { value, floor, pValue, drifted } = judgeOne({ ...COMMON, method: 'js_distance', pair });
  expect(value).toBeGreaterThan(1.2 * floor!);
  expect(pValue).toBeGreaterThan(0.0065);
  expect(pValue).toBeLessThan(0.03);
  expect(drifted).toBe(false);
});

it('the p-value of a moved mean is two-sided: hardly moved at all, chance does as much nearly always', () => {
  expect(judgeOne(shifted(0.001)).pValue).toBeGreaterThan(0.95);
});
