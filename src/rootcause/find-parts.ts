import { type CategoricalPair, listCompared } from '../drift/categories.ts';
import { type CellCounts, countCells, isConstantReference, sum } from '../drift/cells.ts';
import type { NumericPair } from '../drift/curve.ts';
import type { ColumnPair } from '../drift/types.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { findRuns } from './runs.ts';
import { type CellMethod, isCellMethod, splitOverCells } from './split-cells.ts';
import { splitOverTenths } from './split-tenths.ts';
import type { Part, Place } from './types.ts';

/**
 * Where a column's distance comes from, the largest part first; the contributions add up to `value` but for parts too
 * small to be named. Empty where nothing moved or the method has no parts (ks_test is one point of the curves).
 */
export function findParts(pair: ColumnPair, method: DriftMethodName, value: number): Part[] {
  const parts = listParts(pair, method);
  const total = parts.total;
  if (!(total > 0)) return [];
  return parts.list.map((part) => ({ ...part, contribution: (part.contribution / total) * value }));
}

type Parts = { list: Part[]; total: number };
const NONE: Parts = { list: [], total: 0 };

function listParts(pair: ColumnPair, method: DriftMethodName): Parts {
  if (pair.kind === 'categorical') return isCellMethod(method) ? splitCategories(pair, method) : NONE;
  if (isConstantReference(pair)) return NONE;
  if (isCellMethod(method)) return splitRanges(pair, method);
  return method === 'wasserstein' || method === 'z_score' ? splitTenths(pair, method) : NONE;
}

function splitRanges(pair: NumericPair, method: CellMethod): Parts {
  const cells = countCells(pair);
  const contributions = splitOverCells(cells, method);
  const { reference, current } = toShares(cells);
  const directions = Array.from(current, (share, i) => share - reference[i]!);
  const list = findRuns(contributions, directions).map(({ first, last, contribution }) => ({
    place: nameRange(pair, first, last),
    contribution,
    reference: sum(reference.subarray(first, last + 1)),
    current: sum(current.subarray(first, last + 1)),
  }));
  return { list, total: contributions.reduce((a, b) => a + b, 0) };
}

/** The range of decile cells; of a discrete column, its first and its last value. */
function nameRange({ grid }: NumericPair, first: number, last: number): Place {
  const from = first === 0 ? null : grid.decileEdges[first - 1]!;
  const end = grid.decileEdges[last] ?? null;
  if (!grid.isDiscrete || end === null) return { kind: 'range', from, to: end, isClosed: false };
  const to = grid.edges.findLast((edge) => edge < end) ?? end;
  return { kind: 'range', from, to, isClosed: true };
}

function splitTenths(pair: NumericPair, method: 'wasserstein' | 'z_score'): Parts {
  const tenths = splitOverTenths(pair);
  const directions = tenths.map(({ reference, current }) => current - reference);
  // What moves against the mean is no cause of the mean's move.
  const way = Math.sign(sum(directions));
  const contributions =
    method === 'wasserstein' ? tenths.map(({ area }) => area) : directions.map((moved) => Math.max(0, moved * way));
  const meanOf = (side: 'reference' | 'current', first: number, last: number): number =>
    tenths.slice(first, last + 1).reduce((total, tenth) => total + tenth[side], 0) / (last - first + 1);
  const list = findRuns(contributions, directions).map(({ first, last, contribution }) => ({
    place: { kind: 'tenths' as const, first, last },
    contribution,
    reference: meanOf('reference', first, last),
    current: meanOf('current', first, last),
  }));
  return { list, total: contributions.reduce((a, b) => a + b, 0) };
}

type Moved = { name: string | null; reference: number; current: number; contribution: number };

/** Every value that moved is a part; those that are gone are one part together, and so are those that are new. */
function splitCategories(pair: CategoricalPair, method: CellMethod): Parts {
  const rows = listCompared(pair);
  const cells = {
    reference: Float64Array.from(rows, ({ reference }) => reference),
    current: Float64Array.from(rows, ({ current }) => current),
  };
  const shares = toShares(cells);
  const contributions = splitOverCells(cells, method);
  const moved = rows.map(({ name }, i) => ({
    name,
    reference: shares.reference[i]!,
    current: shares.current[i]!,
    contribution: contributions[i]!,
  }));
  const gone = moved.filter(({ current }) => current === 0);
  const fresh = moved.filter(({ reference }) => reference === 0);
  const both = moved.filter(({ reference, current }) => reference > 0 && current > 0);
  const list = [
    ...(gone.length > 0 ? [gather(gone, 'gone')] : []),
    ...(fresh.length > 0 ? [gather(fresh, 'new')] : []),
    ...both.map((one) => gather([one], 'moved')),
  ];
  return {
    list: list.sort((a, b) => b.contribution - a.contribution),
    total: contributions.reduce((a, b) => a + b, 0),
  };
}

function gather(values: readonly Moved[], change: 'moved' | 'gone' | 'new'): Part {
  const add = (pick: (one: Moved) => number): number => values.reduce((total, one) => total + pick(one), 0);
  const sorted = [...values].sort((a, b) => b.contribution - a.contribution);
  const names = sorted.flatMap(({ name }) => (name === null ? [] : [name]));
  return {
    place: { kind: 'values', names, hasOthers: names.length < values.length, change },
    contribution: add(({ contribution }) => contribution),
    reference: add(({ reference }) => reference),
    current: add(({ current }) => current),
  };
}

function toShares({ reference, current }: CellCounts): CellCounts {
  const [n, m] = [sum(reference), sum(current)];
  return { reference: reference.map((count) => count / n), current: current.map((count) => count / m) };
}
