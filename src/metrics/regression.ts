import { isOverflow } from '../profile/finite.ts';
import type { ErrorSums, Profile } from '../profile/types.ts';
import { describeRows, explainMissing, type Metric, type MetricValue, withoutValue } from './metric.ts';

/** A value, or why there is none. */
type Found = number | string;

/** Why a metric of errors that are there has no value. */
export const OVERFLOW = 'The sums of errors do not fit a double';

export const REGRESSION_METRICS: readonly Metric[] = [
  describeMetric('mae', 'Mean absolute error', ({ absoluteError, count }) => divide(absoluteError, count)),
  describeMetric('mse', 'Mean squared error', ({ squaredError, count }) => divide(squaredError, count)),
  describeMetric('rmse', 'Root mean squared error', ({ squaredError, count }) => {
    const mean = divide(squaredError, count);
    return typeof mean === 'string' ? mean : Math.sqrt(mean);
  }),
  { ...describeMetric('r2', 'R squared', determination), better: 'higher' },
  describeMetric('mape', 'Mean absolute percentage error', percentage, noteZeros),
];

function describeMetric(
  name: string,
  label: string,
  measure: (sums: ErrorSums) => Found,
  note: (sums: ErrorSums) => string | null = () => null,
): Metric {
  return {
    name,
    label,
    better: 'lower',
    problemType: 'regression',
    measure: (profile) => measureLabelled(profile, measure, note),
  };
}

function measureLabelled(
  { rows, errors }: Profile,
  measure: (sums: ErrorSums) => Found,
  note: (sums: ErrorSums) => string | null,
): MetricValue {
  if (errors === null) return withoutValue(explainMissing(rows));
  const counts = { ...errors, labelled: errors.count, disputed: errors.disputed ?? 0 };
  const { none, notes } = describeRows(counts, 'a label that is a number');
  if (none !== null) return withoutValue(none);
  const found = measure(errors);
  const all = [typeof found === 'string' ? found : note(errors), ...notes].filter((one) => one !== null);
  return { value: typeof found === 'string' ? null : found, reason: all.join('; ') || null, band: null };
}

/** Sums that did not fit were kept at the largest number, which is none of theirs. */
function divide(sum: number, count: number): Found {
  return isOverflow(sum) ? OVERFLOW : sum / count;
}

/** 1 - residual / total sum of squares. */
function determination({ count, squaredError, actual, actualSpread }: ErrorSums): Found {
  const residual = divide(squaredError, count);
  if (actualSpread === null || typeof residual === 'string') return 'The sums of squares do not fit a double';
  const mean = actual / count;
  // What rounding leaves of a constant is no spread.
  if (actualSpread <= 1e-20 * count * mean * mean) return 'All labels are equal: there is nothing to explain';
  return 1 - squaredError / actualSpread;
}

function percentage({ absolutePercentageError, percentageCount }: ErrorSums): Found {
  if (percentageCount === 0) return 'Every label is 0: a share of it does not exist';
  return divide(absolutePercentageError, percentageCount);
}

function noteZeros({ count, percentageCount }: ErrorSums): string | null {
  const zeros = count - percentageCount;
  return zeros === 0 ? null : `${zeros} of ${count} rows are left out: their label is 0`;
}
