import { describe, expect, it } from 'vitest';
import { rejectByFalseDiscoveryRate } from '../../src/stats/benjamini-hochberg.ts';
import { median, quantileOfSorted, robustSpread } from '../../src/stats/quantiles.ts';

describe('rejectByFalseDiscoveryRate', () => {
  it('steps up: a p-value over its own line is rejected when a larger one is under its line', () => {
    // Lines at .0125, .025, .0375, .05: the second is over its own, the third is not.
    expect(rejectByFalseDiscoveryRate([0.03, 0.01, 0.2, 0.035], 0.05)).toEqual([true, true, false, true]);
  });

  it('rejects none of many middling p-values that a plain limit would', () => {
    const pValues = Array.from({ length: 100 }, (_, i) => 0.01 + i / 110);
    expect(rejectByFalseDiscoveryRate(pValues, 0.05)).not.toContain(true);
  });

  it('rejects a p-value that lies on its line', () => {
    expect(rejectByFalseDiscoveryRate([0.05], 0.05)).toEqual([true]);
    expect(rejectByFalseDiscoveryRate([0.025, 0.9], 0.05)).toEqual([true, false]);
  });

  it('leaves NaN out of the count of tests', () => {
    expect(rejectByFalseDiscoveryRate([Number.NaN, 0.04, Number.NaN], 0.05)).toEqual([false, true, false]);
    expect(rejectByFalseDiscoveryRate([], 0.05)).toEqual([]);
  });
});

describe('quantiles', () => {
  it('interpolate linearly as numpy does', () => {
    expect(quantileOfSorted([1, 2, 4, 8], 0.1)).toBeCloseTo(1.3, 14);
    expect(quantileOfSorted([1, 2, 4, 8], 0.9)).toBeCloseTo(6.8, 14);
    expect(quantileOfSorted([3], 0.5)).toBe(3);
    expect(quantileOfSorted([], 0.5)).toBeNaN();
  });

  it('give a median and a spread that one outlier does not move far', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(robustSpread([10, 11, 12, 13, 1e9])).toBeCloseTo(1.4826, 10);
  });
});
