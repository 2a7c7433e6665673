import { ESTIMATED_CLASSIFICATION, sumCounts } from '../metrics/estimated.ts';
import {
  ESTIMATED_AVERAGES,
  type EstimatedMetric,
  type Expected,
  estimate,
  expectAll,
} from '../metrics/estimated-classes.ts';
import {
  ESTIMATED_REGRESSION,
  type EstimatedRegression,
  type ExpectedErrors,
  estimateError,
  expectErrors,
} from '../metrics/estimated-errors.ts';
import { METRICS } from '../metrics/index.ts';
import type { Band } from '../metrics/intervals.ts';
import { optionsFor } from '../metrics/metric.ts';
import { describeImproper } from '../metrics/scores.ts';
import type { Monitor } from '../monitors/types.ts';
import type { Profile } from '../profile/types.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import { chanceOfValue, errorOfBand } from './sampling.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

/** Fewer rows say more about chance than about the model. */
const NEEDED_ROWS = 30;

/** The metrics that can be estimated for a type of problem. */
const ESTIMATED_METRICS: Readonly<Record<Monitor['problemType'], readonly string[]>> = {
  classification: [...ESTIMATED_CLASSIFICATION, ...ESTIMATED_AVERAGES],
  regression: ESTIMATED_REGRESSION,
};

export const estimatedPerformance: Check = {
  name: 'estimated_performance',
  summary: 'What the performance of rows without a label is expected to be, from their scores or predictions',
  isConfigured: (monitor) => monitor.estimatedPerformance !== null,
  measure(input) {
    const asked = input.monitor.estimatedPerformance?.metrics ?? [];
    const estimate = prepareEstimate(input);
    return asked.map((metric) => measureMetric(input, metric, estimate));
  },
};

type Found = { value: number; band: Band | null; notes: readonly (string | null)[] };
type Estimator = (metric: string) => Found | string;

/** What the estimates of a window share is computed once; a text says why there can be none. */
function prepareEstimate(input: CheckInput): Estimator | string {
  const { monitor, current } = input;
  if (current.rows === 0) return 'No rows in the window';
  const rows = countLabels(current);
  if (rows === null) return 'The window has no predictions: set prediction_column';
  if (rows.unlabelled === 0) return `All ${rows.labelled} rows have their label: the real metrics need no estimate`;
  if (rows.unlabelled < NEEDED_ROWS) {
    return `Only ${rows.unlabelled} of ${rows.labelled + rows.unlabelled} rows have no label; ${NEEDED_ROWS} are needed`;
  }
  const mostly =
    rows.labelled > rows.unlabelled
      ? `${rows.labelled} of ${rows.labelled + rows.unlabelled} rows have their label: trust the real metrics first`
      : null;
  return monitor.problemType === 'regression' ? prepareErrors(input, mostly) : prepareClasses(input, mostly);
}

function countLabels({ joint, errors }: Profile): { labelled: number; unlabelled: number } | null {
  if (errors !== null) return { labelled: errors.count, unlabelled: errors.unlabelled };
  if (joint === null) return null;
  const count = (isLabelled: boolean): number =>
    joint.cells.reduce((sum, one) => sum + ((one.actual !== null) === isLabelled ? one.count : 0), 0);
  return { labelled: count(true), unlabelled: count(false) };
}

function prepareClasses({ monitor, reference, current }: CheckInput, mostly: string | null): Estimator | string {
  const expected = expectAll(reference.joint, current.joint!, { positiveLabel: monitor.positiveLabel });
  if (typeof expected === 'string') return expected;
  return (metric) => {
    const found = estimate(metric as EstimatedMetric, expected);
    if (typeof found === 'string') return found;
    const { counts } = expected.single ?? expected.classes[0]!.expected;
    const notes = [
      mostly,
      describeExpected(Math.round(sumCounts(counts)), countLabels(current)?.unlabelled ?? 0),
      found.reason,
      describeBand(found.value, found.band),
      found.bound >= 5e-4 ? `from binned scores: within ${found.bound.toPrecision(2)}` : null,
      describeCalibration(expected),
      describeImproper(current.joint!),
      'concept drift stays unseen',
    ];
    return { ...found, notes };
  };
}

/** Rows without a score or a prediction are left out, and said. */
function describeExpected(rows: number, unlabelled: number): string {
  if (rows === unlabelled) return `expected of ${rows} rows without a label`;
  return `expected of ${rows} rows without a label, ${unlabelled - rows} more have no score or no prediction`;
}

function describeCalibration({ single, classes }: Expected): string {
  const all = (single === null ? classes.map(({ expected }) => expected) : [single]).map((one) => one.calibration);
  if (all.every((calibration) => calibration === null))
    return 'the reference has no labels, so the scores are taken at their word';
  const fitted = all.filter((calibration) => calibration !== null && calibration.fit !== null).length;
  if (fitted === 0) return 'the scores are calibrated as they are';
  if (single !== null) return 'scores calibrated on the reference';
  return `scores of ${fitted} of ${all.length} classes calibrated on the reference, each by itself`;
}

function prepareErrors({ reference, current }: CheckInput, mostly: string | null): Estimator | string {
  const expected = expectErrors(reference.errors, current.errors!);
  if (typeof expected === 'string') return expected;
  return (metric) => {
    const found = estimateError(metric as EstimatedRegression, expected);
    if (typeof found === 'string') return found;
    return { ...found, notes: [mostly, ...describeErrors(expected), describeBand(found.value, found.band)] };
  };
}

function describeErrors({ rows, borrowed }: ExpectedErrors): (string | null)[] {
  return [
    `an approximation for ${rows} rows without a label: the reference's errors at like predictions`,
    borrowed > 0 ? `${Number((borrowed * 100).toPrecision(2))} % of them predict what the reference never did` : null,
  ];
}

function describeBand(value: number, band: Band | null): string | null {
  if (band === null) return null;
  const reach = Math.max(band.high - value, value - band.low);
  return `±${reach.toPrecision(2)} from sampling (95 %)`;
}

function measureMetric(input: CheckInput, metric: string, estimate: Estimator | string): Measurement {
  const name = `estimated_${metric}`;
  const known = ESTIMATED_METRICS[input.monitor.problemType];
  if (!known.includes(metric)) {
    const type = input.monitor.problemType;
    const reason = `Metric '${metric}' cannot be estimated for ${type}; known: ${known.join(', ')}`;
    return makeUnknown('estimated_performance', name, reason);
  }
  const found = typeof estimate === 'string' ? estimate : estimate(metric);
  if (typeof found === 'string') return makeUnknown('estimated_performance', name, found);
  const reason = [...found.notes, describeReference(input, metric)].filter((note) => note !== null).join('; ');
  const measurement = makeMeasurement({ check: 'estimated_performance', metric: name, value: found.value, reason });
  const judged = judgeLimits(measurement, limitsOf(name, input.monitor.thresholds));
  if (input.isSegment !== true) return judged;
  return { ...judged, pValue: chanceOfValue(found.value, errorOfBand(found.band), judged) };
}

/** What the same metric really was in the reference. */
function describeReference({ monitor, reference, current }: CheckInput, metric: string): string | null {
  const { value } = METRICS[metric]!.measure(reference, optionsFor(monitor.positiveLabel, [reference, current]));
  return value === null ? null : `${Number(value.toPrecision(3))} in the reference`;
}
