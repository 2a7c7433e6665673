import { type CheckName, isOfSegment, type Measurement } from '../checks/types.ts';
import { isDriftMethod } from '../drift/index.ts';
import { formatDuration } from '../monitors/duration.ts';
import type { Monitor, RateLimit } from '../monitors/types.ts';
import type { ReplayedWindow } from './replay.ts';
import type { KnobDraft, Reading, Untunable } from './types.ts';

type Found = { knobs: KnobDraft[]; untunable: Untunable[] };
type Direction = 'above' | 'below';

/** The limits of the checks themselves. @param measurements of the whole past, for columns and limits that nobody wrote. */
export function listCheckKnobs(monitor: Monitor, measurements: readonly Measurement[]): Found {
  const found = [
    listFeatureKnobs(monitor, measurements),
    ...(['prediction_drift', 'label_drift'] as const).map((check) => listTargetKnobs(check, monitor, measurements)),
    {
      knobs: [
        ...listQualityKnobs(monitor),
        ...listAnomalyKnobs(monitor),
        ...listCorrelationKnobs(monitor),
        ...listFreshnessKnobs(monitor),
        ...listLatencyKnobs(monitor),
        ...listJobsKnobs(monitor),
        ...listCustomKnobs(monitor),
      ],
      untunable: [],
    },
    listVolumeKnobs(monitor),
  ];
  return { knobs: found.flatMap(({ knobs }) => knobs), untunable: found.flatMap(({ untunable }) => untunable) };
}

/** A column has one threshold; it is tuned by itself, so that the other columns stay as they are. */
function listFeatureKnobs({ featureDrift }: Monitor, measurements: readonly Measurement[]): Found {
  if (featureDrift === null) return NONE;
  if (featureDrift.compat !== null) return { knobs: [], untunable: [borrowed('feature_drift', featureDrift.compat)] };
  const columns = [...new Set(measurements.flatMap((one) => (isDrift(one, 'feature_drift') ? [one.column!] : [])))];
  const knobs = columns.map((column) => {
    const isOwn = (one: Measurement): boolean => isDrift(one, 'feature_drift') && one.column === column;
    return driftKnob(`feature_drift.columns.${column}.threshold`, 'feature_drift', isOwn, measurements);
  });
  return { knobs, untunable: [] };
}

function listTargetKnobs(
  check: 'prediction_drift' | 'label_drift',
  monitor: Monitor,
  measurements: readonly Measurement[],
): Found {
  const settings = check === 'prediction_drift' ? monitor.predictionDrift : monitor.labelDrift;
  if (settings === null) return NONE;
  if (settings.compat !== null) return { knobs: [], untunable: [borrowed(check, settings.compat)] };
  const isOwn = (one: Measurement): boolean => isDrift(one, check);
  return { knobs: [driftKnob(`${check}.threshold`, check, isOwn, measurements)], untunable: [] };
}

function isDrift({ check, metric, column }: Measurement, of: CheckName): boolean {
  return check === of && column !== null && isDriftMethod(metric);
}

/** Where methods have different limits by default, one that is written holds for all: only looser ones than any keep what is quiet. */
function driftKnob(
  path: string,
  check: CheckName,
  isOwn: (one: Measurement) => boolean,
  measurements: readonly Measurement[],
): KnobDraft {
  const own = measurements.filter(isOwn);
  const now = Math.max(...own.map(({ threshold }) => threshold ?? 0), 0);
  return limitKnob({ path, metric: own[0]?.metric ?? check, now, direction: 'above', checks: [check], isOwn });
}

function listQualityKnobs({ quality }: Monitor): KnobDraft[] {
  if (quality === null) return [];
  const rates: [string, RateLimit | null][] = [
    ['missing_rate', quality.missingRate],
    ['outlier_rate', quality.outlierRate],
    ['invalid_rate', quality.invalidRate],
  ];
  return rates.flatMap(([rate, limit]) => (limit === null ? [] : rateKnobs(rate, limit)));
}

function rateKnobs(rate: string, { max, maxIncrease }: RateLimit): KnobDraft[] {
  const isOwn = ({ check, metric }: Measurement): boolean => check === 'quality' && metric === rate;
  const common = { metric: rate, direction: 'above', checks: ['quality'], isOwn } as const;
  const knobs = max === null ? [] : [limitKnob({ ...common, path: `quality.${rate}.max`, now: max })];
  if (maxIncrease === null) return knobs;
  const increase = limitKnob({ ...common, path: `quality.${rate}.max_increase`, now: maxIncrease });
  // The limit of a column is its share in the reference and the increase, unless the absolute one is stricter.
  const toIncrease = (one: Measurement): number | null =>
    one.value === null || one.threshold === null || one.threshold === max
      ? null
      : one.value - one.threshold + maxIncrease;
  const read = readWith(isOwn, toIncrease, 'above');
  return [...knobs, { ...increase, read }];
}

function listAnomalyKnobs({ anomalyRate }: Monitor): KnobDraft[] {
  if (anomalyRate === null) return [];
  const isNamed = (name: string) => (one: Measurement) => one.check === 'anomaly_rate' && one.metric === name;
  const make = (key: string, metric: string, now: number, direction: Direction): KnobDraft =>
    limitKnob({
      path: `anomaly_rate.${key}`,
      metric,
      now,
      direction,
      checks: ['anomaly_rate'],
      isOwn: isNamed(metric),
    });
  return [
    make('min', 'anomaly_rate', anomalyRate.min, 'below'),
    make('max', 'anomaly_rate', anomalyRate.max, 'above'),
    make('max_change', 'anomaly_rate_change', anomalyRate.maxChange, 'above'),
  ];
}

