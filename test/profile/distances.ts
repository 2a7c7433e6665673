import type { NumericGrid, NumericProfile } from '../../src/profile/types.ts';

/** Distances from plain values by definition: the truth that SQL and cells are held against. */
export function plainDistances(a: readonly number[], b: readonly number[]): { ks: number; wasserstein: number } {
  const union = [...new Set([...a, ...b])].sort((x, y) => x - y);
  let ks = 0;
  let wasserstein = 0;
  for (const [index, x] of union.entries()) {
    const gap = Math.abs(shareUpTo(a, x) - shareUpTo(b, x));
    ks = Math.max(ks, gap);
    wasserstein += gap * ((union[index + 1] ?? x) - x);
  }
  const base = a[0]!;
  const mean = a.reduce((sum, x) => sum + (x - base), 0) / a.length;
  const deviation = Math.sqrt(a.reduce((sum, x) => sum + (x - base - mean) ** 2, 0) / a.length);
  return { ks, wasserstein: deviation > 0 ? wasserstein / deviation : wasserstein };
}

function shareUpTo(values: readonly number[], x: number): number {
  return values.filter((value) => value <= x).length / values.length;
}

/** Kolmogorov-Smirnov's D between the cell boundaries only, and the largest share of one cell, which bounds its error. */
export function cellKs(a: NumericProfile, b: NumericProfile): { ks: number; bound: number } {
  const total = (profile: NumericProfile) => profile.cells.reduce((sum, count) => sum + count, 0);
  const [na, nb] = [total(a), total(b)];
  let [fa, fb, ks, bound] = [0, 0, 0, 0];
  for (const [index, count] of a.cells.entries()) {
    fa += count / na;
    fb += b.cells[index]! / nb;
    ks = Math.max(ks, Math.abs(fa - fb));
    bound = Math.max(bound, count / na, b.cells[index]! / nb);
  }
  return { ks, bound };
}

/**
 * Wasserstein from cells with linear running shares, the tails by their exact sums, and how far off it can be:
 * inside a cell the two running shares are known at both ends only.
 */
export function cellWasserstein(
  grid: NumericGrid,
  a: NumericProfile,
  b: NumericProfile,
): { value: number; bound: number } {
  const total = (profile: NumericProfile) => profile.cells.reduce((sum, count) => sum + count, 0);
  const [na, nb] = [total(a), total(b)];
  const tails = [a.belowSum / na, b.belowSum / nb, a.aboveSum / na, b.aboveSum / nb];
  let value = Math.abs(tails[0]! - tails[1]!) + Math.abs(tails[2]! - tails[3]!);
  let bound = 2 * (Math.min(tails[0]!, tails[1]!) + Math.min(tails[2]!, tails[3]!));
  let [fa, fb] = [a.cells[0]! / na, b.cells[0]! / nb];
  for (let cell = 1; cell < grid.edges.length; cell++) {
    const width = grid.edges[cell]! - grid.edges[cell - 1]!;
    const [da, db] = [a.cells[cell]! / na, b.cells[cell]! / nb];
    value += width * (Math.abs(fa - fb) + Math.abs(fa + da - fb - db)) * 0.5;
    bound += width * (da + db);
    fa += da;
    fb += db;
  }
  return { value, bound };
}
