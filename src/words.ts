/** Names and numbers as people read them, shared by messages, pictures and the command line. */

const METRIC_WORDS: Readonly<Record<string, string>> = {
  wasserstein: 'Wasserstein',
  ks_test: 'KS distance',
  js_divergence: 'JS divergence',
  js_distance: 'JS distance',
  psi: 'PSI',
  chi_square: "Cramér's V",
  kl_divergence: 'KL divergence',
  z_score: 'Z-score',
  f1_score: 'F1',
  roc_auc: 'ROC AUC',
  mae: 'MAE',
  mse: 'MSE',
  rmse: 'RMSE',
  r2: 'R²',
  mape: 'MAPE',
};

/** Metrics that are shares of rows and read best as percentages. */
const SHARES = new Set(['missing_rate', 'outlier_rate', 'invalid_rate', 'anomaly_rate', 'drifted_share']);
const COUNTS = new Set(['rows', 'drifted_columns', 'active_days', 'days_since_prediction']);

/** "js_distance" -> "JS distance", "drifted_columns" -> "Drifted columns". */
export function metricWord(metric: string): string {
  const known = METRIC_WORDS[metric];
  if (known) return known;
  const words = metric.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A metric's value: shares in percent, counts with thousands, everything else with three significant decimals. */
export function formatMetric(metric: string, value: number): string {
  if (SHARES.has(metric)) return formatShare(value);
  if (COUNTS.has(metric)) return formatCount(value);
  return formatNumber(value);
}

/** 0.0634 -> "0.063", 1234.5 -> "1,235", -0.5 -> "−0.5" with a true minus. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  let text: string;
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) text = value.toExponential(1);
  else if (size >= 100) text = Math.round(value).toLocaleString('en-US');
  else if (size >= 10) text = value.toFixed(1);
  else if (size >= 1) text = value.toFixed(2);
  else text = value.toFixed(3);
  return text.replace('-', '−');
}

/** 0.1234 -> "12.3%", 0.004 -> "0.40%". */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < 0.01) return '<0.01%';
  return `${percent.toFixed(Math.abs(percent) < 1 && percent !== 0 ? 2 : 1)}%`.replace('-', '−');
}

/** 115204 -> "115k", 1234567 -> "1.2M", 950 -> "950". */
export function formatCount(count: number): string {
  const size = Math.abs(count);
  if (size >= 999_500) return `${trimZero((count / 1e6).toFixed(1))}M`;
  if (size >= 10_000) return `${Math.round(count / 1000)}k`;
  if (size >= 1000) return `${trimZero((count / 1000).toFixed(1))}k`;
  return trimZero(count.toFixed(1));
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** "19–25 Feb", "29 Jan–4 Feb", "25 Feb" for whole days, with hours where the window is not made of days; UTC. */
export function formatWindow(fromAt: number | null, toAt: number | null): string {
  if (fromAt === null || toAt === null) return 'all rows';
  if (fromAt % DAY_MS !== 0 || toAt % DAY_MS !== 0) return `${formatHour(fromAt)}–${formatHour(toAt)}`;
  const first = new Date(fromAt);
  const last = new Date(toAt - DAY_MS);
  if (toAt - fromAt <= DAY_MS) return formatDay(fromAt);
  const isSameMonth = first.getUTCMonth() === last.getUTCMonth() && first.getUTCFullYear() === last.getUTCFullYear();
  return isSameMonth
    ? `${first.getUTCDate()}–${last.getUTCDate()} ${MONTHS[last.getUTCMonth()]}`
    : `${formatDay(fromAt)}–${formatDay(toAt - DAY_MS)}`;
}

/** "25 Feb", UTC. */
export function formatDay(at: number): string {
  const day = new Date(at);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
}

function formatHour(at: number): string {
  return `${formatDay(at)} ${new Date(at).toISOString().slice(11, 16)}`;
}
