import type { ErrorSums, Profile } from '../profile/types.ts';
import { type Metric, type MetricValue, withoutValue } from './metric.ts';

export const REGRESSION_METRICS: readonly Metric[] = [
  describeMetric('mae', 'Mean absolute error', (sums) => sums.absoluteError / sums.count),
  describeMetric('mse', 'Mean squared error', (sums) => sums.squaredError / sums.count),
  describeMetric('rmse', 'Root mean squared error', (sums) => Math.sqrt(sums.squaredError / sums.count)),
  {
    ...describeMetric('r2', 'R squared', determination, 'All labels are equal: there is nothing to explain'),
    better: 'higher',
  },
  describeMetric(
    'mape',
    'Mean absolute percentage error',
    percentage,
    'Every label is 0: a share of it does not exist',
  ),
];

function describeMetric(
  name: string,
  label: string,
  measure: (sums: ErrorSums) => number | null,
  whyNone = 'The sums of errors do not fit a double',
): Metric {
  return {
    name,
    label,
    better: 'lower',
    problemType: 'regression',
    measure: ({ errors }: Profile) => measureLabelled(errors, measure, whyNone),
  };
}

function measureLabelled(
  sums: ErrorSums | null,
  measure: (sums: ErrorSums) => number | null,
  whyNone: string,
): MetricValue {
  if (sums === null)
    return withoutValue('The window has no predictions with labels: set prediction_column and label_column');
  const rows = sums.count + sums.unlabelled;
  if (rows === 0) return withoutValue('No rows in the window');
  if (sums.count === 0) return withoutValue(`None of ${rows} rows has a label yet`);
  const late = sums.unlabelled > 0 ? `${sums.unlabelled} of ${rows} rows have no label yet` : null;
  const value = measure(sums);
  if (value === null || !Number.isFinite(value)) return withoutValue(late === null ? whyNone : `${whyNone}; ${late}`);
  return { value, reason: late, band: null };
}

/** 1 - residual / total sum of squares. */
function determination({ count, squaredError, actual, actualSquares }: ErrorSums): number | null {
  const total = actualSquares - (actual * actual) / count;
  // What cancellation leaves of a constant is no spread.
  return total > 1e-12 * Math.abs(actualSquares) ? 1 - squaredError / total : null;
}

function percentage({ absolutePercentageError, percentageCount }: ErrorSums): number | null {
  return percentageCount === 0 ? null : absolutePercentageError / percentageCount;
}
