import { addFinite } from './finite.ts';
import { compareCells, markRows } from './joint.ts';
import { addErrors } from './merge-errors.ts';
import { mergePairs } from './pairs.ts';
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
  // A classifier has thousands of joint cells: all slices are added up at once, and sorted once.
  const merged = profiles
    .map((profile) => ({ ...profile, joint: null }))
    .reduce<Profile>(mergeTwo, emptyProfile(grids));
  return { ...merged, joint: mergeJoints(profiles.map(({ joint }) => joint)) };
}

function mergeTwo(a: Profile, b: Profile): Profile {
  const columns: Record<string, ColumnProfile> = { ...a.columns };
  for (const [name, column] of Object.entries(b.columns)) {
    const known = columns[name];
    columns[name] = known === undefined ? column : mergeColumns(name, known, column);
  }
  const pairs = mergePairs(a, b);
  const firstEventAt = pick(Math.min, a.firstEventAt ?? null, b.firstEventAt ?? null);
  return {
    rows: a.rows + b.rows,
    columns,
    ...(pairs === undefined ? {} : { pairs }),
    joint: mergeJoints([a.joint, b.joint]),
    errors: mergeErrors(a.errors, b.errors),
    lastEventAt: pick(Math.max, a.lastEventAt, b.lastEventAt),
    ...(firstEventAt === null ? {} : { firstEventAt }),
    ...mergeSegments(a.segments, b.segments),
  };
}

function mergeSegments(a: Profile['segments'], b: Profile['segments']): Pick<Profile, 'segments'> {
  if (a === undefined || b === undefined) {
    const segments = a ?? b;
    return segments === undefined ? {} : { segments };
  }
  const merged: Record<string, Profile> = { ...a };
  for (const [name, profile] of Object.entries(b)) {
    const known = merged[name];
    merged[name] = known === undefined ? profile : mergeTwo(known, profile);
  }
  return { segments: merged };
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

/** Unlike for unlike cells: a missing value is no text, and the length says where a text ends. */
function keyOfCell({ score, predicted, actual }: JointCell): string {
  return `${score} ${predicted === null ? '-' : predicted.length} ${predicted}${actual === null ? '-' : '='}${actual}`;
}

function mergeJoints(all: readonly (JointCounts | null)[]): JointCounts | null {
  const known = all.filter((joint) => joint !== null);
  // Slices of a time without scores have no cells of them.
  const first = known.find(({ scoreEdges }) => scoreEdges.length > 0) ?? known[0];
  if (first === undefined || known.length === 1) return first ?? null;
  const cells = new Map<string, JointCell>();
  for (const cell of known.flatMap((joint) => joint.cells)) {
    const key = keyOfCell(cell);
    const before = cells.get(key);
    if (before === undefined) cells.set(key, { ...cell });
    else {
      before.count += cell.count;
      before.scoreSum = addFinite(cell.scoreSum, before.scoreSum);
    }
  }
  const sumOf = (mark: 'disputed' | 'improper'): number => known.reduce((sum, joint) => sum + (joint[mark] ?? 0), 0);
  return {
    ...first,
    cells: [...cells.values()].sort(compareCells),
    ...markRows('disputed', sumOf('disputed')),
    ...markRows('improper', sumOf('improper')),
    ...mergeClasses(known),
  };
}

function mergeClasses(joints: readonly JointCounts[]): Pick<JointCounts, 'classes'> {
  const byLabel = new Map<string, JointCounts[]>();
  for (const { label, joint } of joints.flatMap(({ classes = [] }) => classes)) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), joint]);
  }
  if (byLabel.size === 0) return {};
  return { classes: [...byLabel].map(([label, own]) => ({ label, joint: mergeJoints(own)! })) };
}

function mergeErrors(a: ErrorSums | null, b: ErrorSums | null): ErrorSums | null {
  return a === null || b === null ? (a ?? b) : addErrors(a, b);
}
