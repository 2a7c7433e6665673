import { describe, expect, it } from 'vitest';
import { chanceOfMove, chanceOfShare, chanceOfValue, errorOfBand } from '../../src/checks/sampling.ts';

const ABOVE = { threshold: 0.05, direction: 'above' } as const;
const BELOW = { threshold: 0.05, direction: 'below' } as const;

function expectClose(actual: number | null, expected: number): void {
  expect(Math.abs(actual! / expected - 1)).toBeLessThan(1e-9);
}

describe('the chance of a share is the binomial tail beyond it, as scipy.stats.binom 1.17.1 gives it', () => {
  it('above a limit: sf(count - 1), that of millions of rows included', () => {
    expectClose(chanceOfShare(80, 1000, ABOVE), 3.488644975793487e-5);
    expectClose(chanceOfShare(53_000, 1_000_000, ABOVE), 1.2202625285425303e-42);
  });

  it('below a limit: cdf(count), to the digits of its far tail', () => {
    expectClose(chanceOfShare(40, 1000, BELOW), 0.080636573256691);
    expectClose(chanceOfShare(3, 1000, BELOW), 1.358062398215695e-18);
    expectClose(chanceOfShare(0, 50, { threshold: 0.1, direction: 'below' }), 0.0051537752073201135);
  });

  it('is certain of a share at the end of its range, and unknown without a limit or rows', () => {
    expect(chanceOfShare(0, 10, ABOVE)).toBe(1);
    expect(chanceOfShare(10, 10, BELOW)).toBe(1);
    expect(chanceOfShare(1, 10, { threshold: null, direction: null })).toBeNull();
    expect(chanceOfShare(0, 0, ABOVE)).toBeNull();
  });
});

describe('the chance of a value with a normal error', () => {
  it('is one-sided beyond a limit, and two-sided for a move either way', () => {
    expectClose(chanceOfValue(0.05 + 0.015, 0.01, ABOVE), 0.06680720126885807);
    expectClose(chanceOfValue(0.05 - 0.015, 0.01, BELOW), 0.06680720126885807);
    expectClose(chanceOfMove(2.5, 1), 0.012419330651552265);
    expect(chanceOfMove(0, 0)).toBe(1);
  });

  it('without an error is 0 beyond the limit and 1 within it; an unknown error says nothing', () => {
    expect([chanceOfValue(0.06, 0, ABOVE), chanceOfValue(0.05, 0, ABOVE)]).toEqual([0, 1]);
    expect(chanceOfValue(0.06, errorOfBand(null), ABOVE)).toBeNull();
  });

  it('takes a 95 % band for 1.96 errors to either side', () => {
    expectClose(errorOfBand({ low: 0.3, high: 0.3 + 2 * 1.959963984540054 }), 1);
  });
});
