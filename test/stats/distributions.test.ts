import { describe, expect, it } from 'vitest';
import { betainc } from '../../src/stats/beta.ts';
import { chiSquareSf, erfc, normalPpf, normalSf, studentTSf } from '../../src/stats/distributions.ts';
import { gammaP, gammaQ, lgamma } from '../../src/stats/gamma.ts';
import { kstwoSf } from '../../src/stats/kolmogorov.ts';
import golden from '../parity/distributions.json' with { type: 'json' };

/** Each row of the golden file: the arguments, then scipy 1.17.1's value. */
const FUNCTIONS: Record<keyof typeof golden, { ours: (...args: number[]) => number; tolerance: number }> = {
  gammaln: { ours: lgamma, tolerance: 2e-14 },
  gammainc: { ours: gammaP, tolerance: 1e-12 },
  gammaincc: { ours: gammaQ, tolerance: 1e-12 },
  erfc: { ours: erfc, tolerance: 1e-13 },
  betainc: { ours: betainc, tolerance: 1e-11 },
  'norm.sf': { ours: normalSf, tolerance: 1e-12 },
  'norm.ppf': { ours: normalPpf, tolerance: 1e-12 },
  'chi2.sf': { ours: chiSquareSf, tolerance: 1e-12 },
  't.sf': { ours: studentTSf, tolerance: 1e-10 },
  'kstwo.sf': { ours: kstwoSf, tolerance: 1e-9 },
};

it('tails end in 0 and 1 where a square does not fit a double, as scipy 1.17.1 has it', () => {
  const [inf, huge] = [Number.POSITIVE_INFINITY, 1e200];
  expect([inf, huge].map(normalSf)).toEqual([0, 0]);
  expect([-inf, -huge].map(normalSf)).toEqual([1, 1]);
  expect([chiSquareSf(inf, 3), gammaQ(2, inf), gammaP(0.5, inf)]).toEqual([0, 0, 1]);
});

describe('distributions agree with scipy 1.17.1', () => {
  for (const [name, { ours, tolerance }] of Object.entries(FUNCTIONS)) {
    it(`${name} within ${tolerance} of its value, far tails included`, () => {
      const rows = golden[name as keyof typeof golden];
      const wrong = rows.filter((row) => {
        const expected = row.at(-1)!;
        const actual = ours(...row.slice(0, -1));
        return !(Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-300);
      });
      expect(wrong.map((row) => [...row, ours(...row.slice(0, -1))])).toEqual([]);
    });
  }
});
