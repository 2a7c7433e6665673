import { formatShare } from '../format.ts';
import type { MetricOptions } from '../metrics/metric.ts';
import { unifyTruth } from '../metrics/truth.ts';
import type { ErrorSums, Grid, JointCounts, Profile } from '../profile/types.ts';
import { nameRange } from './errors.ts';
import { ENOUGH, isWorse } from './places.ts';
import { findRuns } from './runs.ts';
import { addTallies, meanOf, type Tally, tallyShare } from './tally.ts';
import { formatSides } from './where.ts';

const RANGES = 10;

/** What the reference says of one cell of the prediction or the score, and how many rows without a label fell into it. */
type Cell = { cell: number; before: Tally; now: number };
type Range = { from: number | null; to: number | null; before: Tally; now: number };

/**
 * Which predictions became common whose errors were large in the reference: all that an estimate of errors can move by.
 * null where none stand out.
 */
export function describeEstimatedErrors(
  reference: ErrorSums | null,
  current: ErrorSums | null,
  grid: Grid | undefined,
): string | null {
  if (grid?.kind !== 'numeric' || reference?.cells === undefined || current?.cells === undefined) return null;
  const now = new Map(current.cells.map(({ cell, unlabelled }) => [cell, unlabelled]));
  const cells = reference.cells.flatMap((one): Cell[] => {
    if (one.cell === null || one.count === 0) return [];
    const before: Tally = { kind: 'mean', count: one.count, sum: one.absoluteError, squares: one.squaredError };
    return [{ cell: one.cell, before, now: now.get(one.cell) ?? 0 }];
  });
  const found = findCommoner(gatherRanges(cells, grid.edges), 1);
  if (found === null) return null;
  const { now: there, was: elsewhere } = formatSides('mae', { current: found.before, reference: found.rest });
  return `${tellShares(found, 'of predictions are')}; MAE there was ${there} in the reference, ${elsewhere} elsewhere`;
}

/** The same of a classifier's scores: which became common where fewer predictions were right in the reference. */
export function describeEstimatedAccuracy(
  { reference, current }: Record<'reference' | 'current', Pick<Profile, 'joint'>>,
  options: MetricOptions,
): string | null {
  if (reference.joint === null || current.joint === null) return null;
  const found = findCommoner(
    gatherRanges(listScores(reference.joint, current.joint, options), reference.joint.scoreEdges),
    -1,
  );
  if (found === null) return null;
  const right = formatShare(meanOf(found.before));
  return `${tellShares(found, 'of rows score')}; there ${right} of predictions were right in the reference, ${formatShare(meanOf(found.rest))} elsewhere`;
}

function listScores(reference: JointCounts, current: JointCounts, options: MetricOptions): Cell[] {
  const cells = new Map<number, Cell>();
  const none = tallyShare({ value: 0, of: 0 });
  const at = (cell: number): Cell => cells.get(cell) ?? { cell, before: { ...none, sum: 0, squares: 0 }, now: 0 };
  for (const { score, predicted, actual, count } of unifyTruth(reference, options).joint.cells) {
    if (score === null || predicted === null || actual === null || count === 0) continue;
    const one = at(score);
    const before = addTallies(one.before, tallyShare({ value: Number(predicted === actual), of: count }));
    cells.set(score, { ...one, before });
  }
  for (const { score, predicted, actual, count } of current.cells) {
    if (score === null || predicted === null || actual !== null) continue;
    const one = at(score);
    cells.set(score, { ...one, now: one.now + count });
  }
  return [...cells.values()].sort((a, b) => a.cell - b.cell);
}

/** Neighbouring cells with about a tenth of the reference's rows each. */
function gatherRanges(cells: readonly Cell[], edges: readonly number[]): Range[] {
  const total = cells.reduce((sum, { before }) => sum + before.count, 0);
  const ranges: Range[] = [];
  for (const { cell, before, now } of [...cells].sort((a, b) => a.cell - b.cell)) {
    const [from, to] = [edges[cell - 1] ?? null, edges[cell] ?? null];
    const open = ranges.at(-1);
    if (open === undefined || open.before.count >= total / RANGES) ranges.push({ from, to, before, now });
    else Object.assign(open, { to, before: addTallies(open.before, before), now: open.now + now });
  }
  return ranges;
}

type Commoner = { range: Range; share: Tally; was: Tally; before: Tally; rest: Tally };

/** The ranges, neighbours together, whose rows became commoner beyond chance and that carry most of what the mean lost. */
function findCommoner(ranges: readonly Range[], sign: 1 | -1): Commoner | null {
  const whole = ranges
    .map(({ before }) => before)
    .reduce<Tally | null>((a, b) => (a === null ? b : addTallies(a, b)), null);
  const rows = ranges.reduce((sum, { now }) => sum + now, 0);
  if (whole === null || rows === 0 || ranges.length < 2) return null;
  const lost = ranges.map(
    ({ before, now }) =>
      sign * (now / rows - before.count / whole.count) * (before.count === 0 ? 0 : meanOf(before) - meanOf(whole)),
  );
  const isCommoner = ranges.map(({ before, now }) => (now / rows > before.count / whole.count ? 1 : -1));
  const costs = lost.map((one, i) => (isCommoner[i] === 1 ? Math.max(0, one) : 0));
  const directions = costs.map((one) => (one > 0 ? 1 : -1));
  const run = findRuns(costs, directions).find(({ contribution }) => contribution > 0);
  const total = lost.reduce((a, b) => a + b, 0);
  if (run === undefined || !(total > 0) || run.contribution < ENOUGH * costs.reduce((a, b) => a + b, 0)) return null;
  const inside = ranges.slice(run.first, run.last + 1);
  const before = inside.map((one) => one.before).reduce(addTallies);
  const now = inside.reduce((sum, one) => sum + one.now, 0);
  const share = tallyShare({ value: now / rows, of: rows });
  const was = tallyShare({ value: before.count / whole.count, of: whole.count });
  const others = ranges.filter((range) => !inside.includes(range)).map((one) => one.before);
  if (others.length === 0 || !isWorse({ reference: was, current: share }, 1, (RANGES * (RANGES + 1)) / 2)) return null;
  const range = { from: inside[0]!.from, to: inside.at(-1)!.to, before, now };
  return { range, share, was, before, rest: others.reduce(addTallies) };
}

function tellShares({ range, share, was }: Commoner, what: string): string {
  return `${formatShare(meanOf(share))} ${what} ${nameRange(range)}, were ${formatShare(meanOf(was))}`;
}
