import { describe, expect, it } from 'vitest';
import { summariseNoise } from '../../src/drift/floor.ts';

/** 1, 2 ... 999: from 900 on is the upper tenth, on average 49.5 above its beginning. */
const EVEN = Float64Array.from({ length: 999 }, (_, i) => i + 1);
const fitted = (value: number): number => 0.1 * Math.exp(-(value - 900) / 49.5);

describe('the noise of 999 draws', () => {
  it('has its floor where a test by draws, which counts the observed value, finds one in 200', () => {
    const { floor, pValue } = summariseNoise(EVEN);
    expect(floor).toBe(995);
    expect(pValue(floor + 0.5)).toBeGreaterThan(0.005);
  });

  it('counts the observed value as one of the draws, where ten or more reach it', () => {
    const { pValue } = summariseNoise(EVEN);
    expect(pValue(0)).toBe(1);
    expect(pValue(500)).toBe(501 / 1000);
    expect(pValue(990)).toBe(11 / 1000);
  });

  it('fits the tail where fewer reach it, and never says more than ten draws would', () => {
    const { pValue } = summariseNoise(EVEN);
    expect(pValue(995)).toBe(11 / 1000);
    expect(pValue(1020)).toBeCloseTo(fitted(1020), 12);
    expect(pValue(3000) / fitted(3000)).toBeCloseTo(1, 9);
  });

  it('takes what differs by rounding alone for equal, where all draws are', () => {
    const { pValue } = summariseNoise(new Float64Array(999).fill(0.3));
    expect(pValue(0.3 * (1 + 1e-12))).toBe(1);
    expect(pValue(0.31)).toBe(1 / 1000);
  });
});
