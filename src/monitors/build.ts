import { CHECK_NAMES } from '../checks/types.ts';
import { GRAIN_MS } from '../profile/types.ts';
import { nextDue } from '../schedule/next-due.ts';
import { findExpressionFault } from '../warehouse/expression.ts';
import { buildCorrelations, buildCustomMetric, buildDrift, buildQuality, buildVolume } from './build-checks.ts';
import { buildDashboard, buildRetrain, buildSchedule } from './build-operations.ts';
import { findCompatFaults } from './compat-faults.ts';
import { enableNamed, findUnanswerable, isConfigured, listDefaultRules } from './coverage.ts';
import { readDatasets } from './datasets.ts';
import { formatDuration } from './duration.ts';
import type { Fault } from './faults.ts';
import { findKindFaults } from './kind-faults.ts';
import { CLASSIFICATION_METRICS, isPerformanceMetric, isRegressionMetric } from './metric-names.ts';
import { findMetricNameFaults, findMetricTypeFaults, normalizeMetric } from './names.ts';
import { findNearest } from './nearest.ts';
import { listNotices } from './notices.ts';
import { listConditionNames, readDefaultChannels, readRules, readThresholds } from './rules.ts';
import type { MonitorInput } from './schema/monitor.ts';
import { findScoreFaults } from './score-faults.ts';
import { findShareFaults } from './share-faults.ts';
import { listScores, type Monitor, type Notice } from './types.ts';

const DAY_MS = 86_400_000;
/** A window of more slices than this is no comparison any more. */
const MAX_SLICES = 10_000;

/** From a definition of the right shape to a monitor, with every fault that only shows when its parts are seen together. */
export function buildMonitor(input: MonitorInput): { monitor: Monitor; faults: Fault[]; notices: Notice[] } {
  const { reference, current, faults: datasetFaults, notices } = readDatasets(input);
  const plain = buildPlain(input, { reference, current });
  const columns = listWatchedColumns(plain);
  const names = listConditionNames(
    plain.customMetrics.map(({ name }) => name),
    columns,
  );
  const { placed, faults: ruleFaults } = readRules(input.alerts, names);
  const enabled = enableNamed(plain, placed);
  const rules = [...placed.map(({ rule }) => rule), ...listDefaultRules(enabled, placed)];
  const monitor: Monitor = { ...enabled, rules };
  const faults = [
    ...datasetFaults,
    ...ruleFaults,
    ...findMetricFaults(input, monitor),
    ...findExpressionFaults(monitor),
    ...findTimeFaults(input, monitor),
    ...findColumnFaults(input),
    ...findUnanswerable(monitor, placed),
    ...findShareFaults(placed),
    ...findCompatFaults(input),
    ...findKindFaults(input),
    ...findScoreFaults(input, monitor),
  ];
  if (faults.length === 0 && !CHECK_NAMES.some((check) => isConfigured(check, monitor))) {
    faults.push({ path: [], message: 'it has no check; add one, for example feature_drift: {}' });
  }
  return { monitor, faults, notices: [...notices, ...listNotices(monitor)] };
}

function buildPlain(input: MonitorInput, datasets: Pick<Monitor, 'reference' | 'current'>): Monitor {
  return {
    modelName: input.model_name.trim(),
    aliases: (input.aliases ?? []).map((alias) => alias.toLowerCase()),
    description: input.description ?? null,
    owner: input.owner ?? null,
    tags: Object.fromEntries(Object.entries(input.tags ?? {}).map(([key, value]) => [key, String(value)])),
    warehouse: input.warehouse ?? null,
    ...datasets,
    ...buildTime(input),
    ...buildModelColumns(input),
    slicingExprs: input.slicing_exprs ?? [],
    ...buildChecks(input),
    channels: readDefaultChannels(input.alerts),
    thresholds: readThresholds(input.alerts),
    rules: [],
    schedule: input.schedule === undefined ? null : buildSchedule(input.schedule),
    computeConfig: buildComputeConfig(input.compute_config ?? {}),
    dashboard: buildDashboard(input),
    retrain: input.retrain === undefined ? null : buildRetrain(input.retrain),
  };
}