/** Not where a rule alone asks for them: a block of `summary` would switch on more. */
function listCorrelationKnobs({ correlations, summary }: Monitor): KnobDraft[] {
  if (correlations === null || summary === null) return [];
  const metric = 'correlation_change';
  return [
    limitKnob({
      path: 'summary.correlations.max_change',
      metric,
      now: correlations.maxChange,
      direction: 'above',
      checks: ['correlations'],
      isOwn: (one) => one.check === 'correlations' && one.metric === metric,
    }),
  ];
}

function listFreshnessKnobs({ freshness }: Monitor): KnobDraft[] {
  if (freshness === null) return [];
  const { maxDaysSincePrediction: max, minActiveDays: min, maxDaysSinceTrainingData: age } = freshness;
  const make = (key: string, metric: string, now: number, direction: Direction): KnobDraft =>
    limitKnob({
      path: `freshness.${key}`,
      metric,
      now,
      direction,
      checks: ['freshness'],
      isOwn: (one) => one.check === 'freshness' && one.metric === metric,
    });
  return [
    ...(max === null ? [] : [make('max_days_since_prediction', 'days_since_prediction', max, 'above')]),
    ...(min === null ? [] : [make('min_active_days', 'active_days', min, 'below')]),
    ...(age === null ? [] : [make('max_days_since_training_data', 'days_since_training_data', age, 'above')]),
  ];
}

function listVolumeKnobs({ volume }: Monitor): Found {
  if (volume === null) return NONE;
  if (volume.expected === 'auto') {
    return { knobs: [], untunable: [{ path: 'volume.expected', reason: 'it follows past weeks by itself' }] };
  }
  const { min, max } = volume.expected;
  const isOwn = ({ check, metric }: Measurement): boolean => check === 'volume' && metric === 'rows';
  const make = (key: string, now: number, direction: Direction): KnobDraft =>
    limitKnob({ path: `volume.expected.${key}`, metric: 'rows', now, direction, checks: ['volume'], isOwn });
  return {
    knobs: [...(min === null ? [] : [make('min', min, 'below')]), ...(max === null ? [] : [make('max', max, 'above')])],
    untunable: [],
  };
}

function listLatencyKnobs({ latency }: Monitor): KnobDraft[] {
  if (latency === null) return [];
  const knob = limitKnob({
    path: 'latency.max_duration',
    metric: 'batch_seconds',
    now: latency.maxDurationMs / 1000,
    direction: 'above',
    checks: ['latency'],
    isOwn: ({ check }) => check === 'latency',
  });
  const write = (seconds: number) =>
    Number.isInteger(seconds) ? formatDuration(seconds * 1000) : `${seconds} seconds`;
  return [{ ...knob, write }];
}

/** Of each job; the line that stands for all of them has no limit. */
function listJobsKnobs({ jobs }: Monitor): KnobDraft[] {
  if (jobs === null) return [];
  return [
    limitKnob({
      path: 'jobs.min_success_rate',
      metric: 'job_success_rate',
      now: jobs.minSuccessRate,
      direction: 'below',
      checks: ['jobs'],
      isOwn: ({ check, segment }) => check === 'jobs' && segment !== null,
    }),
  ];
}

function listCustomKnobs({ customMetrics }: Monitor): KnobDraft[] {
  return customMetrics.flatMap(({ name, minValue, maxValue }) => {
    const isOwn = ({ check, metric }: Measurement): boolean => check === 'custom' && metric === name;
    const make = (key: string, now: number, direction: Direction): KnobDraft =>
      limitKnob({ path: `custom_metrics.${name}.${key}`, metric: name, now, direction, checks: ['custom'], isOwn });
    return [
      ...(minValue === null ? [] : [make('min_value', minValue, 'below')]),
      ...(maxValue === null ? [] : [make('max_value', maxValue, 'above')]),
    ];
  });
}

const NONE: Found = { knobs: [], untunable: [] };

function borrowed(path: string, compat: string): Untunable {
  return { path: `${path}.threshold`, reason: `compat: ${compat} keeps that tool's verdicts` };
}

function limitKnob(of: {
  path: string;
  metric: string;
  now: number;
  direction: Direction;
  checks: readonly CheckName[];
  isOwn: (one: Measurement) => boolean;
}): KnobDraft {
  const { path, metric, now, direction, checks, isOwn } = of;
  return {
    kind: 'pointed',
    path,
    metric,
    now,
    looser: direction === 'above' ? 'higher' : 'lower',
    isBeyondAtLimit: false,
    checks,
    read: readWith(isOwn, ({ value }) => value, direction),
    write: (value) => value,
    span: null,
  };
}

/** A value is beyond its limit where the check says so, which in drift takes more than the limit. */
function readWith(
  isOwn: (one: Measurement) => boolean,
  toValue: (one: Measurement) => number | null,
  direction: Direction,
): (window: ReplayedWindow) => Reading[] {
  return ({ measurements }) =>
    measurements
      .filter((one) => isOwn(one) && isCounted(one))
      .flatMap((one) => {
        const value = toValue(one);
        return value === null ? [] : [{ value, isBeyond: one.state === 'breach' && one.direction === direction }];
      });
}

/** Of a segment, only what is beyond its limit says something about the limit: its rows are few, and noisy. */
function isCounted(one: Measurement): boolean {
  return !isOfSegment(one) || one.state === 'breach';
}
