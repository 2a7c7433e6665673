import type { Subject } from '../alerts/condition.ts';
import { DEFAULT_DEBOUNCE } from '../alerts/state.ts';
import type { CheckName } from '../checks/types.ts';
import { isNannymlMethod, NANNYML_METHODS } from '../drift/nannyml.ts';
import { DEFAULT_CORRELATIONS, DEFAULT_FEATURE_DRIFT } from './build-checks.ts';
import type { Fault } from './faults.ts';
import { isPerformanceMetric, isRegressionMetric, readChangedMetric, readEstimatedMetric } from './metric-names.ts';
import type { PlacedRule } from './rules.ts';
import {
  type DriftMethodName,
  type DriftSettings,
  listScores,
  type Monitor,
  type QualitySettings,
  type Rule,
} from './types.ts';

/** Holds two promises: what a rule asks for is measured, and what is checked can alert. */

const DRIFT_TOTALS = ['drift_score', 'drifted_columns', 'drifted_share'];
/** Measured with the drift of the features, but a rule on them says nothing about drift. */
const ONE_SIDED = ['vanished_share', 'unseen_share'];
const RATES = ['missing_rate', 'outlier_rate', 'invalid_rate'];
const CORRELATION_CHANGE = 'correlation_change';
const FRESHNESS = ['days_since_prediction', 'active_days', 'days_since_training_data'];
const NO_FRESHNESS_LIMIT = { maxDaysSincePrediction: null, minActiveDays: null, maxDaysSinceTrainingData: null };
const ANOMALIES = ['anomaly_rate', 'anomaly_rate_change'];
const NO_LIMIT = { max: null, maxIncrease: null } as const;

/** The check that gives a subject its value; null where every run has it. */
function findCheck(subject: Subject, monitor: Monitor): CheckName | null {
  if (subject.kind === 'breaches' || subject.kind === 'segments') return subject.check as CheckName;
  if (subject.kind === 'drift') return findDriftCheck(subject.column, monitor);
  if (isPerformanceMetric(subject.name) || readChangedMetric(subject.name) !== null) return 'performance';
  if (readEstimatedMetric(subject.name) !== null) return 'estimated_performance';
  if ([...DRIFT_TOTALS, ...ONE_SIDED].includes(subject.name)) return 'feature_drift';
  if (RATES.includes(subject.name)) return 'quality';
  if (subject.name === CORRELATION_CHANGE) return 'correlations';
  if (FRESHNESS.includes(subject.name)) return 'freshness';
  if (subject.name === 'batch_seconds') return 'latency';
  if (subject.name === 'job_success_rate') return 'jobs';
  if (ANOMALIES.includes(subject.name)) return 'anomaly_rate';
  return subject.name === 'rows' ? 'volume' : 'custom';
}

/** What a rule may ask without speaking of all rows and all of a check. */
function isAside(subject: Subject): boolean {
  return subject.kind === 'segments' || (subject.kind === 'metric' && ONE_SIDED.includes(subject.name));
}

function findDriftCheck(column: string, monitor: Monitor): CheckName {
  if (monitor.featureDrift?.features?.includes(column)) return 'feature_drift';
  if (column === monitor.predictionColumn || listScores(monitor).includes(column)) return 'prediction_drift';
  return column === monitor.labelColumn ? 'label_drift' : 'feature_drift';
}

/** The monitor with everything switched on that its rules name and that needs no further setting. */
export function enableNamed(monitor: Monitor, placed: readonly PlacedRule[]): Monitor {
  const names = new Set(placed.flatMap(({ condition }) => condition.names));
  const hasAny = (some: readonly string[]) => some.some((name) => names.has(name));
  const performance = [...names].map((name) => readChangedMetric(name) ?? name).filter(isPerformanceMetric);
  const estimated = [...names].map(readEstimatedMetric).filter((name) => name !== null);
  const drifts = placed.flatMap(({ condition }) => condition.subjects.filter((one) => one.kind === 'drift'));
  const driftOf = (check: CheckName) => drifts.filter(({ column }) => findDriftCheck(column, monitor) === check);
  return {
    ...monitor,
    metrics: [...new Set([...monitor.metrics, ...performance])],
    estimatedPerformance: addEstimated(monitor.estimatedPerformance, estimated),
    featureDrift: addAsked(
      monitor.featureDrift ?? (hasAny([...DRIFT_TOTALS, ...ONE_SIDED]) ? DEFAULT_FEATURE_DRIFT : null),
      driftOf('feature_drift'),
    ),
    predictionDrift: addAsked(monitor.predictionDrift, driftOf('prediction_drift')),
    labelDrift: addAsked(monitor.labelDrift, driftOf('label_drift')),
    quality: hasAny(RATES) ? enableRates(monitor.quality, names) : monitor.quality,
    correlations: monitor.correlations ?? (names.has(CORRELATION_CHANGE) ? DEFAULT_CORRELATIONS : null),
    freshness: monitor.freshness ?? (hasAny(FRESHNESS) ? NO_FRESHNESS_LIMIT : null),
  };
}

