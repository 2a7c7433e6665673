import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import type { ErrorSums, JointCell, Profile } from '../../src/profile/types.ts';

const PROFILE: Profile = { rows: 100, columns: {}, joint: null, errors: null, lastEventAt: null };
const ERRORS: ErrorSums = {
  count: 10,
  unlabelled: 0,
  unpredicted: 0,
  error: 1,
  absoluteError: 5,
  squaredError: 5,
  absolutePercentageError: 2,
  percentageCount: 10,
  actual: 30,
  actualSpread: 20,
};

function measureError(metric: string, errors: Partial<ErrorSums>) {
  return METRICS[metric]!.measure({ ...PROFILE, errors: { ...ERRORS, ...errors } }, { positiveLabel: null });
}

function measureClasses(
  metric: string,
  cells: readonly [predicted: string | null, actual: string | null, count: number][],
) {
  const joint = {
    scoreEdges: [],
    isScoreExact: false,
    cells: cells.map(
      ([predicted, actual, count]): JointCell => ({ score: null, scoreSum: 0, predicted, actual, count }),
    ),
  };
  return METRICS[metric]!.measure({ ...PROFILE, joint }, { positiveLabel: null });
}

it('a window without rows says so, whatever is set', () => {
  for (const metric of ['accuracy', 'mae']) {
    expect(METRICS[metric]!.measure({ ...PROFILE, rows: 0 }, { positiveLabel: null })).toMatchObject({
      value: null,
      reason: 'No rows in the window',
    });
  }
});

it('rows without a prediction are no rows without a label', () => {
  expect(measureError('mae', { count: 0, unpredicted: 7 }).reason).toBe('None of 7 rows has a prediction');
  expect(measureError('mae', { count: 0, unpredicted: 7, unlabelled: 3 }).reason).toBe(
    'None of 10 rows has both: 3 have no label yet, 7 no prediction',
  );
  expect(measureError('mae', { unpredicted: 7, unlabelled: 3 })).toMatchObject({
    value: 0.5,
    reason: '3 of 20 rows have no label yet; 7 labelled rows have no prediction',
  });
});

it('sums that overflowed give no value, and no other metric one that is wrong', () => {
  const over = { squaredError: Number.MAX_VALUE, actualSpread: null };
  expect(measureError('mae', over).value).toBe(0.5);
  for (const metric of ['mse', 'rmse', 'r2']) {
    expect(measureError(metric, over)).toMatchObject({ value: null, reason: expect.stringMatching(/do not fit/) });
  }
});

it('MAPE says how many rows it leaves out', () => {
  expect(measureError('mape', { percentageCount: 4 })).toMatchObject({
    value: 0.5,
    reason: '6 of 10 rows are left out: their label is 0',
  });
});

it('classes that predictions and labels spell in two ways are said, from thirty rows on', () => {
  const wrong: [string, string, number][] = [
    ['yes', 'true', 20],
    ['no', 'false', 20],
  ];
  expect(measureClasses('accuracy', wrong)).toMatchObject({
    value: 0,
    reason: 'Nothing that is predicted (no, yes) is ever a label (false, true): are they spelled alike?',
  });
  expect(measureClasses('accuracy', [['yes', 'no', 1]])).toMatchObject({ value: 0, reason: null });
  expect(measureClasses('accuracy', [...wrong, ['yes', 'yes', 1]]).reason).toBeNull();
});

it('a window that lacks one class of three is not of a model of two', () => {
  const cells = [
    ['0', '0', 40],
    ['1', '1', 30],
    ['1', '0', 20],
    ['0', '1', 10],
  ] as const;
  const joint = {
    scoreEdges: [],
    isScoreExact: false,
    cells: cells.map(([predicted, actual, count]) => ({ score: null, scoreSum: 0, predicted, actual, count })),
  };
  const of = (classes: string[]) =>
    METRICS.precision!.measure({ ...PROFILE, joint }, { positiveLabel: null, classes }).value;
  expect(of(['0', '1'])).toBeCloseTo(0.6, 12);
  expect(of(['0', '1', '2'])).toBeCloseTo((0.6 + 0.8) / 2, 12);
  expect(of(['false', 'true'])).toBeCloseTo(0.6, 12);
});
