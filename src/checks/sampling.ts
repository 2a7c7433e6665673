import type { Band } from '../metrics/intervals.ts';
import { betainc } from '../stats/beta.ts';
import { normalPpf, normalSf } from '../stats/distributions.ts';
import type { Measurement } from './types.ts';

/** Standard errors in the half width of a 95 % band. */
const BAND_ERRORS = normalPpf(0.975);

/** Which side of a limit a value is on. */
type Limit = Pick<Measurement, 'threshold' | 'direction'>;

/**
 * How often `count` of `rows` rows, or a share further beyond the limit, would come of a true share that is just the
 * limit (binomial tail, scipy.stats.binomtest). null without a limit or without rows.
 */
export function chanceOfShare(count: number, rows: number, { threshold, direction }: Limit): number | null {
  if (threshold === null || direction === null || rows === 0) return null;
  const limit = Math.min(Math.max(threshold, 0), 1);
  // Few of one kind are many of the other; 1 less the upper tail would lose what is small.
  return direction === 'above' ? atLeast(count, rows, limit) : atLeast(rows - count, rows, 1 - limit);
}

/** P(X >= count) of a binomial. */
function atLeast(count: number, rows: number, share: number): number {
  if (count <= 0) return 1;
  return count > rows ? 0 : betainc(count, rows - count + 1, share);
}

/** The same of a value with a normal error. */
export function chanceOfValue(value: number, error: number, { threshold, direction }: Limit): number | null {
  if (threshold === null || direction === null || !Number.isFinite(error)) return null;
  const beyond = direction === 'above' ? value - threshold : threshold - value;
  if (error === 0) return beyond > 0 ? 0 : 1;
  return normalSf(beyond / error);
}

/** How often chance alone takes a value so far from the usual one, to either side, with a normal error. */
export function chanceOfMove(distance: number, error: number): number {
  return distance === 0 ? 1 : 2 * normalSf(distance / error);
}

/** The standard error that a 95 % band stands for; NaN where there is no band. */
export function errorOfBand(band: Band | null): number {
  return band === null ? Number.NaN : (band.high - band.low) / (2 * BAND_ERRORS);
}