function addEstimated(settings: Monitor['estimatedPerformance'], named: readonly string[]) {
  if (named.length === 0) return settings;
  return { metrics: [...new Set([...(settings?.metrics ?? []), ...named])] };
}

type AskedDrift = Extract<Subject, { kind: 'drift' }>;

/** The settings with every drift that a rule names measured, even where neither column nor method was listed. */
function addAsked(settings: DriftSettings | null, drifts: readonly AskedDrift[]): DriftSettings | null {
  if (settings === null || drifts.length === 0) return settings;
  const columns = [...new Set(drifts.map(({ column }) => column))];
  const methodsOf = (column: string) =>
    drifts.filter((one) => one.column === column).map(({ method }) => method as DriftMethodName);
  return {
    ...settings,
    features: settings.features === null ? null : [...new Set([...settings.features, ...columns])],
    asked: Object.fromEntries(columns.map((column) => [column, [...new Set(methodsOf(column))]])),
  };
}

function enableRates(quality: QualitySettings | null, names: ReadonlySet<string>): QualitySettings {
  const outlierRate = names.has('outlier_rate') ? { ...NO_LIMIT, fences: 'iqr' as const } : null;
  return {
    missingRate: quality?.missingRate ?? (names.has('missing_rate') ? NO_LIMIT : null),
    outlierRate: quality?.outlierRate ?? outlierRate,
    invalidRate: quality?.invalidRate ?? (names.has('invalid_rate') ? NO_LIMIT : null),
    rules: quality?.rules ?? {},
  };
}

/** Rules that ask for something that this monitor will never know. @param monitor after enableNamed. */
export function findUnanswerable(monitor: Monitor, placed: readonly PlacedRule[]): Fault[] {
  return placed.flatMap(({ condition, path }) =>
    condition.subjects.flatMap((subject) => {
      const message = explainUnanswerable(subject, monitor);
      return message === null ? [] : [{ path, message: `condition ${JSON.stringify(condition.source)}: ${message}` }];
    }),
  );
}

function explainUnanswerable(subject: Subject, monitor: Monitor): string | null {
  const performance = subject.kind === 'metric' ? readPerformance(subject.name) : null;
  if (performance !== null && subject.kind === 'metric') {
    const type = isRegressionMetric(performance) ? 'regression' : 'classification';
    return type === monitor.problemType ? null : `${subject.name} needs problem_type: ${type}`;
  }
  const check = findCheck(subject, monitor);
  if (check === null || (subject.kind === 'metric' && subject.name === 'rows')) return null;
  if (!isConfigured(check, monitor)) return `it needs ${KEYS[check]}, which this monitor does not have`;
  if (subject.kind === 'drift' && isStrangeToNannyml(subject.method, check, monitor))
    return `with compat: nannyml the method must be one of ${Object.keys(NANNYML_METHODS).join(', ')}`;
  if (subject.kind === 'segments' && monitor.slicingExprs.length === 0)
    return 'it needs slicing_exprs, which this monitor does not have';
  return null;
}

function isStrangeToNannyml(method: string, check: CheckName, monitor: Monitor): boolean {
  const settings = [
    ['feature_drift', monitor.featureDrift],
    ['prediction_drift', monitor.predictionDrift],
    ['label_drift', monitor.labelDrift],
  ] as const;
  const isCompat = settings.some(([name, drift]) => name === check && drift?.compat === 'nannyml');
  return isCompat && !isNannymlMethod(method as DriftMethodName);
}

/** The metric behind a name, behind an estimate's and behind a change's. */
function readPerformance(name: string): string | null {
  const metric = readEstimatedMetric(name) ?? readChangedMetric(name) ?? name;
  return isPerformanceMetric(metric) ? metric : null;
}

