import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { boundOfGap } from '../../src/drift/ks-test.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { categoricalPair, numericPair } from './support.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 10, maxLength: 60 });
const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 8 }).map((pairs) => ({
  left: [10, ...pairs.map(([left]) => left)],
  right: [10, ...pairs.map(([, right]) => right)],
}));
const RUNS = { numRuns: 150, seed: 42 };

function exactKs(left: readonly number[], right: readonly number[]): number {
  const share = (values: readonly number[], at: number): number =>
    values.filter((value) => value <= at).length / values.length;
  return Math.max(...[...left, ...right].map((at) => Math.abs(share(left, at) - share(right, at))));
}

describe('for all counts', () => {
  it('JS distance and chi-square do not care which side is the reference, and stay within 0 and 1', () => {
    fc.assert(
      fc.property(counts, ({ left, right }) => {
        for (const { value } of [METHODS.js_distance, METHODS.chi_square]) {
          const there = value(categoricalPair(left, right));
          expect(there).toBeCloseTo(value(categoricalPair(right, left)), 12);
          expect(there).toBeGreaterThanOrEqual(0);
          expect(there).toBeLessThanOrEqual(1);
        }
      }),
      RUNS,
    );
  });

  it('no method is negative, and equal samples are at distance 0', () => {
    fc.assert(
      fc.property(numbers, numbers, (reference, current) => {
        for (const { kinds, value, name } of Object.values(METHODS)) {
          if (!kinds.includes('numeric')) continue;
          expect(value(numericPair(reference, current)), name).toBeGreaterThanOrEqual(0);
          expect(value(numericPair(reference, reference)), name).toBeCloseTo(0, 9);
        }
      }),
      RUNS,
    );
  });

  it('a binned KS is never above the exact one, and below it by no more than its bound', () => {
    fc.assert(
      fc.property(numbers, numbers, (reference, current) => {
        const pair = numericPair(reference, current);
        if (pair.kind !== 'numeric' || new Set(reference).size === 1) return;
        const exact = exactKs(reference, current);
        const binned = METHODS.ks_test.value(pair);
        expect(binned).toBeLessThanOrEqual(exact + 1e-12);
        expect(binned).toBeGreaterThanOrEqual(exact - boundOfGap(pair) - 1e-12);
      }),
      RUNS,
    );
  });

  it('every verdict is complete: a finite value with a floor and a probability, or unknown with a reason', () => {
    const pairs: fc.Arbitrary<ColumnPair> = fc.oneof(
      fc.tuple(numbers, numbers).map(([left, right]) => numericPair(left, right)),
      counts.map(({ left, right }) => categoricalPair(left, right)),
    );
    fc.assert(
      fc.property(pairs, fc.constantFrom(...Object.values(METHODS)), (pair, { name, defaultThreshold }) => {
        const request = {
          column: 'x',
          method: name,
          pair,
          threshold: defaultThreshold,
          pValueLimit: null,
          minRows: 10,
        };
        const [result] = judgeDrift([{ ...request, exactValue: null }], { draws: 99 });
        if (result!.state === 'unknown') {
          expect(result!.reason).not.toBeNull();
          return;
        }
        expect(result!.value).toSatisfy(Number.isFinite);
        expect(result!.floor).toBeGreaterThanOrEqual(0);
        expect(result!.pValue).toBeGreaterThanOrEqual(0);
        expect(result!.pValue).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });
});
