import { expect, it } from 'vitest';
import { type ExpectedErrors, estimateError, expectErrors } from '../../src/metrics/estimated-errors.ts';
import { METRICS } from '../../src/metrics/index.ts';
import { toFinite } from '../../src/profile/finite.ts';
import { addErrors } from '../../src/profile/merge-errors.ts';
import type { ErrorSums, Profile } from '../../src/profile/types.ts';
import golden from '../parity/performance.json' with { type: 'json' };

const { actual, predicted, ...expected } = golden.regression;

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function sumErrors(truth: readonly number[], guess: readonly number[], unlabelled = 0): ErrorSums {
  const total = (pick: (y: number, error: number) => number): number =>
    truth.reduce((sum, y, i) => sum + pick(y, guess[i]! - y), 0);
  return {
    count: truth.length,
    unlabelled,
    unpredicted: 0,
    error: total((_, error) => error),
    absoluteError: total((_, error) => Math.abs(error)),
    squaredError: total((_, error) => error ** 2),
    absolutePercentageError: total((y, error) => (y === 0 ? 0 : Math.abs(error / y))),
    percentageCount: truth.filter((y) => y !== 0).length,
    actual: total((y) => y),
    actualSpread: spreadOf(truth),
  };
}

function measure(metric: string, errors: ErrorSums | null) {
  const profile: Profile = { rows: 1, columns: {}, joint: null, errors, lastEventAt: null };
  return METRICS[metric]!.measure(profile, { positiveLabel: null });
}

it.each(['mae', 'mse', 'rmse', 'r2', 'mape'] as const)("%s from sums is scikit-learn's", (name) => {
  expect(measure(name, sumErrors(actual, predicted)).value).toBeCloseTo(expected[name], 10);
});

it('has no value without labels, and counts those that are late', () => {
  expect(measure('mae', sumErrors([], [], 9))).toMatchObject({
    value: null,
    reason: 'None of 9 rows has a label that is a number yet',
  });
  expect(measure('mae', sumErrors([1, 2], [2, 3], 3))).toMatchObject({
    value: 1,
    reason: '3 of 5 rows have no label yet',
  });
  expect(measure('mae', null).value).toBeNull();
});

it('has no R squared of equal labels and no percentage of labels of 0', () => {
  expect(measure('r2', sumErrors([0.1, 0.1, 0.1], [1, 2, 3]))).toMatchObject({ value: null });
  expect(measure('mape', sumErrors([0, 0], [1, 2]))).toMatchObject({
    value: null,
    reason: expect.stringContaining('is 0'),
  });
});

it('has no value rather than a wrong one where the sums of errors overflow, also of merged slices', async () => {
  const slices = [sumErrors([1, 2], [2, 1e200]), sumErrors([3, 4], [3, 5])].map((errors) => ({
    ...errors,
    squaredError: toFinite(errors.squaredError),
  }));
  const merged = addErrors(slices[0]!, slices[1]!);
  const reason = expect.stringContaining('do not fit a double');
  for (const name of ['mse', 'rmse', 'r2']) expect(measure(name, merged)).toMatchObject({ value: null, reason });
  expect(measure('mae', merged).value).toBeCloseTo(1e200 / 4, -190);
});

it('is not estimated from errors whose sums overflow', () => {
  const cell = { cell: 0, count: 2, unlabelled: 2, absoluteError: 1e200, squaredError: Number.MAX_VALUE };
  const sums = { ...sumErrors([1], [2]), cells: [cell] };
  const expected = expectErrors(sums, sums) as ExpectedErrors;
  expect(estimateError('rmse', expected)).toBe('The sums of errors do not fit a double');
  expect(estimateError('mae', expected)).toEqual({ value: 5e199, band: null });
});
