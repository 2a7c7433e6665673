import type { NumericProfile } from '../profile/types.ts';
import type { NumericPair } from './curve.ts';

/**
 * The mass beyond a point, as equal lumps: a count of lumps has the mean and the variance that the tail's distance
 * from the point really has. A tail of one far outlier is one lump, which comes or stays away as a whole; taking it
 * for the average of the tail would let a single row look like drift.
 */
export type Lumps = { size: number; share: number };

type Sums = { first: number; squares: number };

/** The pooled mass below the knot of index `knot` (the values of cells 0 to `knot`). */
export function lumpBelow({ grid, reference, current }: NumericPair, knot: number): Lumps {
  const point = grid.edges[knot]!;
  const outer = grid.edges[0]!;
  const sums = addSides([reference, current], (side) => {
    const depth = side.min === null ? 0 : Math.max(0, outer - side.min);
    return openTail(side.cells[0]!, side.belowSum, depth, point - outer);
  });
  for (let cell = 1; cell <= knot; cell++) {
    addCell(sums, reference.cells[cell]! + current.cells[cell]!, point - placeOf(grid, cell));
  }
  return toLumps(sums, totalOf(reference) + totalOf(current));
}

/** The pooled mass at and above the knot of index `knot` (the values of the cells after it). */
export function lumpAbove({ grid, reference, current }: NumericPair, knot: number): Lumps {
  const point = grid.edges[knot]!;
  const last = grid.edges.length;
  const outer = grid.edges[last - 1]!;
  const sums = addSides([reference, current], (side) => {
    const height = side.max === null ? 0 : Math.max(0, side.max - outer);
    return openTail(side.cells[last]!, side.aboveSum, height, outer - point);
  });
  for (let cell = knot + 1; cell < last; cell++) {
    addCell(sums, reference.cells[cell]! + current.cells[cell]!, placeOf(grid, cell) - point);
  }
  return toLumps(sums, totalOf(reference) + totalOf(current));
}

function placeOf(grid: NumericPair['grid'], cell: number): number {
  const start = grid.edges[cell - 1]!;
  return grid.isDiscrete ? start : (start + grid.edges[cell]!) / 2;
}

/** Distances beyond an outer edge: their sum and the largest are known, the others are taken as exponential. */
function openTail(count: number, excess: number, largest: number, shift: number): Sums {
  if (count === 0) return { first: 0, squares: 0 };
  const others = count > 1 ? (2 * Math.max(0, excess - largest) ** 2) / (count - 1) : 0;
  const squares = largest * largest + others;
  return { first: excess + shift * count, squares: squares + 2 * shift * excess + shift * shift * count };
}

function addSides(sides: readonly NumericProfile[], sumsOf: (side: NumericProfile) => Sums): Sums {
  const total = { first: 0, squares: 0 };
  for (const side of sides) {
    const { first, squares } = sumsOf(side);
    total.first += first;
    total.squares += squares;
  }
  return total;
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
