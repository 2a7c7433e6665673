import { UNSEEN_NAMED } from './plan-categories.ts';
import { groupSegments } from './segments.ts';
import type { Grid, GridSet } from './types.ts';

/** What one slice is to a statement, at most: the cells that it counts, and the rows that it gives. */
export type SliceSize = { cells: number; rows: number };

/** Counts come packed, both ends of a number as rows, unseen categories by name; and all of them once for each segment. */
export function sizeSlice({ columns, segments = [] }: GridSet): SliceSize {
  const grids = Object.values(columns);
  const times = Math.max(1, ...groupSegments(segments).map(({ length }) => length));
  return { cells: sumOf(grids, countCells), rows: times * (1 + sumOf(grids, countRows)) };
}

function countCells(grid: Grid): number {
  return (grid.kind === 'numeric' ? grid.edges : grid.values).length + 1;
}

function countRows({ kind }: Grid): number {
  return kind === 'numeric' ? 2 : 1 + UNSEEN_NAMED;
}

function sumOf(grids: readonly Grid[], count: (grid: Grid) => number): number {
  return grids.reduce((sum, grid) => sum + count(grid), 0);
}
