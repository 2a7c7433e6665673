import type { NumericProfile } from '../profile/types.ts';
import type { NumericPair } from './curve.ts';

/** The mass beyond a point, as equal lumps: a count of lumps has the mean and the variance of the tail's distance from the point. */
export type Lumps = { size: number; share: number };

/**
 * A tail as lumps of one size, and in parts: the largest value of each side is a lump of its own, which comes or stays
 * away as a whole. Taking it for the average of the tail would let a single row look like drift. The smallest part first.
 */
export type Tail = { whole: Lumps; parts: readonly Lumps[] };

type Sums = { first: number; squares: number };

/** What lies beyond an outer edge: the distance of the largest value, null where there is none, and the others. */
type OpenTail = { largest: number | null; others: Sums };

/** The pooled mass below the knot of index `knot` (the values of cells 0 to `knot`). */
export function tailBelow({ grid, reference, current }: NumericPair, knot: number): Tail {
  const point = grid.edges[knot]!;
  const outer = grid.edges[0]!;
  const open = [reference, current].map((side) => {
    const depth = side.min === null ? 0 : Math.max(0, outer - side.min);
    return describeOpen(side.cells[0]!, side.belowSum, depth, point - outer);
  });
  const closed = { first: 0, squares: 0 };
  for (let cell = 1; cell <= knot; cell++) {
    addCell(closed, reference.cells[cell]! + current.cells[cell]!, point - placeOf(grid, cell));
  }
  return toTail(open, closed, totalOf(reference) + totalOf(current));
}

/** The pooled mass at and above the knot of index `knot` (the values of the cells after it). */
export function tailAbove({ grid, reference, current }: NumericPair, knot: number): Tail {
  const point = grid.edges[knot]!;
  const last = grid.edges.length;
  const outer = grid.edges[last - 1]!;
  const open = [reference, current].map((side) => {
    const height = side.max === null ? 0 : Math.max(0, side.max - outer);
    return describeOpen(side.cells[last]!, side.aboveSum, height, outer - point);
  });
  const closed = { first: 0, squares: 0 };
  for (let cell = knot + 1; cell < last; cell++) {
    addCell(closed, reference.cells[cell]! + current.cells[cell]!, placeOf(grid, cell) - point);
  }
  return toTail(open, closed, totalOf(reference) + totalOf(current));
}

function placeOf(grid: NumericPair['grid'], cell: number): number {
  const start = grid.edges[cell - 1]!;
  return grid.isDiscrete ? start : (start + grid.edges[cell]!) / 2;
}

/** Distances beyond an outer edge, and `shift` more: their sum and the largest are known, the others are taken as exponential. */
function describeOpen(count: number, excess: number, largest: number, shift: number): OpenTail {
  if (count === 0) return { largest: null, others: { first: 0, squares: 0 } };
  const others = count - 1;
  const rest = Math.max(0, excess - largest);
  const squares = others > 0 ? (2 * rest * rest) / others : 0;
  return {
    largest: largest + shift,
    others: { first: rest + shift * others, squares: squares + 2 * shift * rest + shift * shift * others },
  };
}

function toTail(open: readonly OpenTail[], closed: Sums, rows: number): Tail {
  const others = addSums([closed, ...open.map((side) => side.others)]);
  const largest = open.flatMap((side) => (side.largest === null ? [] : [side.largest]));
  const whole = addSums([others, ...largest.map((distance) => ({ first: distance, squares: distance * distance }))]);
  const parts = [toLumps(others, rows), ...largest.map((size) => ({ size, share: 1 / rows }))];
  return { whole: toLumps(whole, rows), parts: parts.sort((a, b) => a.size - b.size) };
}

function addSums(parts: readonly Sums[]): Sums {
  return parts.reduce((sum, { first, squares }) => ({ first: sum.first + first, squares: sum.squares + squares }));
}

function addCell(sums: Sums, count: number, distance: number): void {
  sums.first += count * distance;
  sums.squares += count * distance * distance;
}

function toLumps({ first, squares }: Sums, rows: number): Lumps {
  if (!(first > 0) || !Number.isFinite(squares)) return { size: 0, share: 0 };
  return { size: squares / first, share: Math.min(1, ((first / squares) * first) / rows) };
}

function totalOf(profile: NumericProfile): number {
  return profile.cells.reduce((total, count) => total + count, 0);
}