function buildTime(
  input: MonitorInput,
): Pick<Monitor, 'timestampColumn' | 'hasDatesOnly' | 'grain' | 'windowMs' | 'latenessMs'> {
  return {
    timestampColumn: input.timestamp_column ?? null,
    hasDatesOnly: false,
    grain: /h/.test(input.granularity ?? '') ? '1 hour' : '1 day',
    windowMs: input.window ?? 7 * DAY_MS,
    latenessMs: input.lateness ?? DAY_MS,
  };
}

function buildModelColumns(input: MonitorInput) {
  return {
    problemType: input.problem_type ?? guessProblemType(input),
    predictionColumn: input.prediction_column ?? 'prediction',
    scoreColumn: input.score_column ?? null,
    scoreColumns: Object.entries(input.score_columns ?? {}).map(([label, column]) => ({ label, column })),
    positiveLabel: input.positive_label === undefined ? null : String(input.positive_label),
    labelColumn: input.label_column ?? null,
    labels:
      input.labels === undefined
        ? null
        : {
            table: input.labels.table ?? null,
            on: input.labels.on ?? [],
            delayMs: input.labels.delay ?? 0,
            timestampColumn: input.labels.timestamp_column ?? null,
          },
    modelVersionColumn: input.model_version_column ?? null,
  } as const;
}

function guessProblemType(input: MonitorInput): Monitor['problemType'] {
  const named = [...(input.metrics ?? []).map(normalizeMetric), ...Object.keys(input.alerts?.thresholds ?? {})];
  const hasClass = named.some((name) => (CLASSIFICATION_METRICS as readonly string[]).includes(name));
  return !hasClass && named.some(isRegressionMetric) ? 'regression' : 'classification';
}

function buildChecks(input: MonitorInput) {
  const { anomaly_rate: anomaly, freshness, jobs } = input;
  return {
    metrics: (input.metrics ?? []).map(normalizeMetric).filter(isPerformanceMetric),
    featureDrift: input.feature_drift === undefined ? null : buildDrift(input.feature_drift),
    predictionDrift: input.prediction_drift === undefined ? null : buildDrift(input.prediction_drift),
    labelDrift: input.label_drift === undefined ? null : buildDrift(input.label_drift),
    estimatedPerformance:
      input.estimated_performance === undefined
        ? null
        : { metrics: (input.estimated_performance.metrics ?? defaultEstimates(input)).map(normalizeMetric) },
    quality: input.quality === undefined ? null : buildQuality(input.quality),
    anomalyRate:
      anomaly === undefined
        ? null
        : {
            column: anomaly.column,
            min: anomaly.min ?? 0.02,
            max: anomaly.max ?? 0.15,
            maxChange: anomaly.max_change ?? 0.05,
            baselineMs: anomaly.baseline ?? 30 * DAY_MS,
          },
    volume: input.volume === undefined ? null : buildVolume(input.volume.expected),
    freshness: freshness === undefined ? null : buildFreshness(freshness),
    latency: input.latency === undefined ? null : { maxDurationMs: input.latency.max_duration },
    jobs:
      jobs === undefined
        ? null
        : { table: jobs.table, like: jobs.like ?? '%', minSuccessRate: jobs.min_success_rate ?? 0.95 },
    customMetrics: (input.custom_metrics ?? []).map(buildCustomMetric),
    summary: input.summary === undefined ? null : { columns: input.summary.columns ?? null },
    correlations: buildCorrelations(input.summary),
  };
}

function defaultEstimates(input: MonitorInput): string[] {
  return (input.problem_type ?? guessProblemType(input)) === 'regression' ? ['mae'] : ['accuracy', 'roc_auc'];
}

/** One day without predictions is what an empty `freshness: {}` watches. */
function buildFreshness(input: NonNullable<MonitorInput['freshness']>): NonNullable<Monitor['freshness']> {
  return {
    maxDaysSincePrediction: input.max_days_since_prediction ?? (Object.keys(input).length === 0 ? 1 : null),
    minActiveDays: input.min_active_days ?? null,
    maxDaysSinceTrainingData: input.max_days_since_training_data ?? null,
  };
}

