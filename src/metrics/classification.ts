import type { JointCounts, Profile } from '../profile/types.ts';
import { AVERAGES, averageClasses, CLASS_RATES, type Rate } from './averages.ts';
import {
  type ClassCounts,
  type ConfusionMatrix,
  countClass,
  countClasses,
  countConfusion,
  describeStrangers,
  resolvePositive,
} from './confusion.ts';
import { type Band, rateBand } from './intervals.ts';
import {
  describeRows,
  explainMissing,
  type Metric,
  type MetricOptions,
  type MetricValue,
  withoutValue,
} from './metric.ts';
import { measureBrier, measureLogLoss, measureRocAuc } from './scores.ts';
import { unifyTruth } from './truth.ts';

export const CLASSIFICATION_METRICS: readonly Metric[] = [
  describeMetric('accuracy', 'Accuracy', (joint) => measureAccuracy(countConfusion(joint))),
  describeMetric(
    'precision',
    'Precision',
    perClass(CLASS_RATES.precision, (name) => `No row was predicted '${name}'`),
  ),
  describeMetric(
    'recall',
    'Recall',
    perClass(CLASS_RATES.recall, (name) => `No row is really '${name}'`),
  ),
  describeMetric(
    'f1_score',
    'F1 score',
    perClass(CLASS_RATES.f1_score, (name) => `No row is or was predicted '${name}'`),
  ),
  ...describeAverages('precision', 'Precision', CLASS_RATES.precision),
  ...describeAverages('recall', 'Recall', CLASS_RATES.recall),
  ...describeAverages('f1_score', 'F1 score', CLASS_RATES.f1_score),
  describeMetric('roc_auc', 'ROC AUC', measureRocAuc('macro')),
  describeMetric('roc_auc_macro', 'ROC AUC, macro', measureRocAuc('macro')),
  describeMetric('roc_auc_weighted', 'ROC AUC, weighted', measureRocAuc('weighted')),
  { ...describeMetric('log_loss', 'Log loss', measureLogLoss), better: 'lower' },
  { ...describeMetric('brier', 'Brier score', measureBrier), better: 'lower' },
];

function describeMetric(
  name: string,
  label: string,
  measure: (joint: JointCounts, options: MetricOptions) => MetricValue,
): Metric {
  return {
    name,
    label,
    better: 'higher',
    problemType: 'classification',
    measure: (profile, options) => measureLabelled(profile, options, measure),
  };
}

/** precision_macro and the like: over all classes, of which none is the positive one. */
function describeAverages(name: string, label: string, rateOf: (counts: ClassCounts) => Rate): Metric[] {
  return AVERAGES.map((average) =>
    describeMetric(`${name}_${average}`, `${label}, ${average}`, (joint) =>
      averageClasses(countClasses(countConfusion(joint)), rateOf, average),
    ),
  );
}

/** Refuses where no label has come, and says how many have not. */
function measureLabelled(
  { rows, joint }: Profile,
  given: MetricOptions,
  measure: (joint: JointCounts, options: MetricOptions) => MetricValue,
): MetricValue {
  if (joint === null) return withoutValue(explainMissing(rows));
  const unified = unifyTruth(joint, given);
  const matrix = countConfusion(unified.joint);
  const { none, notes } = describeRows(matrix);
  if (none !== null) return withoutValue(none);
  const { value, reason, band } = measure(unified.joint, unified.options);
  const all = [reason, describeStrangers(matrix), ...notes].filter((note) => note !== null);
  return { value, reason: all.length === 0 ? null : all.join('; '), band };
}

function measureAccuracy({ counts, labelled }: ConfusionMatrix): MetricValue {
  const right = counts.reduce((total, row, i) => total + row[i]!, 0);
  return { value: right / labelled, reason: null, band: rateBand(right / labelled, labelled) };
}

/** Of the positive class where there is one, otherwise the plain mean over the classes. */
function perClass(rateOf: (counts: ClassCounts) => Rate, explain: (name: string) => string) {
  return (joint: JointCounts, options: MetricOptions): MetricValue => {
    const matrix = countConfusion(joint);
    const positive = resolvePositive(matrix.classes, options);
    if (positive === null) return averageClasses(countClasses(matrix), rateOf, 'macro');
    const rate = rateOf(countClass(matrix, positive));
    if (rate === null) return withoutValue(`${explain(positive)}; the classes seen are ${matrix.classes.join(', ')}`);
    const band: Band | null = rateOf === CLASS_RATES.f1_score ? null : rateBand(rate.value, rate.of);
    return { value: rate.value, reason: null, band };
  };
}
