import { assignCells } from '../profile/coarse-cells.ts';
import { countAbove } from '../profile/summary.ts';
import type { CategoricalProfile, NumericProfile } from '../profile/types.ts';
import { type CategoricalPair, listCompared } from './categories.ts';
import type { ColumnPair } from './types.ts';

/** How many values of either side fall into each of the cells that JS, PSI, KL and chi-square compare. */
export type CellCounts = { reference: Float64Array; current: Float64Array };

/** Values that are there (and finite, for numbers): what drift looks at. */
export function countValues(profile: NumericProfile | CategoricalProfile): number {
  if (profile.kind === 'numeric') return sum(profile.cells);
  return sum(profile.counts) + profile.other + profile.unseen.reduce((total, { count }) => total + count, 0);
}

/** A numeric reference with a single value: it has no spread to measure in, and all that leaves it has moved. */
export function isConstantReference(pair: ColumnPair): boolean {
  return pair.kind === 'numeric' && pair.reference.min !== null && pair.reference.min === pair.reference.max;
}

/**
 * The cells of a column: of numbers, those between the reference's deciles; of categories, the union of the values,
 * where not all are counted by name with one cell for the rare ones. A constant has three: below it, at it, above it.
 */
export function countCells(pair: ColumnPair): CellCounts {
  if (pair.kind === 'categorical') return countCategories(pair);
  if (isConstantReference(pair)) {
    const constant = pair.reference.min!;
    return {
      reference: countAround(pair.reference, pair.grid.edges, constant),
      current: countAround(pair.current, pair.grid.edges, constant),
    };
  }
  const { edges, decileEdges } = pair.grid;
  const cellOf = assignCells(edges, decileEdges);
  const total = decileEdges.length + 1;
  return { reference: addUp(pair.reference.cells, cellOf, total), current: addUp(pair.current.cells, cellOf, total) };
}

function addUp(cells: readonly number[], cellOf: Int32Array, total: number): Float64Array {
  const counts = new Float64Array(total);
  cells.forEach((count, i) => {
    counts[cellOf[i]!]! += count;
  });
  return counts;
}

/**
 * Values below, at and above a constant. The grid's last cell holds the constant and all that lies above it, of which at
 * least so many left upwards as `countAbove` says.
 */
function countAround(profile: NumericProfile, edges: readonly number[], constant: number): Float64Array {
  const below = sumWhere(profile.cells, (i) => (edges[i] ?? Number.POSITIVE_INFINITY) <= constant);
  const rest = countValues(profile) - below;
  if (rest === 0 || profile.max === null || profile.max <= constant) return Float64Array.of(below, rest, 0);
  if (profile.min !== null && profile.min > constant) return Float64Array.of(0, 0, rest);
  const lastEdge = edges.at(-1) ?? constant;
  const named = sumWhere(profile.cells, (i) => i >= 1 && i < edges.length && edges[i - 1]! > constant);
  const above = Math.min(rest, named + countAbove(profile, lastEdge));
  return Float64Array.of(below, rest - above, above);
}

function countCategories(pair: CategoricalPair): CellCounts {
  const rows = listCompared(pair);
  return {
    reference: Float64Array.from(rows, ({ reference }) => reference),
    current: Float64Array.from(rows, ({ current }) => current),
  };
}

function sumWhere(cells: readonly number[], isCounted: (index: number) => boolean): number {
  return cells.reduce((total, count, i) => (isCounted(i) ? total + count : total), 0);
}

/** The sum of counts. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
