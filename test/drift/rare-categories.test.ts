import { describe, expect, it } from 'vitest';
import { listCompared } from '../../src/drift/categories.ts';
import { METHODS } from '../../src/drift/index.ts';
import type { DriftRequest } from '../../src/drift/types.ts';
import { driftScore, judgeDrift } from '../../src/drift/verdict.ts';
import { createRandom } from '../../src/stats/random.ts';
import { profiledPair } from './support.ts';

/** Zipf's law over many categories, far more than a profile counts by name. */
function zipf(categories: number): number[] {
  const weights = Array.from({ length: categories }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function draw(shares: readonly number[], size: number, seed: number): number[] {
  const random = createRandom(seed);
  const counts = shares.map(() => 0);
  for (let row = 0; row < size; row++) {
    let [at, left] = [0, random.uniform()];
    while (at < shares.length - 1 && left >= shares[at]!) left -= shares[at++]!;
    counts[at]! += 1;
  }
  return counts;
}

const SHARES = zipf(600);
const METHODS_OF_CATEGORIES = ['js_distance', 'js_divergence', 'psi', 'chi_square', 'kl_divergence'] as const;

function ask(pair: DriftRequest['pair'], method: DriftRequest['method'] = 'js_distance'): DriftRequest {
  const threshold = METHODS[method].defaultThreshold;
  return { column: 'city', method, pair, threshold, pValueLimit: null, minRows: 30, exactValue: null };
}

describe.each([
  { before: 1000, now: 1000 },
  { before: 200, now: 10_000 },
  { before: 5000, now: 100 },
])('hundreds of categories, $before rows before and $now now', ({ before, now }) => {
  const pairs = Array.from({ length: 25 }, (_, i) =>
    profiledPair(draw(SHARES, before, 2 * i + 1), draw(SHARES, now, 2 * i + 2)),
  );

  it.each(METHODS_OF_CATEGORIES)('are not called drifted by %s while nothing has changed', (method) => {
    const results = pairs.flatMap((pair) => judgeDrift([{ ...ask(pair, method), threshold: 0 }]));
    expect(results.filter(({ drifted }) => drifted).length).toBeLessThanOrEqual(1);
  });

  it('have a drift score of 0 then', () => {
    const scores = pairs.map((pair) => driftScore({ city: pair }, 30));
    expect(scores.filter((score) => score! > 0).length).toBeLessThanOrEqual(1);
  });
});

describe('of hundreds of categories', () => {
  const before = draw(SHARES, 10_000, 1);

  it('one that grows, one that goes away and a flood of new ones are found', () => {
    const grown = SHARES.map((share, i) => share + (i === 1 ? 0.05 : 0) - (i === 0 ? 0.05 : 0));
    const gone = SHARES.map((share, i) => share + (i === 0 ? SHARES[9]! : 0) - (i === 9 ? SHARES[9]! : 0));
    const flooded = [...SHARES.map((share) => share * 0.9), ...Array.from({ length: 1000 }, () => 0.0001)];
    const pairs = [grown, gone, flooded].map((shares, i) =>
      profiledPair([...before, ...Array.from({ length: 1000 }, () => 0)], draw(shares, 10_000, i + 2)),
    );
    expect(pairs.map((pair) => judgeDrift([ask(pair)])[0]!.drifted)).toEqual([true, true, true]);
  });

  it('the measurement says how many are compared one by one', () => {
    const [result] = judgeDrift([ask(profiledPair(before, draw(SHARES, 10_000, 2)))]);
    expect(result!.reason).toMatch(/^Its \d+ commonest values are compared one by one, all rarer ones as one$/);
  });
});

it('where every value is counted by name, each is compared', () => {
  const pair = profiledPair([5, 1, 0], [4, 0, 1]);
  expect(listCompared(pair)).toEqual([
    { name: 'value 0', reference: 5, current: 4 },
    { name: 'value 1', reference: 1, current: 0 },
    { name: 'value 2', reference: 0, current: 1 },
  ]);
});

describe('few rows of few values that all give way to many new ones', () => {
  const none = (length: number) => Array<number>(length).fill(0);
  const pair = profiledPair([...Array<number>(10).fill(10), ...none(50)], [...none(10), ...Array<number>(50).fill(2)]);

  it.each(METHODS_OF_CATEGORIES)('are drift by %s', (method) => {
    expect(judgeDrift([ask(pair, method)])[0]).toMatchObject({ drifted: true, state: 'breach' });
  });

  it('are compared as those that are gone and those that are new', () => {
    expect(listCompared(pair)).toEqual([
      { name: null, reference: 100, current: 0 },
      { name: null, reference: 0, current: 100 },
    ]);
    expect(METHODS.js_distance.caveat!(pair)).toMatch(/, all rarer ones as one, and all other new ones as one$/);
  });
});

it('names that never come again are no drift', () => {
  const none = Array<number>(200).fill(0);
  const ones = Array<number>(200).fill(1);
  expect(judgeDrift([ask(profiledPair([...ones, ...none], [...none, ...ones]))])[0]!.drifted).toBe(false);
});
