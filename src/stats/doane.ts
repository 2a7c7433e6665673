/**
 * How many equal cells Doane's rule gives a histogram: Sturges' rule, with more cells for a skewed sample.
 * numpy.histogram_bin_edges(values, bins='doane') has one edge more.
 * @param sample `skewness` is the mean of ((x - mean) / population deviation) cubed.
 * @example countDoaneCells({ rows: 3, low: 0, high: 2, skewness: 0 }) // 3
 */
export function countDoaneCells(sample: { rows: number; low: number; high: number; skewness: number }): number {
  const { rows, low, high, skewness } = sample;
  if (rows <= 2 || high === low) return 1;
  const error = Math.sqrt((6 * (rows - 2)) / ((rows + 1) * (rows + 3)));
  const width = (high - low) / (1 + Math.log2(rows) + Math.log2(1 + Math.abs(skewness) / error));
  return Math.ceil((high - low) / width);
}
