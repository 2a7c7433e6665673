import type { ClassCounts } from './confusion.ts';
import type { MetricValue } from './metric.ts';

/** A rate of one class and the rows it was measured on; null where it divides by zero. */
export type Rate = { value: number; of: number } | null;

/** Rates of one class against the rest. */
export const CLASS_RATES = {
  precision: ({ tp, fp }) => (tp + fp === 0 ? null : { value: tp / (tp + fp), of: tp + fp }),
  recall: ({ tp, fn }) => (tp + fn === 0 ? null : { value: tp / (tp + fn), of: tp + fn }),
  f1_score: ({ tp, fp, fn }) =>
    tp + fp + fn === 0 ? null : { value: (2 * tp) / (2 * tp + fp + fn), of: tp + fp + fn },
} as const satisfies Record<string, (counts: ClassCounts) => Rate>;
export type ClassRate = keyof typeof CLASS_RATES;

/** How the rates of several classes become one number; the names are scikit-learn's. */
export const AVERAGES = ['macro', 'micro', 'weighted'] as const;
export type Average = (typeof AVERAGES)[number];

/**
 * One number for all classes: `macro` is their plain mean, `weighted` weighs each by how many rows really are of it,
 * `micro` counts all classes together. A class without a rate counts as 0, and is named.
 */
export function averageClasses(
  classes: readonly { name: string; counts: ClassCounts }[],
  rateOf: (counts: ClassCounts) => Rate,
  average: Average,
  rows: 'actual' | 'expected' = 'actual',
): MetricValue {
  if (average === 'micro') {
    const value = rateOf(sumClasses(classes.map(({ counts }) => counts)))?.value ?? 0;
    return { value, reason: `Over the rows of ${classes.length} classes together`, band: null };
  }
  const rates = classes.map(({ name, counts }) => ({ name, rate: rateOf(counts), rows: counts.tp + counts.fn }));
  const weightOf = ({ rows }: { rows: number }): number => (average === 'weighted' ? rows : 1);
  const total = rates.reduce((sum, one) => sum + weightOf(one), 0);
  const undefinedFor = rates.filter(({ rate }) => rate === null).map(({ name }) => name);
  return {
    value: rates.reduce((sum, one) => sum + weightOf(one) * (one.rate?.value ?? 0), 0) / total,
    reason:
      `${wordMean(average, rows)} over ${rates.length} classes` +
      (undefinedFor.length === 0 ? '' : `; undefined and counted as 0 for ${undefinedFor.join(', ')}`),
    band: null,
  };
}

/** "Mean", "Mean, weighted by actual rows," */
export function wordMean(average: Average, rows: 'actual' | 'expected' = 'actual'): string {
  return average === 'weighted' ? `Mean, weighted by ${rows} rows,` : 'Mean';
}

function sumClasses(counts: readonly ClassCounts[]): ClassCounts {
  const sum = (pick: (one: ClassCounts) => number): number => counts.reduce((total, one) => total + pick(one), 0);
  return { tp: sum(({ tp }) => tp), fp: sum(({ fp }) => fp), fn: sum(({ fn }) => fn), tn: sum(({ tn }) => tn) };
}
