import { compareCells } from './joint.ts';
import { addErrors, addFinite } from './merge-errors.ts';
import type {
  CategoricalProfile,
  ColumnProfile,
  ErrorSums,
  Grid,
  GridSet,
  JointCell,
  JointCounts,
  NumericProfile,
  Profile,
} from './types.ts';

/** The profile of no rows: the neutral element of mergeProfiles. */
export function emptyProfile(grids: GridSet): Profile {
  const columns = Object.fromEntries(Object.entries(grids.columns).map(([name, grid]) => [name, emptyColumn(grid)]));
  return { rows: 0, columns, joint: null, errors: null, lastEventAt: null };
}

function emptyColumn(grid: Grid): ColumnProfile {
  const none = { rows: 0, nulls: 0, invalid: 0 };
  if (grid.kind === 'categorical') {
    return { kind: 'categorical', ...none, counts: grid.values.map(() => 0), other: 0, unseen: [] };
  }
  return {
    kind: 'numeric',
    ...none,
    nans: 0,
    infinities: 0,
    min: null,
    max: null,
    sum: 0,
    sumSquares: 0,
    belowSum: 0,
    aboveSum: 0,
    cells: new Array<number>(grid.edges.length + 1).fill(0),
    outliers: 0,
  };
}

/**
 * The profile of all the rows together. Profiles must be of the same grids; the order does not matter (but for the last
 * digit of a sum).
 */
export function mergeProfiles(grids: GridSet, profiles: readonly Profile[]): Profile {
  return profiles.reduce(mergeTwo, emptyProfile(grids));
}

function mergeTwo(a: Profile, b: Profile): Profile {
  const columns: Record<string, ColumnProfile> = { ...a.columns };
  for (const [name, column] of Object.entries(b.columns)) {
    const known = columns[name];
    columns[name] = known === undefined ? column : mergeColumns(name, known, column);
  }
  return {
    rows: a.rows + b.rows,
    columns,
    joint: mergeJoint(a.joint, b.joint),
    errors: mergeErrors(a.errors, b.errors),
    lastEventAt: pick(Math.max, a.lastEventAt, b.lastEventAt),
  };
}

function mergeColumns(name: string, a: ColumnProfile, b: ColumnProfile): ColumnProfile {
  if (a.kind === 'numeric' && b.kind === 'numeric') return mergeNumeric(a, b);
  if (a.kind === 'categorical' && b.kind === 'categorical') return mergeCategorical(a, b);
  throw new TypeError(`Cannot merge profiles of column "${name}": one is numeric, the other categorical`);
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}

function addCells(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`Cannot merge profiles: ${a.length} cells and ${b.length} cells are of different grids`);
  }
  return a.map((count, index) => count + b[index]!);
}

function mergeNumeric(a: NumericProfile, b: NumericProfile): NumericProfile {
  const squares = a.sumSquares === null || b.sumSquares === null ? null : a.sumSquares + b.sumSquares;
  return {
    kind: 'numeric',
    rows: a.rows + b.rows,
    nulls: a.nulls + b.nulls,
    nans: a.nans + b.nans,
    infinities: a.infinities + b.infinities,
    min: pick(Math.min, a.min, b.min),
    max: pick(Math.max, a.max, b.max),
    sum: addFinite(a.sum, b.sum),
    sumSquares: squares === Number.POSITIVE_INFINITY ? null : squares,
    belowSum: addFinite(a.belowSum, b.belowSum),
    aboveSum: addFinite(a.aboveSum, b.aboveSum),
    cells: addCells(a.cells, b.cells),
    outliers: a.outliers + b.outliers,
    invalid: a.invalid + b.invalid,
  };
}

function mergeCategorical(a: CategoricalProfile, b: CategoricalProfile): CategoricalProfile {
  return {
    kind: 'categorical',
    rows: a.rows + b.rows,
    nulls: a.nulls + b.nulls,
    invalid: a.invalid + b.invalid,
    counts: addCells(a.counts, b.counts),
    other: a.other + b.other,
    unseen: mergeUnseen(a.unseen, b.unseen),
  };
}

/** Keeps every name: cutting the list here would make the result depend on the order of merging. */
function mergeUnseen(a: CategoricalProfile['unseen'], b: CategoricalProfile['unseen']): CategoricalProfile['unseen'] {
  const counts = new Map<string, number>();
  for (const { value, count } of [...a, ...b]) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((x, y) => y.count - x.count || (x.value < y.value ? -1 : 1));
}

function mergeJoint(a: JointCounts | null, b: JointCounts | null): JointCounts | null {
  if (a === null || b === null) return a ?? b;
  const cells = new Map<string, JointCell>();
  for (const cell of [...a.cells, ...b.cells]) {
    const key = JSON.stringify([cell.score, cell.predicted, cell.actual]);
    const known = cells.get(key);
    const count = cell.count + (known?.count ?? 0);
    cells.set(key, { ...cell, count, scoreSum: addFinite(cell.scoreSum, known?.scoreSum ?? 0) });
  }
  return { ...a, cells: [...cells.values()].sort(compareCells) };
}

function mergeErrors(a: ErrorSums | null, b: ErrorSums | null): ErrorSums | null {
  return a === null || b === null ? (a ?? b) : addErrors(a, b);
}