/** The key of the language that configures a check. */
const KEYS: Readonly<Record<CheckName, string>> = {
  feature_drift: 'feature_drift',
  prediction_drift: 'prediction_drift',
  label_drift: 'label_drift',
  performance: 'metrics',
  estimated_performance: 'estimated_performance',
  quality: 'quality',
  anomaly_rate: 'anomaly_rate with its column',
  volume: 'volume',
  freshness: 'freshness',
  latency: 'latency',
  jobs: 'jobs',
  custom: 'custom_metrics',
  summary: 'summary',
  correlations: 'summary with correlations',
};

/** Does the definition ask for the check? */
export function isConfigured(check: CheckName, monitor: Monitor): boolean {
  const settings: Readonly<Record<CheckName, unknown>> = {
    feature_drift: monitor.featureDrift,
    prediction_drift: monitor.predictionDrift,
    label_drift: monitor.labelDrift,
    performance: monitor.metrics.length > 0 ? monitor.metrics : null,
    estimated_performance: monitor.estimatedPerformance,
    quality: monitor.quality,
    anomaly_rate: monitor.anomalyRate,
    volume: monitor.volume,
    freshness: monitor.freshness,
    latency: monitor.latency,
    jobs: monitor.jobs,
    custom: monitor.customMetrics.length > 0 ? monitor.customMetrics : null,
    summary: monitor.summary,
    correlations: monitor.correlations,
  };
  return settings[check] !== null;
}

/** What a check alerts on where no rule of the monitor speaks of it; performance has no limit that suits everybody. */
export const DEFAULT_RULES: readonly { check: CheckName; condition: string; description: string }[] = [
  { check: 'feature_drift', condition: 'drifted_columns > 0', description: 'A feature drifted from the reference' },
  { check: 'prediction_drift', condition: 'breaches("prediction_drift") > 0', description: 'The predictions drifted' },
  { check: 'label_drift', condition: 'breaches("label_drift") > 0', description: 'The outcomes drifted' },
  { check: 'quality', condition: 'breaches("quality") > 0', description: 'A column passed a limit of its quality' },
  {
    check: 'anomaly_rate',
    condition: 'breaches("anomaly_rate") > 0',
    description: 'Anomalies are too rare or too common',
  },
  {
    check: 'correlations',
    condition: 'breaches("correlations") > 0',
    description: 'The correlation of two columns changed',
  },
  { check: 'volume', condition: 'breaches("volume") > 0', description: 'The number of rows is out of its range' },
  { check: 'latency', condition: 'breaches("latency") > 0', description: 'Scoring takes too long' },
  { check: 'jobs', condition: 'breaches("jobs") > 0', description: 'A job fails too often' },
  { check: 'custom', condition: 'breaches("custom") > 0', description: 'A metric of your own passed its limit' },
  {
    check: 'freshness',
    condition: 'breaches("freshness") > 0',
    description: 'Predictions or training data are too old',
  },
];

/** A metric of one's own has the limits that it was given, and perhaps none. */
function canBreach(check: CheckName, monitor: Monitor): boolean {
  if (check !== 'custom') return isConfigured(check, monitor);
  return monitor.customMetrics.some(({ minValue, maxValue }) => minValue !== null || maxValue !== null);
}

/** How large a drift is does not say what it costs: nobody is called for it before a loss is known, unless a rule asks. */
function isDriftCheck(check: CheckName): boolean {
  return check === 'feature_drift' || check === 'prediction_drift' || check === 'label_drift';
}

/** Default rules of the checks that can breach and that no rule speaks of. */
export function listDefaultRules(monitor: Monitor, placed: readonly PlacedRule[]): Rule[] {
  const mentioned = new Set(
    placed.flatMap(({ condition }) =>
      condition.subjects.filter((one) => !isAside(one)).map((subject) => findCheck(subject, monitor)),
    ),
  );
  const taken = new Set(placed.map(({ rule }) => rule.name.toLowerCase()));
  return DEFAULT_RULES.filter(({ check }) => canBreach(check, monitor) && !mentioned.has(check)).map(
    ({ check, condition, description }) => ({
      name: taken.has(check) ? `${check}_default` : check,
      description,
      condition,
      severity: 'medium',
      debounce: DEFAULT_DEBOUNCE,
      notify: isDriftCheck(check) ? 'loss' : 'now',
      channels: [],
    }),
  );
}
