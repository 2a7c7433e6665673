import type { NumericProfile } from '../profile/types.ts';
import { countValues } from './cells.ts';
import type { ColumnPair } from './types.ts';

export type NumericPair = Extract<ColumnPair, { kind: 'numeric' }>;

/**
 * Both cumulative distributions of a numeric column at the knots of its grid.
 * Discrete grid: P(x <= knot), and the distributions stand still up to the next knot. Otherwise P(x < knot), and they
 * run straight to the next one.
 */
export type Curve = {
  isDiscrete: boolean;
  knots: readonly number[];
  reference: Float64Array;
  current: Float64Array;
};

/** The two curves, without the open tails. */
export function drawCurve({ grid, reference, current }: NumericPair): Curve {
  const { edges, isDiscrete } = grid;
  return {
    isDiscrete,
    knots: edges,
    reference: cumulate(reference, edges.length, isDiscrete),
    current: cumulate(current, edges.length, isDiscrete),
  };
}

/** What a difference of the curves at each knot adds to the area between them. */
export function weighKnots({ edges, isDiscrete }: NumericPair['grid']): Float64Array {
  const weights = new Float64Array(edges.length);
  for (let i = 0; i + 1 < edges.length; i++) {
    const width = edges[i + 1]! - edges[i]!;
    if (isDiscrete) weights[i] = width;
    else {
      weights[i]! += width / 2;
      weights[i + 1]! += width / 2;
    }
  }
  return weights;
}

function cumulate(profile: NumericProfile, length: number, isDiscrete: boolean): Float64Array {
  const total = countValues(profile);
  const shares = new Float64Array(length);
  let running = isDiscrete ? profile.cells[0]! : 0;
  for (let i = 0; i < length; i++) {
    running += profile.cells[isDiscrete ? i + 1 : i]!;
    shares[i] = running / total;
  }
  return shares;
}

/**
 * The area between the two curves, tails included. Between knots the curves are taken as straight; how far that is off
 * on the whole is known, since the signed area is the difference of the means, which the sums give exactly. The error is
 * shared out over the two signs: where one curve lies above the other all along, the area is exact.
 */
export function measureArea(pair: NumericPair): number {
  const { isDiscrete, knots, reference, current } = drawCurve(pair);
  const [n, m] = [countValues(pair.reference), countValues(pair.current)];
  const below = pair.reference.belowSum / n - pair.current.belowSum / m;
  const above = pair.current.aboveSum / m - pair.reference.aboveSum / n;
  let area = Math.abs(below) + Math.abs(above);
  let signed = below + above;
  for (let i = 0; i + 1 < knots.length; i++) {
    const width = knots[i + 1]! - knots[i]!;
    const here = reference[i]! - current[i]!;
    const next = isDiscrete ? here : reference[i + 1]! - current[i + 1]!;
    area += width * meanDistance(here, next);
    signed += (width * (here + next)) / 2;
  }
  const moved = pair.current.sum / m - pair.reference.sum / n;
  if (area === 0 || !Number.isFinite(moved)) return area;
  return Math.max(Math.abs(moved), area + ((moved - signed) * signed) / area);
}

/** The mean of |y| along a straight line from one height to another. */
export function meanDistance(from: number, to: number): number {
  if (from * to >= 0) return (Math.abs(from) + Math.abs(to)) / 2;
  return (from * from + to * to) / (2 * (Math.abs(from) + Math.abs(to)));
}

/**
 * How far, on average, the values of a discrete grid lie above the edges that stand for them: 0 unless a side has values
 * that the reference does not. The area between the curves is wrong by at most the sum over both sides.
 */
export function meanDisplacement(profile: NumericProfile, edges: readonly number[], center: number): number {
  const placed = profile.cells.reduce((total, count, i) => total + count * (edges[Math.max(0, i - 1)]! - center), 0);
  return Math.abs(profile.sum - (placed - profile.belowSum + profile.aboveSum)) / countValues(profile);
}

/** The population standard deviation of a profile; NaN after an overflow or without values. */
export function standardDeviation(profile: NumericProfile): number {
  return Math.sqrt(variance(profile));
}

/** The population variance, from sums about the grid's center. */
export function variance(profile: NumericProfile): number {
  if (profile.sumSquares === null) return Number.NaN;
  const count = countValues(profile);
  const mean = profile.sum / count;
  return Math.max(0, profile.sumSquares / count - mean * mean);
}
