import { listPairs, readPairs } from '../profile/pairs.ts';
import type { GridSet, PairNoise, PairSum, Profile } from '../profile/types.ts';
import { correlationOf } from '../stats/correlation.ts';
import { normalSf, studentTSf } from '../stats/distributions.ts';

/** Beyond so many degrees of freedom Student's law is the normal one. */
const MANY_DEGREES = 1e6;

/** Correlations of the same rows, summed in another order, differ by less. */
const ROUNDING = 1e-9;

/** One correlation of so many rows. */
export type Correlation = { r: number; count: number };

/**
 * How likely chance alone changes a correlation by so much (two-sided). The change over its standard error, where the
 * variance of the correlation of n rows is E f^2 / n with the influence function f of the reference's rows: right for
 * columns of any distribution, where Fisher's z is right for normal ones alone (Devlin, Gnanadesikan and Kettenring 1975,
 * Biometrika 62; the same variance by moments: Steiger and Hakstian 1982, Br. J. Math. Stat. Psychol. 35). It is never
 * taken to be smaller than that of normal columns, (1 - r^2)^2. Where a few rows of a heavy tail decide, the normal law is
 * too sure: Student's t, with Satterthwaite's degrees of freedom for variances of terms with the kurtosis of f.
 */
export function chanceOfChange(reference: Correlation, current: Correlation, noise: PairNoise): number {
  const change = Math.abs(current.r - reference.r);
  if (change <= ROUNDING) return 1;
  const spread = Math.max(noise.spread, (1 - reference.r ** 2) ** 2);
  if (spread === 0) return 0;
  const share = 1 / reference.count + 1 / current.count;
  const errors = change / Math.sqrt(spread * share);
  const degrees = (2 * share ** 2) / (Math.max(noise.tail - 1, 0) * (reference.count ** -3 + current.count ** -3));
  return Math.min(1, 2 * (degrees < MANY_DEGREES ? studentTSf(errors, degrees) : normalSf(errors)));
}

/** The correlation of two columns on both sides; null where it is not known. */
export type ComparedPair = {
  x: string;
  y: string;
  reference: Correlation | null;
  current: Correlation | null;
  /** Two-sided; null where a side is not known. */
  pValue: number | null;
};

/** Fewer rows say nothing about a correlation. */
export const LEAST_CORRELATED = 30;

/** The correlations that the grids watch, in the order of `listPairs`. */
export function compareCorrelations(grids: GridSet, reference: Profile, current: Profile): ComparedPair[] {
  const { columns = [], noise = [] } = grids.pairs ?? {};
  const [before, now] = [readPairs(reference), readPairs(current)];
  return listPairs(columns.length).map(({ x, y }, i) => {
    const sides = { reference: toCorrelation(before[i] ?? null), current: toCorrelation(now[i] ?? null) };
    const known = noise[i] ?? null;
    const isKnown = sides.reference !== null && sides.current !== null && known !== null;
    const pValue = isKnown ? chanceOfChange(sides.reference!, sides.current!, known) : null;
    return { x: columns[x]!, y: columns[y]!, ...sides, pValue };
  });
}

function toCorrelation(sums: PairSum | null): Correlation | null {
  if (sums === null || sums.count < LEAST_CORRELATED) return null;
  const r = correlationOf(sums);
  return r === null ? null : { r, count: sums.count };
}
