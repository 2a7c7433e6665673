import { expect, it } from 'vitest';
import { chiSquareIsf, chiSquareSf } from '../../src/stats/distributions.ts';

// scipy.stats.chi2.isf
it.each([
  [0.005, 1, 7.879438576622417],
  [0.005, 10, 25.188179571971173],
  [0.005, 100, 140.16948944231],
  [0.05, 2, 5.991464547107983],
])('the value exceeded with probability %d by chi-square of %d degrees is %d', (probability, degrees, value) => {
  expect(chiSquareIsf(probability, degrees) / value).toBeCloseTo(1, 10);
});

it('undoes the survival function', () => {
  for (const degrees of [1, 3, 9, 60, 256, 1000]) {
    for (const probability of [1e-9, 1e-4, 0.005, 0.2, 0.49]) {
      const found = chiSquareSf(chiSquareIsf(probability, degrees), degrees);
      expect(found / probability, `${degrees} ${probability}`).toBeCloseTo(1, 8);
    }
  }
});
