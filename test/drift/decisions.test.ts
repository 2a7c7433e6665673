import { expect, it } from 'vitest';
import { testTable } from '../../src/drift/table-test.ts';
import type { DriftRequest } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { normals, numericPair } from './support.ts';

const COMMON = { column: 'x', threshold: 0, pValueLimit: null, minRows: 10, exactValue: null } as const;

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
