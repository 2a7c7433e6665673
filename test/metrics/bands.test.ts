import { describe, expect, it } from 'vitest';
import { aucBand, rateBand } from '../../src/metrics/intervals.ts';
import { drawBinomial } from '../../src/stats/draws.ts';
import { createRandom } from '../../src/stats/random.ts';

describe('rateBand', () => {
  it("is Wilson's interval, which stays within 0 and 1", () => {
    // statsmodels proportion_confint(8, 10, method='wilson')
    const band = rateBand(0.8, 10)!;
    expect(band.low).toBeCloseTo(0.490162, 5);
    expect(band.high).toBeCloseTo(0.943318, 5);
    expect(rateBand(1, 20)!.high).toBe(1);
    expect(rateBand(0.5, 0)).toBeNull();
  });

  it('covers the true rate in about 95 windows of 100', () => {
    const random = createRandom(3);
    let covered = 0;
    for (let window = 0; window < 1000; window++) {
      const band = rateBand(drawBinomial(random, 200, 0.9) / 200, 200)!;
      if (band.low <= 0.9 && 0.9 <= band.high) covered += 1;
    }
    expect(covered).toBeGreaterThan(925);
    expect(covered).toBeLessThan(975);
  });
});

describe('aucBand', () => {
  it('is the interval of Hanley and McNeil', () => {
    // Q1 = .893 / 1.107, Q2 = 2 (.893^2) / 1.893 over 51 and 58 cases: a standard error of 0.0325.
    const band = aucBand(0.893, 51, 58)!;
    expect((band.high - band.low) / (2 * 1.96)).toBeCloseTo(0.0325, 4);
    expect(aucBand(0.8, 0, 5)).toBeNull();
  });
});
