import { normalPpf } from '../stats/distributions.ts';

/** The range that sampling error alone explains, 95 % unless told. */
export type Band = { low: number; high: number };

const CONFIDENCE = 0.95;

/** Wilson's interval of a rate measured on `count` rows; null without rows. */
export function rateBand(rate: number, count: number, confidence = CONFIDENCE): Band | null {
  if (count <= 0) return null;
  const z = -normalPpf((1 - confidence) / 2);
  const middle = (rate + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half = (z / (1 + (z * z) / count)) * Math.sqrt((rate * (1 - rate)) / count + (z * z) / (4 * count * count));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The interval of a value between 0 and 1 with this standard error; null where the error is not known. */
export function bandAround(value: number, error: number): Band | null {
  const reach = -normalPpf((1 - CONFIDENCE) / 2) * error;
  return Number.isFinite(reach) ? { low: Math.max(0, value - reach), high: Math.min(1, value + reach) } : null;
}

/** The interval of an area under the ROC curve (Hanley and McNeil 1982); null without rows of both classes. */
export function aucBand(auc: number, positives: number, negatives: number, confidence = CONFIDENCE): Band | null {
  if (positives <= 0 || negatives <= 0) return null;
  const twoPositives = auc / (2 - auc) - auc * auc;
  const twoNegatives = (2 * auc * auc) / (1 + auc) - auc * auc;
  const variance =
    (auc * (1 - auc) + (positives - 1) * twoPositives + (negatives - 1) * twoNegatives) / (positives * negatives);
  const half = -normalPpf((1 - confidence) / 2) * Math.sqrt(Math.max(0, variance));
  return { low: Math.max(0, auc - half), high: Math.min(1, auc + half) };
}
