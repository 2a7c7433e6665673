/** Sums over the rows that have both values; null after an overflow. */
export type CorrelationSums = {
  count: number;
  x: number;
  y: number;
  xx: number | null;
  yy: number | null;
  xy: number | null;
};

/** Less variation than this share of the squares is rounding: the column has one value. */
const LEAST_VARIATION = 1e-13;

/**
 * Pearson's correlation, as pandas' DataFrame.corr and scipy.stats.pearsonr give it; null where fewer than two rows or a
 * constant leave none, or where a sum overflowed.
 */
export function correlationOf({ count, x, y, xx, yy, xy }: CorrelationSums): number | null {
  if (count < 2 || xx === null || yy === null || xy === null) return null;
  const variationX = xx - x * (x / count);
  const variationY = yy - y * (y / count);
  if (!(variationX > LEAST_VARIATION * xx && variationY > LEAST_VARIATION * yy)) return null;
  const r = (xy - x * (y / count)) / (Math.sqrt(variationX) * Math.sqrt(variationY));
  return Number.isFinite(r) ? Math.min(1, Math.max(-1, r)) : null;
}
