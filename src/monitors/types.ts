import type { Grain } from '../profile/types.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const DRIFT_METHOD_NAMES = [
  'wasserstein',
  'ks_test',
  'js_divergence',
  'js_distance',
  'psi',
  'chi_square',
  'kl_divergence',
  'z_score',
] as const;
export type DriftMethodName = (typeof DRIFT_METHOD_NAMES)[number];

/** A dataset with the part of it that is meant. */
export type DatasetSpec = {
  /** Table name, dbfs:/ path or file path. */
  dataset: string;
  /** Fixed range, or null on either side. */
  fromAt: number | null;
  toAt: number | null;
  /** Moving reference: this long before the window; null for a fixed one. */
  trailingMs: number | null;
  excludeCurrent: boolean;
};

export type DriftSettings = {
  /** Explicit features; null means every column that is neither time, prediction, score, label, key nor version. */
  features: readonly string[] | null;
  /** null: the default methods of the column's kind. */
  driftMethods: readonly DriftMethodName[] | null;
  /** On the value; null: each method's default. */
  threshold: number | null;
  /** On the p-value; null: none. */
  pValue: number | null;
  categoricalFeatures: readonly string[];
  /** Of all columns of a kind, before those of the check. */
  kinds: { numeric: KindDriftSettings; categorical: KindDriftSettings };
  /** Overrides per column. */
  columns: Readonly<Record<string, ColumnDriftSettings>>;
  /** KS and Wasserstein computed exactly in SQL. */
  exact: boolean;
  compat: 'evidently' | 'nannyml' | null;
  minRows: number;
  /** Methods that a rule's drift(method, column) asks for on top of those listed, by column. */
  asked: Readonly<Record<string, readonly DriftMethodName[]>>;
};
export type KindDriftSettings = Pick<DriftSettings, 'driftMethods' | 'threshold' | 'pValue'>;
export type ColumnDriftSettings = KindDriftSettings & { importance: number | null };

export type RateLimit = {
  max: number | null;
  /** Allowed increase over the reference, in share of rows. */
  maxIncrease: number | null;
};
export type ValueRule = {
  min: number | null;
  max: number | null;
  in: readonly (string | number | boolean)[] | null;
  matches: string | null;
  type: 'number' | 'integer' | 'string' | 'boolean' | 'timestamp' | null;
  unique: boolean;
  notNull: boolean;
};
export type QualitySettings = {
  missingRate: RateLimit | null;
  outlierRate: (RateLimit & { fences: 'iqr' | 'z' }) | null;
  invalidRate: RateLimit | null;
  rules: Readonly<Record<string, ValueRule>>;
};

export type MetricThreshold = { metric: string; minValue: number | null; maxValue: number | null };

/** Where a notification goes. */
export type ChannelTarget =
  | { type: 'slack'; channel: string | null; webhook: string | null; mention: string | null }
  | { type: 'email'; recipients: readonly string[] }
  | { type: 'webhook'; url: string }
  | { type: 'pagerduty'; routingKeyEnv: string };

export type Debounce = { breaches: number; of: number };

/**
 * When people are told of an alert by a message of its own: at once, as soon as a loss is known (until then the channel's
 * digest tells it), or never (the digest alone tells it).
 */
export const NOTIFY = ['now', 'loss', 'digest'] as const;
export type Notify = (typeof NOTIFY)[number];

/** A named condition over the measurements of a run. */
export type Rule = {
  name: string;
  description: string | null;
  /** CEL over metric names, drift_score, drifted_columns, drifted_share, rows, days_since_prediction and drift(method, column). */
  condition: string;
  severity: Severity;
  debounce: Debounce;
  notify: Notify;
  channels: readonly ChannelTarget[];
};

export type Schedule = { cron: string; timezone: string; startAt: number | null; isPaused: boolean };

export type CustomMetric = {
  name: string;
  description: string | null;
  sqlExpression: string;
  type: 'numeric';
  betterIs: 'higher' | 'lower' | null;
  minValue: number | null;
  maxValue: number | null;
};

