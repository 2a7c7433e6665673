/** Metrics of a classifier's decisions and of the order of its scores. */
const DECISION_METRICS = [
  'accuracy',
  'f1_score',
  'precision',
  'recall',
  'f1_score_macro',
  'f1_score_micro',
  'f1_score_weighted',
  'precision_macro',
  'precision_micro',
  'precision_weighted',
  'recall_macro',
  'recall_micro',
  'recall_weighted',
  'roc_auc',
  'roc_auc_macro',
  'roc_auc_weighted',
] as const;

/** Metrics of a classifier that `metrics`, thresholds and rules may name. */
export const CLASSIFICATION_METRICS = [...DECISION_METRICS, 'log_loss', 'brier'] as const;

/** Metrics of a regressor. */
export const REGRESSION_METRICS: readonly string[] = ['mae', 'mse', 'rmse', 'r2', 'mape'];

export const PERFORMANCE_METRICS: readonly string[] = [...CLASSIFICATION_METRICS, ...REGRESSION_METRICS];

/** Metrics that can be estimated before the labels come; `estimated_<metric>` is the estimate's name. */
export const ESTIMATED_METRICS = [...DECISION_METRICS, 'mae', 'mse', 'rmse'] as const;

const ESTIMATED_PREFIX = 'estimated_';

/** Metrics of which less is better. */
const ERRORS: readonly string[] = ['log_loss', 'brier', 'mae', 'mse', 'rmse', 'mape'];

/** `accuracy_drop`, `mae_rise`: how much worse a metric is than in the reference. */
const CHANGES: ReadonlyMap<string, string> = new Map(
  PERFORMANCE_METRICS.map((metric) => [`${metric}${ERRORS.includes(metric) ? '_rise' : '_drop'}`, metric]),
);

const DESCRIPTIONS = {
  accuracy: 'share of predictions that were right',
  f1_score: 'harmonic mean of precision and recall',
  precision: 'share of positive predictions that were right',
  recall: 'share of positives that were found',
  f1_score_macro: 'plain mean of f1_score over all classes; f1_score itself is that where no class is the positive one',
  f1_score_micro: 'f1_score of all classes counted together',
  f1_score_weighted: 'mean of f1_score, each class weighted by its actual rows',
  precision_macro: 'plain mean of precision over all classes',
  precision_micro: 'precision of all classes counted together',
  precision_weighted: 'mean of precision, each class weighted by its actual rows',
  recall_macro: 'plain mean of recall over all classes',
  recall_micro: 'recall of all classes counted together',
  recall_weighted: 'mean of recall, each class weighted by its actual rows',
  roc_auc: 'area under the ROC curve; needs score_column or score_columns',
  roc_auc_macro:
    'plain mean of roc_auc over all classes, each against the rest; roc_auc itself is that with score_columns',
  roc_auc_weighted: 'mean of roc_auc, each class weighted by its actual rows',
  log_loss: 'mean negative log-likelihood; needs score_column or score_columns',
  brier: 'mean squared error of the score; needs score_column, or score_columns and is summed over the classes',
  mae: 'mean absolute error',
  mse: 'mean squared error',
  rmse: 'root of the mean squared error',
  r2: 'coefficient of determination',
  mape: 'mean absolute percentage error, rows whose label is 0 left out',
  estimated_accuracy:
    'accuracy that the scores of rows without a label let expect; needs score_column or score_columns',
  estimated_f1_score: 'the same for f1_score',
  estimated_precision: 'the same for precision',
  estimated_recall: 'the same for recall',
  estimated_f1_score_macro: 'the same for f1_score_macro',
  estimated_f1_score_micro: 'the same for f1_score_micro, which is accuracy',
  estimated_f1_score_weighted: 'the same for f1_score_weighted',
  estimated_precision_macro: 'the same for precision_macro',
  estimated_precision_micro: 'the same for precision_micro, which is accuracy',
  estimated_precision_weighted: 'the same for precision_weighted',
  estimated_recall_macro: 'the same for recall_macro',
  estimated_recall_micro: 'the same for recall_micro, which is accuracy',
  estimated_recall_weighted: 'the same for recall_weighted',
  estimated_roc_auc: 'the same for roc_auc',
  estimated_roc_auc_macro: 'the same for roc_auc_macro',
  estimated_roc_auc_weighted: 'the same for roc_auc_weighted',
  estimated_mae: 'mae of rows without a label if the errors of the reference hold for like predictions',
  estimated_mse: 'the same for mse',
  estimated_rmse: 'the same for rmse',
  drift_score: 'largest js_distance among the features that pass their noise floor, 0 if none',
  drifted_columns: 'number of features that drifted',
  drifted_share: 'share of features that drifted, 0 to 1',
  vanished_share: 'largest share, among the features, of reference values that no longer occur',
  unseen_share: 'largest share, among the features, of values that the reference does not have',
  correlation_change: 'largest change of the correlation of two columns that chance does not explain, 0 if none',
  missing_rate: 'largest share of missing values among the columns',
  outlier_rate: 'largest share of outliers among the columns',
  invalid_rate: 'largest share of values that break their rule among the columns',
  anomaly_rate: 'share of rows that the model called anomalies',
  anomaly_rate_change: 'distance of anomaly_rate from its baseline, in share of rows',
  batch_seconds: 'seconds that the longest batch of scoring took',
  job_success_rate: 'share of runs that succeeded, of the job where it is lowest',
  rows: 'rows in the window',
  days_since_prediction: 'days since the newest prediction',
  active_days: 'days with predictions among the last 7',
  days_since_training_data: 'days since the newest row of the reference',
} as const;

