/** The linear quantile of ascending values, as numpy.quantile(..., method='linear'); NaN where there is none. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const share = position - below;
  // numpy interpolates from the nearer end, which keeps the result monotone.
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}

/** The median of values in any order. */
export function median(values: readonly number[]): number {
  return quantileOfSorted(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** 1.4826 times the median absolute deviation: the standard deviation of a normal sample, deaf to outliers. */
export function robustSpread(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}