function buildComputeConfig(input: NonNullable<MonitorInput['compute_config']>): Monitor['computeConfig'] {
  const { statement_timeout: timeoutMs, ...others } = input;
  const given = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return Object.fromEntries(timeoutMs === undefined ? given : [...given, ['statement_timeout_ms', timeoutMs] as const]);
}

/** Columns that drift() may name; null where the features are only known from the data. */
function listWatchedColumns(monitor: Monitor): string[] | null {
  const { featureDrift, predictionColumn, labelColumn } = monitor;
  if (featureDrift !== null && featureDrift.features === null) return null;
  const targets = [predictionColumn, ...listScores(monitor), labelColumn].filter((name) => name !== null);
  return [...new Set([...(featureDrift?.features ?? []), ...targets])];
}

function findMetricFaults(input: MonitorInput, monitor: Monitor): Fault[] {
  const custom = monitor.customMetrics.map(({ name }) => name);
  const named = { metrics: input.metrics ?? [], estimated: input.estimated_performance?.metrics ?? [], custom };
  return [...findMetricNameFaults(named), ...findMetricTypeFaults(named, monitor.problemType)];
}

function findExpressionFaults({ customMetrics }: Monitor): Fault[] {
  return customMetrics.flatMap(({ name, sqlExpression }, index) => {
    const fault = findExpressionFault(sqlExpression);
    const path = ['custom_metrics', index, 'sql_expression'];
    return fault === null ? [] : [{ path, message: `Metric '${name}' not supported: ${fault}` }];
  });
}

function findTimeFaults(input: MonitorInput, monitor: Monitor): Fault[] {
  const faults: Fault[] = [];
  const grainMs = GRAIN_MS[monitor.grain];
  const slices = monitor.windowMs / grainMs;
  const given = JSON.stringify(formatDuration(monitor.windowMs));
  if (!Number.isInteger(slices)) {
    faults.push({ path: ['window'], message: `got ${given}: expected a whole number of slices of ${monitor.grain}` });
  } else if (slices > MAX_SLICES) {
    faults.push({
      path: ['window'],
      message: `got ${given}: expected at most ${MAX_SLICES} slices of ${monitor.grain}`,
    });
  }
  if (monitor.schedule !== null && nextDue({ ...monitor.schedule, isPaused: false }, 0) === null) {
    faults.push({ path: ['schedule'], message: `got ${JSON.stringify(monitor.schedule.cron)}: it is never due` });
  }
  if (monitor.freshness !== null && input.freshness !== undefined && monitor.timestampColumn === null) {
    faults.push({ path: ['timestamp_column'], message: 'is missing: freshness needs the column of event time' });
  }
  if (input.labels?.table !== undefined && (input.labels.on ?? []).length === 0) {
    faults.push({
      path: ['labels', 'on'],
      message: 'is missing: name the columns that join labels.table to predictions',
    });
  }
  if (input.labels?.timestamp_column !== undefined && input.labels.table === undefined) {
    faults.push({
      path: ['labels', 'timestamp_column'],
      message: 'is for outcomes in a table of their own: name labels.table',
    });
  } else if (input.labels?.timestamp_column !== undefined && monitor.timestampColumn === null) {
    faults.push({ path: ['timestamp_column'], message: 'is missing: labels.timestamp_column is compared with it' });
  }
  return faults;
}

function findColumnFaults(input: MonitorInput): Fault[] {
  const { features, columns } = input.feature_drift ?? {};
  if (features === undefined) return [];
  return Object.keys(columns ?? {})
    .filter((name) => !features.includes(name))
    .map((name) => {
      const nearest = findNearest(name, features);
      const fix = nearest === null ? 'add it there' : `did you mean "${nearest}"?`;
      return {
        path: ['feature_drift', 'columns', name],
        message: `"${name}" is not among features; ${fix}`,
        isKey: true,
      };
    });
}
