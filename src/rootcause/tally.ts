/**
 * A mean over rows and what its error needs, as sums: of a share, 1 for each row that has it. Tallies of disjoint rows
 * add up.
 */
export type Tally = {
  kind: 'share' | 'mean';
  count: number;
  sum: number;
  squares: number;
};

/** `of` rows, of which `share` have something. */
export function tallyShare({ value, of }: { value: number; of: number }): Tally {
  const sum = value * of;
  return { kind: 'share', count: of, sum, squares: sum };
}

export function meanOf({ sum, count }: Tally): number {
  return sum / count;
}

export function addTallies(a: Tally, b: Tally): Tally {
  return { kind: a.kind, count: a.count + b.count, sum: a.sum + b.sum, squares: a.squares + b.squares };
}

/** The rows of the first that are not of the second. */
export function takeAway(a: Tally, b: Tally): Tally {
  return { kind: a.kind, count: a.count - b.count, sum: a.sum - b.sum, squares: a.squares - b.squares };
}

/**
 * The variance of the mean of so many rows. A share's has one row more of each kind (Agresti and Coull 1998), or none of
 * 100 would be sure to be none of a million.
 */
export function errorOfMean(tally: Tally): number {
  const { kind, count, sum, squares } = tally;
  if (kind === 'mean') return Math.max(0, squares / count - meanOf(tally) ** 2) / Math.max(1, count - 1);
  const share = (sum + 1) / (count + 2);
  return (share * (1 - share)) / (count + 2);
}
