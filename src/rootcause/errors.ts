import { formatTogether } from '../format.ts';
import { isOverflow } from '../profile/finite.ts';
import type { ErrorSums, Grid, NumericGrid } from '../profile/types.ts';
import { metricWord } from '../words.ts';
import { findStretch, isWorse, LEAST_ROWS, type Sides, sumSides } from './places.ts';
import { tallyErrors } from './subject.ts';
import { meanOf, type Tally } from './tally.ts';
import type { Explanation } from './types.ts';
import { formatSides } from './where.ts';

/** Predictions that are off to one side by less than this part of the absolute error are not off to one side. */
const LEAST_BIAS = 0.3;

/**
 * "Predictions are 7.2 too low on average, were 0.1 too high": the mean error, where it is most of the absolute one and
 * further off than in the reference, beyond chance; null elsewhere.
 */
export function describeBias(reference: ErrorSums | null, current: ErrorSums): string | null {
  const now = tallyBias(current);
  const before = reference === null ? null : tallyBias(reference);
  if (now === null) return null;
  const [bias, was] = [meanOf(now), before === null ? 0 : meanOf(before)];
  const absolute = current.absoluteError / current.count;
  if (Math.abs(bias) < LEAST_BIAS * absolute || Math.abs(bias) <= Math.abs(was)) return null;
  const known: Tally = before ?? { kind: 'mean', count: now.count, sum: 0, squares: 0 };
  if (!isWorse({ reference: known, current: now }, bias < 0 ? -1 : 1)) return null;
  const [off = '', offBefore = ''] = formatTogether([Math.abs(bias), Math.abs(was)]);
  const side = (value: number): string => (value < 0 ? 'too low' : 'too high');
  const told = `Predictions are ${off} ${side(bias)} on average`;
  if (before === null) return told;
  return was === 0 ? `${told}, were right` : `${told}, were ${offBefore} ${side(was)}`;
}

/** Errors with their sign; prediction minus outcome. */
function tallyBias({ count, error, squaredError }: ErrorSums): Tally | null {
  if (count === 0 || isOverflow(error) || isOverflow(squaredError)) return null;
  return { kind: 'mean', count, sum: error, squares: squaredError };
}

type Range = Sides & { from: number | null; to: number | null };

/** The range of predictions from which the errors come, where they are counted by prediction; null where none stands out. */
export function explainRanges(
  reference: ErrorSums | null,
  current: ErrorSums,
  grid: Grid | undefined,
): Explanation | null {
  if (grid?.kind !== 'numeric' || reference?.cells === undefined || current.cells === undefined) return null;
  const ranges = listRanges(reference, current, grid);
  const found = findStretch(ranges, 1);
  if (found === null) return null;
  const { first, last } = found;
  const inside = joinRanges(ranges.slice(first, last + 1));
  const others = [...ranges.slice(0, first), ...ranges.slice(last + 1)];
  const { now, was } = formatSides('mae', inside);
  const rest = formatSides('mae', sumSides(others));
  const groups = [ranges.slice(0, first), ranges.slice(last + 1)].filter((one) => one.length > 0).map(joinRanges);
  const toRow = (range: Range, isNamed: boolean) => ({
    name: nameRange(range),
    reference: meanOf(range.reference!),
    current: meanOf(range.current),
    isNamed,
    isRest: false,
  });
  return {
    sentences: [
      `${metricWord('mae')} is ${now} for predictions ${nameRange(inside)}, was ${was}; elsewhere ${rest.now}, was ${rest.was}`,
    ],
    parts: {
      title: `${metricWord('mae')} by prediction`,
      before: 'reference',
      unit: 'number',
      rows: [toRow(inside, true), ...groups.map((group) => toRow(group, false))],
    },
    segments: [],
  };
}

/** Errors by the tenths of the reference's predictions, as far as they have rows on both sides. */
function listRanges(reference: ErrorSums, current: ErrorSums, grid: NumericGrid): Range[] {
  const { decileEdges, edges } = grid;
  const tenthOf = (cell: number): number => {
    const low = cell === 0 ? Number.NEGATIVE_INFINITY : edges[cell - 1]!;
    return decileEdges.filter((edge) => edge <= low).length;
  };
  const ranges: Range[] = [];
  for (let tenth = 0; tenth <= decileEdges.length; tenth++) {
    const [before, now] = [reference, current].map((sums) => tallyCells(sums, (cell) => tenthOf(cell) === tenth));
    const range = { from: decileEdges[tenth - 1] ?? null, to: decileEdges[tenth] ?? null };
    if (before != null && now != null && before.count >= LEAST_ROWS && now.count >= LEAST_ROWS)
      ranges.push({ ...range, reference: before, current: now });
  }
  return ranges;
}

function tallyCells({ cells = [] }: ErrorSums, isMeant: (cell: number) => boolean): Tally | null {
  const sums = { count: 0, absoluteError: 0, squaredError: 0 };
  for (const { cell, ...one } of cells) {
    if (cell === null || !isMeant(cell)) continue;
    sums.count += one.count;
    sums.absoluteError += one.absoluteError;
    sums.squaredError += one.squaredError;
  }
  return tallyErrors(sums);
}

function joinRanges(ranges: readonly Range[]): Range {
  return { ...sumSides(ranges), from: ranges[0]!.from, to: ranges.at(-1)!.to };
}

/** "below 10", "from 10 to 20", "of 20 or more". */
export function nameRange({ from, to }: Pick<Range, 'from' | 'to'>): string {
  const [low = '', high = ''] = formatTogether([from, to].filter((edge) => edge !== null));
  if (from === null) return `below ${low}`;
  return to === null ? `of ${low} or more` : `from ${low} to ${high}`;
}
