import { assignCells } from './coarse-cells.ts';
import type { NumericGrid, NumericProfile } from './types.ts';

type Side = { grid: NumericGrid; profile: NumericProfile };

/** Slopes that are tried over a column's bulk, as powers of e from its low end to its high end, and halvings between them. */
const STEEPEST = 60;
const HALVINGS = 50;

/**
 * A segment's profile on the grid of the whole, for words and pictures: within each of its few cells its rows lie as those
 * of the whole do, leaning to one side by as much as keeps the segment's own sum (exponential tilting: of all shapes with
 * these counts and this sum the nearest to the whole's). Counts of the segment's cells stay exact.
 * @param whole the same column and side over all rows; the segment's edges are some of its edges.
 */
export function refineSegment(whole: Side, segment: Side): NumericProfile {
  const { edges, center, isDiscrete } = whole.grid;
  const { profile } = segment;
  if (segment.grid.edges.length === edges.length) return profile;
  const cellOf = assignCells(edges, segment.grid.edges);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const places = edges.slice(0, -1).map((edge, i) => (isDiscrete ? edge : (edge + edges[i + 1]!) / 2));
  const shape = chooseShape(whole, cellOf);
  const spread = (slope: number): number[] => {
    const lean = (i: number): number => Math.exp(slope * ((places[i - 1]! - low) / (high - low) - 0.5));
    // The tails are cells of both grids.
    const weights = shape.map((weight, i) => (i === 0 || i === edges.length ? 1 : weight * lean(i)));
    const totals = new Float64Array(segment.grid.edges.length + 1);
    for (const [i, weight] of weights.entries()) totals[cellOf[i]!]! += weight;
    return weights.map((weight, i) => (profile.cells[cellOf[i]!]! * weight) / totals[cellOf[i]!]!);
  };
  const tails =
    profile.cells[0]! * (low - center) - profile.belowSum + profile.cells.at(-1)! * (high - center) + profile.aboveSum;
  const excess = (slope: number): number =>
    spread(slope)
      .slice(1, -1)
      .reduce((sum, count, i) => sum + count * (places[i]! - center), tails - profile.sum);
  return { ...profile, cells: spread(findZero(excess)) };
}

/** The whole's counts; the widths, where the whole has no row in any part of a segment's cell. */
function chooseShape({ grid, profile }: Side, cellOf: Int32Array): number[] {
  const filled = new Set(profile.cells.flatMap((count, i) => (count > 0 ? [cellOf[i]!] : [])));
  const widthOf = (i: number): number => (grid.isDiscrete ? 1 : (grid.edges[i] ?? 0) - (grid.edges[i - 1] ?? 0));
  return profile.cells.map((count, i) => (filled.has(cellOf[i]!) ? count : widthOf(i)));
}

/** Where a rising function is 0, or the nearer end of what is tried; 0 where it has no value. */
function findZero(rising: (at: number) => number): number {
  if (!Number.isFinite(rising(0))) return 0;
  let [from, to] = [-STEEPEST, STEEPEST];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2;
    if (rising(middle) > 0) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}
