import { type FineMap, fineBoundary } from './fine.ts';
import type { NumericGrid } from './types.ts';

/** A fine cell with this share of the rows is taken for one heaped value: quantiles inside it snap to its beginning. */
const HEAP_SHARE = 0.05;
const DECILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export type Cut = Pick<NumericGrid, 'edges' | 'decileEdges' | 'isDiscrete'> & {
  starts: readonly number[];
  /** Reference rows per coarse cell. */
  cells: readonly number[];
  /** Quartiles by linear interpolation; null without rows. */
  quartiles: { p25: number; p75: number } | null;
};

/**
 * Cuts coarse cells out of fine counts: the two ends of the bulk, the deciles, and boundaries that give
 * near-equal shares, fewer than `maxCells` together.
 * @param counts reference rows per fine cell, length fine.count + 2.
 */
export function cutFineCells(fine: FineMap, counts: readonly number[], maxCells: number, isLattice: boolean): Cut {
  const before = cumulate(counts);
  const total = before.at(-1)!;
  const deciles = total === 0 ? [] : DECILES.map((p) => snapQuantile(counts, before, p, isLattice));
  const shares = Math.max(1, Math.floor((maxCells - 12) / 10) * 10);
  const boundaries = new Set([1, fine.count + 1, ...deciles]);
  for (let i = 1; i < shares && total > 0; i++) boundaries.add(nearestBoundary(before, (total * i) / shares));
  const starts = keepAscending(
    fine,
    [...boundaries].sort((a, b) => a - b),
  );
  const edgeAt = new Map(starts.map((start) => [start, fineBoundary(fine, start)]));
  const decileEdges = [...new Set(deciles)].flatMap((start) => edgeAt.get(start) ?? []).sort((a, b) => a - b);
  return {
    edges: [...edgeAt.values()],
    starts: [0, ...starts],
    decileEdges,
    isDiscrete: false,
    cells: sumBetween(before, [0, ...starts], counts.length),
    quartiles:
      total === 0 ? null : { p25: quantileAt(fine, counts, before, 0.25), p75: quantileAt(fine, counts, before, 0.75) },
  };
}

/** Rows before each fine cell; one more entry for the total. */
function cumulate(counts: readonly number[]): number[] {
  const before = [0];
  let total = 0;
  for (const count of counts) {
    total += count;
    before.push(total);
  }
  return before;
}

function sumBetween(before: readonly number[], starts: readonly number[], end: number): number[] {
  return starts.map((start, index) => before[starts[index + 1] ?? end]! - before[start]!);
}

/** Two boundaries that are the same double cannot both be edges. */
function keepAscending(fine: FineMap, boundaries: readonly number[]): number[] {
  const kept: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const boundary of boundaries) {
    const value = fineBoundary(fine, boundary);
    if (value > last) kept.push(boundary);
    last = Math.max(last, value);
  }
  return kept;
}

/** The cell in which the row of this rank (from 0) lies. */
function cellOfRank(before: readonly number[], rank: number): number {
  let low = 0;
  let high = before.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (before[middle]! <= rank) low = middle;
    else high = middle - 1;
  }
  return low;
}

function clampBoundary(counts: readonly number[], cell: number): number {
  return Math.min(Math.max(cell, 1), counts.length - 1);
}

/** Boundary nearest to numpy's linear quantile; on a lattice the first boundary that is not below it. */
function snapQuantile(counts: readonly number[], before: readonly number[], p: number, isLattice: boolean): number {
  const total = before.at(-1)!;
  const rank = p * (total - 1);
  const cell = cellOfRank(before, Math.floor(rank));
  if (isLattice) {
    const next = cellOfRank(before, Math.ceil(rank));
    return clampBoundary(counts, Math.ceil(cell + (rank - Math.floor(rank)) * (next - cell)));
  }
  if (counts[cell]! >= HEAP_SHARE * total) return clampBoundary(counts, cell);
  const share = (rank - before[cell]!) / counts[cell]!;
  return clampBoundary(counts, share < 0.5 ? cell : cell + 1);
}

function nearestBoundary(before: readonly number[], target: number): number {
  const cell = cellOfRank(before, target);
  const isNearerAbove = Math.abs((before[cell + 1] ?? Infinity) - target) < Math.abs(before[cell]! - target);
  return Math.min(Math.max(isNearerAbove ? cell + 1 : cell, 1), before.length - 2);
}

function quantileAt(fine: FineMap, counts: readonly number[], before: readonly number[], p: number): number {
  const total = before.at(-1)!;
  const rank = p * (total - 1);
  const cell = cellOfRank(before, Math.floor(rank));
  const left = fineBoundary(fine, clampBoundary(counts, cell));
  if (counts[cell]! >= HEAP_SHARE * total) return left;
  const right = fineBoundary(fine, clampBoundary(counts, cell + 1));
  return left + ((rank - before[cell]!) / counts[cell]!) * (right - left);
}

/** The values themselves as cells; quantiles are exact. @param values ascending, with the rows of each. */
export function cutDiscrete(values: readonly number[], rows: readonly number[]): Cut {
  const before = cumulate(rows);
  const total = before.at(-1)!;
  const quantile = (p: number) => {
    const rank = p * (total - 1);
    const left = values[cellOfRank(before, Math.floor(rank))]!;
    const right = values[cellOfRank(before, Math.ceil(rank))]!;
    return left === right ? left : left + (rank - Math.floor(rank)) * (right - left);
  };
  // No value lies between a quantile and the first value that is not below it, so that cutting at that value is the same cut.
  const deciles = DECILES.flatMap((p) => values.find((value) => value >= quantile(p)) ?? []);
  return {
    edges: values,
    starts: [],
    decileEdges: [...new Set(deciles)],
    isDiscrete: true,
    cells: [0, ...rows],
    quartiles: { p25: quantile(0.25), p75: quantile(0.75) },
  };
}