/** Where the probability of one class stands. */
export type ClassScore = { label: string; column: string };

/** A monitor's definition after it was read and checked: durations in ms, instants in UTC ms, names lower case. */
export type Monitor = {
  modelName: string;
  aliases: readonly string[];
  description: string | null;
  owner: string | null;
  tags: Readonly<Record<string, string>>;
  warehouse: string | null;
  reference: DatasetSpec;
  /** null: rows of the reference dataset after its range; only where the reference has a range of the same dataset. */
  current: DatasetSpec;
  timestampColumn: string | null;
  /** Whether `timestampColumn` holds days without a time of day; as the data say, false before they are looked at. */
  hasDatesOnly: boolean;
  grain: Grain;
  windowMs: number;
  latenessMs: number;
  problemType: 'classification' | 'regression';
  predictionColumn: string | null;
  scoreColumn: string | null;
  /** The probability of every class, where the model gives one for each; else none. */
  scoreColumns: readonly ClassScore[];
  positiveLabel: string | null;
  labelColumn: string | null;
  /** Labels that come later; `table` null: they stand in the current dataset itself. */
  labels: {
    table: string | null;
    on: readonly string[];
    delayMs: number;
    /** When an outcome happened, where a key has many; null: a key has one. */
    timestampColumn: string | null;
  } | null;
  modelVersionColumn: string | null;
  slicingExprs: readonly string[];
  metrics: readonly string[];
  featureDrift: DriftSettings | null;
  predictionDrift: DriftSettings | null;
  labelDrift: DriftSettings | null;
  estimatedPerformance: { metrics: readonly string[] } | null;
  quality: QualitySettings | null;
  anomalyRate: {
    column: string;
    min: number;
    max: number;
    maxChange: number;
    baselineMs: number;
  } | null;
  volume: { expected: 'auto' | { min: number | null; max: number | null } } | null;
  freshness: {
    maxDaysSincePrediction: number | null;
    minActiveDays: number | null;
    maxDaysSinceTrainingData: number | null;
  } | null;
  latency: { maxDurationMs: number } | null;
  jobs: { table: string; like: string; minSuccessRate: number } | null;
  customMetrics: readonly CustomMetric[];
  /** null columns: every watched column of numbers. */
  summary: { columns: readonly string[] | null } | null;
  /** null columns: every watched column of numbers. */
  correlations: { columns: readonly string[] | null; maxChange: number } | null;
  /** Default targets for every rule that names none. */
  channels: readonly ChannelTarget[];
  /** From alerts.thresholds; `rules` already contains a rule for each. */
  thresholds: readonly MetricThreshold[];
  rules: readonly Rule[];
  schedule: Schedule | null;
  computeConfig: Readonly<Record<string, string | number>>;
  dashboard: {
    name: string;
    metrics: readonly string[];
    features: readonly string[];
    timeRangeDays: number;
    refreshSchedule: string | null;
  } | null;
  retrain: {
    mode: 'suggest' | 'approve' | 'automatic';
    triggers: Readonly<Record<string, number>>;
    cooldownMs: number | null;
    approvers: readonly string[];
    target: Readonly<Record<string, unknown>> | null;
  } | null;
};

/** The columns that hold scores, of one class or of every class. */
export function listScores({ scoreColumn, scoreColumns }: Pick<Monitor, 'scoreColumn' | 'scoreColumns'>): string[] {
  return [...(scoreColumn === null ? [] : [scoreColumn]), ...scoreColumns.map(({ column }) => column)];
}

/** A part of a definition that is understood but not measured by this version; said when it is used. */
export type Notice = { key: string; message: string };

export type LoadedMonitor = {
  monitor: Monitor;
  /** The YAML text as it was given; what is stored and exported. */
  source: string;
  /** Folder that relative dataset paths start from; null for monitors made in Slack. */
  baseDir: string | null;
  notices: readonly Notice[];
};
