import { isOverflow } from './finite.ts';
import type { NumericGrid, NumericProfile } from './types.ts';

/** What a column of numbers looks like; null where there is nothing to compute it from, or a double does not hold its sums. */
export type NumericSummary = {
  /** Finite values. */
  count: number;
  mean: number | null;
  /** Divided by n, as numpy's std. */
  populationStd: number | null;
  /** Divided by n - 1. */
  sampleStd: number | null;
  min: number | null;
  max: number | null;
};

/** How many finite values a numeric profile holds. */
export function countFinite({ rows, nulls, nans, infinities }: NumericProfile): number {
  return rows - nulls - nans - infinities;
}

/**
 * How many values lie above the last edge of a grid of values, whose last cell holds that value too: by the sum of their
 * excess at least so many, and just so many where they are all the same.
 */
export function countAbove({ max, aboveSum }: Pick<NumericProfile, 'max' | 'aboveSum'>, lastEdge: number): number {
  return max === null || max <= lastEdge ? 0 : Math.ceil(aboveSum / (max - lastEdge) - 1e-9);
}

/** The plain numbers of a column, from its additive counts alone. */
export function summarise(profile: NumericProfile, grid: NumericGrid): NumericSummary {
  const count = countFinite(profile);
  const mean = count === 0 || isOverflow(profile.sum) ? null : grid.center + profile.sum / count;
  const squares = sumOfSquares(profile, count);
  return {
    count,
    mean: mean === null || !Number.isFinite(mean) ? null : mean,
    populationStd: squares === null ? null : Math.sqrt(squares / count),
    sampleStd: squares === null || count < 2 ? null : Math.sqrt(squares / (count - 1)),
    min: profile.min,
    max: profile.max,
  };
}

/** Less spread than this share of the squares about the grid's center is what rounding makes of them. */
const LEAST_SPREAD = 1e-9;

/** Squared distances from the mean: sum (x - c)^2 - n (mean - c)^2, exact 0 for a constant; null where rounding decides. */
function sumOfSquares(profile: NumericProfile, count: number): number | null {
  if (count === 0) return null;
  if (profile.min === profile.max) return 0;
  if (profile.sumSquares === null) return null;
  const squares = profile.sumSquares - profile.sum * (profile.sum / count);
  return squares > LEAST_SPREAD * profile.sumSquares ? squares : null;
}

/**
 * The quantile of the finite values as numpy's `quantile` and pandas give it: between the two values whose ranks are
 * nearest, linearly. Each of the two is exact on a discrete grid whose values they are, and else off by at most the width
 * of its cell (`quantileErrorOf`); beyond the outer edges it is estimated, from how many values are there, their mean and
 * the outermost. null without values.
 */
export function quantileOf(profile: NumericProfile, grid: NumericGrid, p: number): number | null {
  return findQuantile(profile, grid, p)?.value ?? null;
}

/** By how much `quantileOf` can be off at most. */
export function quantileErrorOf(profile: NumericProfile, grid: NumericGrid, p: number): number {
  return findQuantile(profile, grid, p)?.error ?? 0;
}

function findQuantile(profile: NumericProfile, grid: NumericGrid, p: number): { value: number; error: number } | null {
  const count = countFinite(profile);
  if (count === 0 || profile.min === null || profile.max === null) return null;
  const rank = Math.min(Math.max(p, 0), 1) * (count - 1);
  if (rank === 0) return { value: profile.min, error: 0 };
  if (rank === count - 1) return { value: profile.max, error: 0 };
  const between = shareBetween(profile, grid);
  const low = valueAt(profile, grid, Math.floor(rank), between);
  const share = rank - Math.floor(rank);
  if (share === 0) return low;
  const high = valueAt(profile, grid, Math.floor(rank) + 1, between);
  return { value: low.value + share * (high.value - low.value), error: Math.max(low.error, high.error) };
}

/** Sums of many equal values are off by less than this share. */
const ROUNDING = 1e-9;

/**
 * Which share of the values of a cell stands evenly between its edges and not at the first: all of them, but on a discrete
 * grid only as many as make the sum what it is. Later values need not be those of the reference.
 */
function shareBetween({ cells, sum, belowSum, aboveSum }: NumericProfile, grid: NumericGrid): number {
  const { edges, center, isDiscrete } = grid;
  if (!isDiscrete) return 1;
  const offsets = cells.map((count, i) => count * (edges[Math.max(0, i - 1)]! - center));
  const size = offsets.reduce((total, offset) => total + Math.abs(offset), belowSum + aboveSum);
  const excess = offsets.reduce((rest, offset) => rest - offset, sum + belowSum - aboveSum);
  if (Math.abs(excess) <= ROUNDING * size) return 0;
  const evenly = edges.slice(1).reduce((total, edge, i) => total + (cells[i + 1]! * (edge - edges[i]!)) / 2, 0);
  const share = excess / evenly;
  return share > 0 && share < 1 ? share : 1;
}

/** The value of a rank from 0. @param between the share of a cell's values that do not stand at its first edge. */
function valueAt(
  profile: NumericProfile,
  { edges }: NumericGrid,
  rank: number,
  between: number,
): { value: number; error: number } {
  const { cells, min, max } = profile;
  let before = 0;
  for (const [cell, rows] of cells.entries()) {
    if (rank >= before + rows) {
      before += rows;
      continue;
    }
    const place = (rank - before + 0.5) / rows;
    const [left, right] = [edges[cell - 1] ?? min!, edges[cell] ?? max!];
    const [from, to] = [Math.max(left, min!), Math.min(right, max!)];
    const width = Math.max(0, to - from);
    if (cell === 0 && profile.belowSum > 0) {
      const mean = profile.belowSum / rows - (right - to);
      return { value: to - spread(1 - place, width, mean), error: width };
    }
    if (cell === edges.length && profile.aboveSum > 0) {
      const mean = profile.aboveSum / rows - (from - left);
      return { value: from + spread(place, width, mean), error: width };
    }
    if (between === 0) return { value: Math.min(from, max!), error: 0 };
    return { value: from + Math.max(0, 1 - (1 - place) / between) * width, error: width };
  }
  return { value: max!, error: 0 };
}

/** How far from its edge a value of an open tail lies that stands at a place from 0 to 1: as a power, so that the mean is the known one. */
function spread(place: number, length: number, mean: number): number {
  return mean > 0 ? length * place ** Math.max(0, length / mean - 1) : 0;
}
