import type { NoiseReason } from './alerts/types.ts';
import { capitalise, cleanName, formatCount, formatNumber, formatShare, formatTogether, shorten } from './format.ts';
import { SHARE_METRICS } from './monitors/metric-names.ts';

/** Names of metrics and methods as readers know them; every other one is its own name with spaces. */
const METRIC_WORDS: Readonly<Record<string, string>> = {
  wasserstein: 'Wasserstein distance',
  ks_test: 'KS statistic',
  js_divergence: 'JS divergence',
  js_distance: 'JS distance',
  psi: 'PSI',
  chi_square: 'Cramér’s V',
  kl_divergence: 'KL divergence',
  z_score: 'z-score of the mean',
  f1_score: 'F1 score',
  roc_auc: 'ROC AUC',
  mae: 'MAE',
  mse: 'MSE',
  rmse: 'RMSE',
  r2: 'R²',
  mape: 'MAPE',
};

/** A metric's estimate, its mean over classes, and how much worse it became. */
const RELATED = /^(estimated_)?(.*?)((?:_macro|_micro|_weighted)?(?:_drop|_rise)?)$/;

const COUNTS = new Set(['rows', 'drifted_columns', 'active_days']);

/** "js_distance" -> "JS distance", "drifted_columns" -> "Drifted columns". */
export function metricWord(metric: string): string {
  const known = METRIC_WORDS[metric];
  if (known !== undefined) return known;
  const [, prefix = '', stem = '', suffix = ''] = RELATED.exec(metric) ?? [];
  const word = METRIC_WORDS[stem];
  if (word !== undefined) return `${prefix === '' ? '' : 'Estimated '}${word}${suffix.replaceAll('_', ' ')}`;
  return capitalise(cleanName(metric).replaceAll('_', ' '));
}

/** The tests whose p-value stands in place of the method's value where another tool's verdict is asked for. */
const TEST_WORDS: Readonly<Record<string, string>> = {
  ks_test: 'KS test',
  chi_square: 'chi-square test',
  z_score: 'z-test',
};

/** What a number is: the metric, or the p-value of its test. */
export function measureWord(metric: string, isPValue = false): string {
  const test = TEST_WORDS[metric];
  return isPValue && test !== undefined ? `p-value of the ${test}` : metricWord(metric);
}

/** Is the metric shown in percent? */
export function isShareMetric(metric: string): boolean {
  return SHARE_METRICS.includes(metric);
}

/** A metric's value: shares in percent, counts with thousands, everything else with two or three significant digits. */
export function formatMetric(metric: string, value: number): string {
  if (isShareMetric(metric)) return formatShare(value);
  return COUNTS.has(metric) ? formatCount(value) : formatNumber(value);
}

/** A value and its limit, with the same decimals where they are compared. */
export function formatAgainst(metric: string, value: number, limit: number): { value: string; limit: string } {
  const texts =
    isShareMetric(metric) || COUNTS.has(metric)
      ? [formatMetric(metric, value), formatMetric(metric, limit)]
      : formatTogether([value, limit]);
  const [shown = '', against = ''] = texts[0] === texts[1] && value !== limit ? tellApart(metric, value, limit) : texts;
  return { value: shown, limit: against };
}

/** Shares and counts that look alike when they are rounded: "15.04%" and "15.00%". */
function tellApart(metric: string, value: number, limit: number): string[] {
  return isShareMetric(metric)
    ? formatTogether([100 * value, 100 * limit]).map((percent) => `${percent}%`)
    : formatTogether([value, limit]);
}

const NAME_LENGTH = 40;

/** "ABQ (1.2%), SBA (0.41%) and 3 more": values by their share, the largest first. */
export function listShares(
  values: readonly { name: string; share: number }[],
  { most, hasMore }: { most: number; hasMore: boolean },
): string {
  const sorted = [...values].sort((a, b) => b.share - a.share);
  const named = sorted.slice(0, most).map(({ name, share }) => `${nameValue(name)} (${formatShare(share)})`);
  const rest = sorted.length - named.length;
  if (rest > 0) return `${named.join(', ')} and ${hasMore ? 'many' : rest} more`;
  if (!hasMore) return named.join(', ');
  return named.length === 0 ? 'many rare values' : `${named.join(', ')} and others`;
}

/** A value of a column as it can stand in a sentence. */
export function nameValue(value: string): string {
  return shorten(cleanName(value), NAME_LENGTH);
}

/** A segment in a sentence: it may be of two columns, and have two values. */
export function nameSegment(segment: string): string {
  return shorten(cleanName(segment), 2 * NAME_LENGTH);
}

/** "false positive" */
export function reasonWords(reason: NoiseReason): string {
  return reason.replaceAll('_', ' ');
}