/** Every name that a rule's condition may use beside custom metrics, with what it means. */
export const CONDITION_METRICS: Readonly<Record<string, string>> = {
  ...DESCRIPTIONS,
  ...Object.fromEntries([...CHANGES].map(([name, metric]) => [name, describeChange(metric)])),
};

function describeChange(metric: string): string {
  return `how far ${metric} is ${ERRORS.includes(metric) ? 'above' : 'below'} that of the reference`;
}

export const CONDITION_METRIC_NAMES: readonly string[] = Object.keys(CONDITION_METRICS);

/** Is the metric one of a regressor's? */
export function isRegressionMetric(name: string): boolean {
  return (REGRESSION_METRICS as readonly string[]).includes(name);
}

/** The metric that `estimated_<metric>` estimates; null for any other name. */
export function readEstimatedMetric(name: string): string | null {
  const metric = name.startsWith(ESTIMATED_PREFIX) ? name.slice(ESTIMATED_PREFIX.length) : '';
  return (ESTIMATED_METRICS as readonly string[]).includes(metric) ? metric : null;
}

/** The metric whose change a name such as `accuracy_drop` means; null for any other name. */
export function readChangedMetric(name: string): string | null {
  return CHANGES.get(name) ?? null;
}

export function isPerformanceMetric(name: string): boolean {
  return PERFORMANCE_METRICS.includes(name);
}

/** Performance metrics that may lie beyond 1. */
const UNBOUNDED: readonly string[] = ['log_loss', ...REGRESSION_METRICS];

/** Metrics that are shares of rows, columns, values or job runs. */
export const SHARE_METRICS: readonly string[] = [
  'drifted_share',
  'vanished_share',
  'unseen_share',
  'missing_rate',
  'outlier_rate',
  'invalid_rate',
  'anomaly_rate',
  'anomaly_rate_change',
  'job_success_rate',
];

/** Can the value of a name of conditions never be above 1? */
export function isAtMostOne(name: string): boolean {
  const metric = readEstimatedMetric(name) ?? readChangedMetric(name) ?? name;
  if (name === 'drift_score' || SHARE_METRICS.includes(name)) return true;
  return isPerformanceMetric(metric) && !UNBOUNDED.includes(metric);
}
