import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { numericPair } from './support.ts';

const repeat = (values: readonly number[], times: number) =>
  values.flatMap((value) => Array<number>(times).fill(value));

it('a KS statistic says how much a value above all of the reference may add to it', () => {
  const pair = numericPair(repeat([0, 1, 2], 100), repeat([0, 1, 2, 3], 75));
  expect(METHODS.ks_test.value(pair)).toBeCloseTo(2 / 3 - 1 / 2, 12);
  // The exact D, 0.25, stands between 2 and 3.
  const bound = Number(/at most (\S+)/.exec(METHODS.ks_test.caveat!(pair)!)![1]);
  expect(METHODS.ks_test.value(pair) + bound).toBeGreaterThanOrEqual(0.25);
});

it('a KS statistic of values that the reference has is exact and says nothing', () => {
  expect(METHODS.ks_test.caveat!(numericPair(repeat([0, 1, 2], 100), repeat([0, 1], 50)))).toBeNull();
});
