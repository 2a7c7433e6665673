import type { MeasurementState } from '../checks/types.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { cleanName, formatTogether, shorten } from './format.ts';

const METHOD_WORDS: Record<DriftMethodName, string> = {
  wasserstein: 'Wasserstein distance',
  ks_test: 'KS statistic',
  js_divergence: 'JS divergence',
  js_distance: 'JS distance',
  psi: 'PSI',
  chi_square: 'Cramér’s V',
  kl_divergence: 'KL divergence',
  z_score: 'z-score of the mean',
};
const METRIC_WORDS: Readonly<Record<string, string>> = {
  f1_score: 'F1 score',
  roc_auc: 'ROC AUC',
  mae: 'MAE',
  mse: 'MSE',
  rmse: 'RMSE',
  mape: 'MAPE',
  r2: 'R²',
  r2_score: 'R²',
};
const STATE_WORDS: Record<MeasurementState, string> = {
  breach: 'Drift above limit',
  ok: 'Within its limit',
  unknown: 'Too little data',
};

/** A drift method as a reader knows it: `PSI`, `KS statistic`. */
function nameMethod(method: DriftMethodName): string {
  return METHOD_WORDS[method];
}

/** A metric as it begins a sentence: `F1 score`, `Missing rate`. */
export function nameMetric(metric: string): string {
  const known = { ...METRIC_WORDS, ...(METHOD_WORDS as Readonly<Record<string, string>>) }[metric];
  if (known !== undefined) return known;
  const words = cleanName(metric).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A column or category inside a sentence. */
export function nameInSentence(name: string): string {
  return shorten(cleanName(name), 24);
}

export function nameDriftState(state: MeasurementState): string {
  return STATE_WORDS[state];
}

/** `PSI 0.063, limit 0.050`. */
export function nameMeasure(method: DriftMethodName, value: number | null, threshold: number): string {
  const [limit = '', found = ''] = formatTogether(value === null ? [threshold] : [threshold, value]);
  return value === null ? `${nameMethod(method)}, limit ${limit}` : `${nameMethod(method)} ${found}, limit ${limit}`;
}
