import { countMarks } from '../checks/anomaly-rate.ts';
import type { CheckName } from '../checks/types.ts';
import { countClass, countConfusion, resolvePositive } from '../metrics/confusion.ts';
import type { MetricOptions } from '../metrics/metric.ts';
import { measureQuality, QUALITY_RATES, type QualityRate } from '../metrics/quality.ts';
import { unifyTruth } from '../metrics/truth.ts';
import { REGRESSION_METRICS, readChangedMetric } from '../monitors/metric-names.ts';
import { isOverflow } from '../profile/finite.ts';
import type { ErrorSums, GridSet, JointCounts, Profile } from '../profile/types.ts';
import { type Tally, tallyShare } from './tally.ts';

/** The sums by which a finding is taken apart. */
export type Subject = {
  /** The metric that is told of each part: the finding's own, or the one that stands for it. */
  metric: string;
  /** 1 where more is worse, -1 where less is. */
  sign: 1 | -1;
  /** null where the rows say nothing of it. */
  tally(profile: Pick<Profile, 'rows' | 'columns' | 'joint' | 'errors'>, grids: GridSet): Tally | null;
};

export type Found = {
  check: CheckName;
  metric: string;
  column: string | null;
  direction: 'above' | 'below' | null;
};

/** What a finding is taken apart by; null where its metric is no mean over rows, nor has one that stands for it. */
export function subjectOf(found: Found, options: MetricOptions): Subject | null {
  const { check, metric, column, direction } = found;
  if (check === 'quality' && column !== null && isRate(metric)) return rateOf(metric, column);
  if (check === 'anomaly_rate' && column !== null) return anomaliesOf(column, direction === 'below' ? -1 : 1);
  if (check === 'performance') return performanceOf(readChangedMetric(metric) ?? metric, options);
  return null;
}

function isRate(metric: string): metric is QualityRate {
  return (QUALITY_RATES as readonly string[]).includes(metric);
}

/** The rows that are missing, outlying or invalid. */
export function rateOf(rate: QualityRate, column: string): Subject {
  return {
    metric: rate,
    sign: 1,
    tally({ columns }, grids) {
      const [profile, grid] = [columns[column], grids.columns[column]];
      if (profile === undefined || grid === undefined) return null;
      const found = measureQuality(rate, profile, grid);
      return 'value' in found ? tallyShare(found) : null;
    },
  };
}

function anomaliesOf(column: string, sign: 1 | -1): Subject {
  return {
    metric: 'anomaly_rate',
    sign,
    tally({ columns }, grids) {
      const [profile, grid] = [columns[column], grids.columns[column]];
      const marks = profile === undefined || grid === undefined ? '' : countMarks(profile, grid);
      if (typeof marks === 'string' || marks.rows === 0) return null;
      return tallyShare({ value: marks.anomalies / marks.rows, of: marks.rows });
    },
  };
}

/** Regressors by their absolute error, whose scatter is known; classifiers by what they got right. */
function performanceOf(metric: string, options: MetricOptions): Subject {
  const isOfOneClass = metric === 'recall' || metric === 'precision';
  const of = isOfOneClass ? metric : 'accuracy';
  const right = (joint: JointCounts): Tally | null => countRight(joint, of, options);
  return {
    ...(REGRESSION_METRICS.includes(metric) ? { metric: 'mae', sign: 1 } : { metric: of, sign: -1 }),
    tally({ joint, errors }) {
      if (errors !== null) return tallyErrors(errors);
      return joint === null ? null : right(joint);
    },
  };
}

/** The absolute errors of so many rows; null where there are none or their sums did not fit. */
export function tallyErrors(sums: Pick<ErrorSums, 'count' | 'absoluteError' | 'squaredError'>): Tally | null {
  const { count, absoluteError: sum, squaredError: squares } = sums;
  return count === 0 || isOverflow(sum) || isOverflow(squares) ? null : { kind: 'mean', count, sum, squares };
}

function countRight(given: JointCounts, of: 'accuracy' | 'recall' | 'precision', known: MetricOptions): Tally | null {
  const { joint, options } = unifyTruth(given, known);
  const matrix = countConfusion(joint);
  const positive = of === 'accuracy' ? null : resolvePositive(matrix.classes, options);
  if (of !== 'accuracy' && positive === null) return null;
  const { tp, fp, fn } = positive === null ? { tp: 0, fp: 0, fn: 0 } : countClass(matrix, positive);
  const right = positive === null ? matrix.counts.reduce((total, row, i) => total + row[i]!, 0) : tp;
  const all = { accuracy: matrix.labelled, recall: tp + fn, precision: tp + fp }[of];
  return all === 0 ? null : tallyShare({ value: right / all, of: all });
}
