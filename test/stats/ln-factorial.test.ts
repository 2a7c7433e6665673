import { expect, test } from 'vitest';
import { lnFactorial } from '../../src/stats/draws.ts';
import { lgamma } from '../../src/stats/gamma.ts';

test('the logarithm of a factorial is that of the gamma function, in the table, at its end and far beyond', () => {
  for (const k of [0, 1, 2, 10, 1000, 16_383, 16_384, 16_385, 50_000, 1e6, 1e9]) {
    const expected = lgamma(k + 1);
    expect(Math.abs(lnFactorial(k) - expected)).toBeLessThanOrEqual(1e-13 * Math.max(1, expected));
  }
});
