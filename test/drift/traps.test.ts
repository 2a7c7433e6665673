import { describe, expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import type { ColumnPair, DriftRequest } from '../../src/drift/types.ts';
import { driftScore, judgeDrift } from '../../src/drift/verdict.ts';
import { DRIFT_METHOD_NAMES } from '../../src/monitors/types.ts';
import { categoricalPair, makeGrid, normals, numericPair, profileNumbers } from './support.ts';

const NUMERIC = Object.values(METHODS).filter(({ kinds }) => kinds.includes('numeric'));

function ask(pair: ColumnPair, overrides: Partial<DriftRequest> = {}): DriftRequest {
  return {
    column: 'x',
    method: 'wasserstein',
    pair,
    threshold: 0.1,
    pValueLimit: null,
    minRows: 10,
    exactValue: null,
    ...overrides,
  };
}

/** Every numeric method at its own threshold. */
function askAll(pair: ColumnPair): DriftRequest[] {
  return NUMERIC.map(({ name, defaultThreshold }) => ask(pair, { method: name, threshold: defaultThreshold }));
}

const constant = (value: number, size = 200): number[] => new Array<number>(size).fill(value);

describe('judgeDrift', () => {
  it('covers every method name that a monitor may write', () => {
    expect(Object.keys(METHODS)).toEqual([...DRIFT_METHOD_NAMES]);
    for (const [name, method] of Object.entries(METHODS)) expect(method.name).toBe(name);
  });

  it('gives 0 to a constant that stays', () => {
    for (const result of judgeDrift(askAll(numericPair(constant(5), constant(5, 40))))) {
      expect(result.drifted, result.method).toBe(false);
      expect(result.state).toBe('ok');
      if (result.method !== 'psi' && result.method !== 'kl_divergence') expect(result.value).toBe(0);
    }
  });

  it.each([7, 4.9, 5.000001, -1e12])('finds that a constant of 5 moved to %d, with a finite value', (to) => {
    for (const result of judgeDrift(askAll(numericPair(constant(5), constant(to))))) {
      expect(result.value, result.method).toSatisfy(Number.isFinite);
      expect(result.drifted, result.method).toBe(true);
    }
  });

  it('does not take one stray row of a constant for drift', () => {
    const pair = numericPair(constant(5, 1000), [...constant(5, 999), 1e9]);
    expect(judgeDrift(askAll(pair)).filter(({ drifted }) => drifted)).toEqual([]);
  });

  it('does not take one outlier of a million for drift, and still sees a shift beside it', () => {
    const reference = normals(1, 5000);
    const [still] = judgeDrift([ask(numericPair(reference, [...normals(2, 4999), 1e6]))]);
    expect(still!.value).toBeGreaterThan(0.1);
    expect(still!.drifted).toBe(false);
    const shifted = numericPair(reference, [...normals(3, 4999, 1), 1e6]);
    const others = judgeDrift(askAll(shifted)).filter(({ method }) =>
      ['psi', 'ks_test', 'js_distance'].includes(method),
    );
    expect(others.map(({ drifted }) => drifted)).toEqual([true, true, true]);
  });

  it('keeps its digits under an offset of a billion', () => {
    const reference = normals(1, 2000);
    const current = normals(2, 1000, 0.5);
    const far = (values: number[]): number[] => values.map((value) => 1e9 + value);
    const [near] = judgeDrift([ask(numericPair(reference, current))]);
    const [offset] = judgeDrift([ask(numericPair(far(reference), far(current)))]);
    expect(offset!.value).toBeCloseTo(near!.value!, 4);
    expect(offset!.drifted).toBe(true);
  });

  it('says that the spread of values of 1e300 does not fit, instead of NaN or Infinity', () => {
    const huge = normals(1, 300).map((value) => value * 1e300);
    const results = judgeDrift(
      askAll(
        numericPair(
          huge,
          normals(2, 300).map((value) => value * 1e300),
        ),
      ),
    );
    for (const { value, floor, state, reason } of results) {
      expect(
        value === null ? state === 'unknown' && reason !== null : Number.isFinite(value) && Number.isFinite(floor),
      ).toBe(true);
    }
    expect(results.find(({ method }) => method === 'wasserstein')!.state).toBe('unknown');
  });

  it.each([
    ['no rows', [], 'No rows in the current window'],
    ['only NaN', constant(Number.NaN, 40), 'No finite value among 40 rows of the current window'],
    ['only infinities', constant(Number.POSITIVE_INFINITY, 40), 'No finite value among 40 rows of the current window'],
    ['eight rows', normals(4, 8), 'Too few values in the current window: 8, and 10 are needed'],
  ])('answers unknown with the reason for %s', (_, current, reason) => {
    for (const result of judgeDrift(askAll(numericPair(normals(1, 500), current)))) {
      expect(result).toMatchObject({
        state: 'unknown',
        value: null,
        floor: null,
        pValue: null,
        drifted: false,
        reason,
      });
    }
  });

  it('names the methods that fit when asked for a method of numbers on categories', () => {
    const [result] = judgeDrift([ask(categoricalPair([50, 50], [40, 60]), { column: 'plan' })]);
    expect(result!.state).toBe('unknown');
    expect(result!.reason).toBe(
      "Metric 'wasserstein' not supported for categorical column 'plan'; methods that fit: js_divergence, js_distance, psi, chi_square, kl_divergence",
    );
  });

  it('sees categories that vanish and appear, and forgives one unseen row in ten thousand', () => {
    const request = { method: 'chi_square', threshold: 0.005 } as const;
    const [swapped] = judgeDrift([ask(categoricalPair([500, 500, 0], [500, 0, 500]), request)]);
    expect(swapped!.drifted).toBe(true);
    const [stray] = judgeDrift([ask(categoricalPair([5000, 5000, 0], [5000, 4999, 1]), request)]);
    expect(stray!.drifted).toBe(false);
  });

  it('does not call a significant but tiny shift drift', () => {
    const [result] = judgeDrift([ask(numericPair(normals(1, 50_000), normals(2, 50_000, 0.04)))]);
    expect(result!.value).toBeGreaterThan(result!.floor!);
    expect(result!.pValue).toBeLessThan(0.001);
    expect(result!.drifted).toBe(false);
  });

  it('replaces the binned value by an exact one and drops the caveat', () => {
    const pair = numericPair(normals(1, 2000), normals(2, 2000));
    const [binned, exact] = judgeDrift([
      ask(pair, { method: 'ks_test' }),
      ask(pair, { method: 'ks_test', exactValue: 0.4 }),
    ]);
    expect(binned!.reason).toMatch(/the exact D is higher by at most 0\.00/);
    expect(exact).toMatchObject({ value: 0.4, reason: null, drifted: true });
  });

  it('lets a limit on the p-value replace the correction', () => {
    const pair = numericPair(normals(1, 1000), normals(5, 1000, 0.14));
    const [strict, loose] = [1e-9, 0.05].map(
      (pValueLimit) => judgeDrift([ask(pair, { pValueLimit, threshold: 0.05 })])[0]!,
    );
    expect(strict!.drifted).toBe(false);
    expect(loose!.drifted).toBe(true);
  });

  it('judges the same counts alike, whatever else is asked', () => {
    const pair = numericPair(normals(1, 500), normals(2, 300, 0.2));
    const other = numericPair(normals(3, 500), normals(4, 77));
    const [alone] = judgeDrift([ask(pair)]);
    const together = judgeDrift([ask(other, { column: 'y' }), ask(pair)]);
    expect(together[1]).toEqual(alone);
  });

  it('finds shifts among two hundred columns although the p-value needed lies beyond the draws', () => {
    const grid = makeGrid(normals(1, 3000));
    const reference = profileNumbers(grid, normals(1, 3000));
    const requests = Array.from({ length: 200 }, (_, i) => {
      const current = profileNumbers(grid, normals(100 + i, 500, i < 3 ? 0.4 : 0));
      return ask({ kind: 'numeric', grid, reference, current }, { column: `c${i}` });
    });
    const found = judgeDrift(requests).filter(({ drifted }) => drifted);
    expect(found.slice(0, 3).map(({ column }) => column)).toEqual(['c0', 'c1', 'c2']);
    expect(found.length, 'a false one among so many is within the rate').toBeLessThanOrEqual(4);
    expect(found.every(({ pValue }) => pValue! < 0.001)).toBe(true);
  });
});

it('a pure shift is measured exactly from cells, because the means are exact', () => {
  const reference = normals(1, 5000);
  const moved = reference.map((value) => value + 0.25);
  const mean = reference.reduce((sum, value) => sum + value, 0) / 5000;
  const deviation = Math.sqrt(reference.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5000);
  expect(METHODS.wasserstein.value(numericPair(reference, moved))).toBeCloseTo(0.25 / deviation, 10);
});

describe('driftScore', () => {
  it('is the largest JS distance among the columns that pass their noise, and 0 if none does', () => {
    const clean = numericPair(normals(1, 1000), normals(2, 100));
    const moved = categoricalPair([500, 500], [10, 490]);
    expect(driftScore({ clean }, 10)).toBe(0);
    expect(driftScore({ clean, moved }, 10)).toBe(METHODS.js_distance.value(moved));
    expect(driftScore({ empty: numericPair(normals(1, 100), []) }, 10)).toBeNull();
  });
});
