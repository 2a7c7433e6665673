import type { CategoricalGrid, Grid, GridSet, NumericGrid } from './types.ts';

/** Values that a segment counts one by one; with more than these, numbers fall into the deciles. */
const MOST_VALUES = 16;
const MOST_CATEGORIES = 16;

/** Columns whose correlations a segment watches: 45 pairs. With 20, pairs would be most of what a slice fetches. */
export const MOST_PAIRED = 10;

const KNOWN = new WeakMap<GridSet, GridSet>();

/**
 * The grids that segments are counted on: every cell is a union of the column's own cells, so that a segment is a part of
 * the whole. Numbers: the ends of the bulk and the reference's deciles, or up to 16 values; categories: the commonest 16.
 */
export function coarsenGrids(grids: GridSet): GridSet {
  const known = KNOWN.get(grids);
  if (known !== undefined) return known;
  const columns = Object.fromEntries(Object.entries(grids.columns).map(([name, grid]) => [name, coarsenGrid(grid)]));
  const score = Object.keys(columns).find((name) => isGridOf(grids.scoreEdges, grids.columns[name]));
  const scoreGrid = score === undefined ? undefined : columns[score];
  const coarse: GridSet = {
    ...grids,
    columns,
    scoreEdges: scoreGrid?.kind === 'numeric' ? scoreGrid.edges : grids.scoreEdges,
    isScoreExact: scoreGrid?.kind === 'numeric' && scoreGrid.isDiscrete,
  };
  KNOWN.set(grids, coarse);
  return coarse;
}

/** What a segment is judged on: the coarser grids, and the noise of its own correlations. */
export function gridsOfSegment(grids: GridSet, segment: string): GridSet {
  const { pairs, ...coarse } = coarsenGrids(grids);
  const { columns = [], noise = {} } = pairs?.ofSegments ?? {};
  const own = noise[segment];
  return own === undefined ? coarse : { ...coarse, pairs: { columns, noise: own } };
}

function isGridOf(edges: readonly number[], grid: Grid | undefined): boolean {
  return grid?.kind === 'numeric' && grid.edges.length > 0 && String(grid.edges) === String(edges);
}

function coarsenGrid(grid: Grid): Grid {
  return grid.kind === 'numeric' ? coarsenNumeric(grid) : coarsenCategorical(grid);
}

function coarsenNumeric(grid: NumericGrid): NumericGrid {
  const { edges, decileEdges, fine } = grid;
  if (edges.length <= (grid.isDiscrete ? MOST_VALUES : decileEdges.length + 2)) return grid;
  const wanted = new Set([edges[0]!, ...decileEdges, edges.at(-1)!]);
  const kept = edges.flatMap((edge, i) => (wanted.has(edge) ? [i] : []));
  return {
    ...grid,
    edges: kept.map((i) => edges[i]!),
    isDiscrete: false,
    fine: { ...fine, starts: fine.count === 0 ? [] : [0, ...kept.map((i) => fine.starts[i + 1]!)] },
  };
}

/** Values of the reference that are not counted by name are no unseen ones. */
function coarsenCategorical(grid: CategoricalGrid): CategoricalGrid {
  if (grid.values.length <= MOST_CATEGORIES) return grid;
  return { ...grid, values: grid.values.slice(0, MOST_CATEGORIES), rest: grid.values.slice(MOST_CATEGORIES) };
}
