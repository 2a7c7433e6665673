import { countAbove, countFinite } from '../profile/summary.ts';
import type { Grid, GridSet, Profile } from '../profile/types.ts';

/** A trailing reference has left its grid when more than this share of a column's values lies in the grid's open cells. */
export const MAX_OPEN_SHARE = 0.05;
/** So few values outside say nothing, unless most of all lie there. */
const LEAST_OPEN = 30;

/**
 * Does a reference no longer fit the grid that an earlier one was cut for? True where, of some column, more than
 * MAX_OPEN_SHARE lies beyond the outermost edges (numbers), or has a value that the grid does not know although it
 * knew them all (categories); there counts say too little about where the mass is.
 */
export function hasLeftGrid(grids: GridSet, reference: Profile): boolean {
  return Object.entries(grids.columns).some(([name, grid]) => {
    const column = reference.columns[name];
    if (column === undefined) return false;
    const { open, count } = countOpen(grid, column);
    return open > MAX_OPEN_SHARE * count && (open >= LEAST_OPEN || open > count / 2);
  });
}

function countOpen(grid: Grid, column: Profile['columns'][string]): { open: number; count: number } {
  if (column.kind === 'categorical') {
    const count = column.rows - column.nulls;
    // Of a column with more values than are counted by name, new ones are the rule.
    const isKnown = grid.kind === 'categorical' && grid.isComplete !== false;
    return { open: isKnown ? column.unseen.reduce((sum, one) => sum + one.count, column.other) : 0, count };
  }
  const count = countFinite(column);
  if (grid.kind !== 'numeric') return { open: 0, count };
  const below = column.cells[0] ?? 0;
  const above = column.cells.at(-1) ?? 0;
  if (grid.edges.length === 0) return { open: count, count };
  return { open: below + (grid.isDiscrete ? countAbove(column, grid.edges.at(-1)!) : above), count };
}
