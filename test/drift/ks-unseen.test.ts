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

it('a KS statistic sees values below all of the reference, at a place where the curves meet again too', () => {
  const pair = numericPair(repeat([0, 1], 100), [...repeat([-1], 50), ...repeat([1], 50)]);
  expect(METHODS.ks_test.value(pair)).toBeCloseTo(1 / 2, 12);
});

it('a KS statistic says how much values between those of the reference may add to it', () => {
  const pair = numericPair(repeat([0, 10], 100), [...repeat([0], 20), ...repeat([4], 30), ...repeat([10], 50)]);
  const value = METHODS.ks_test.value(pair);
  // The exact D, 0.3, stands between 0 and 4.
  expect(value).toBeLessThan(0.3);
  const bound = Number(/at most (\S+)/.exec(METHODS.ks_test.caveat!(pair)!)![1]);
  expect(value + bound).toBeGreaterThanOrEqual(0.3);
});
