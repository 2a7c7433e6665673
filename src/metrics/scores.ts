import type { JointCounts } from '../profile/types.ts';
import { resolvePositive } from './confusion.ts';
import { aucBand } from './intervals.ts';
import { type MetricOptions, type MetricValue, withoutValue } from './metric.ts';

/** What is as good as exact. */
const NEGLIGIBLE = 1e-9;
/** A value that may be off by more is not worth a verdict. */
const WIDEST = 0.1;
/** Sums of many equal scores are off by less than this share. */
const ROUNDING = 1e-9;

type ScoreCell = { positives: number; negatives: number; scoreSum: number };

/** The class whose probability the scores are; a reason where it cannot be told. */
function findPositive(joint: JointCounts, options: MetricOptions): { name: string } | { reason: string } {
  const scored = joint.cells.filter(({ score, actual }) => score !== null && actual !== null);
  if (scored.length === 0) return { reason: 'No labelled row has a score that is a number: set score_column' };
  const classes = [...new Set(scored.map(({ actual }) => actual!))].sort();
  const name = resolvePositive(classes, options);
  const { classes: known = [] } = options;
  const seen = new Set([...joint.cells.flatMap(({ predicted, actual }) => [predicted, actual]), ...known]);
  // A class that is never seen would make every row a negative one.
  if (name !== null && (seen.has(name) || known.length === 0)) return { name };
  if (name !== null) return { reason: `No row is '${name}'; the classes seen are ${listNames(seen)}` };
  return { reason: `The scores of ${classes.join(', ')} need to know whose probability they are: set positive_label` };
}

function listNames(names: Iterable<string | null>): string {
  return [...names]
    .filter((name) => name !== null)
    .sort()
    .join(', ');
}

/** Labelled rows that a metric of scores leaves out; null where there are none. */
function describeUnscored({ cells }: JointCounts): string | null {
  const labelled = cells.filter(({ actual }) => actual !== null);
  const count = (some: readonly { count: number }[]): number => some.reduce((sum, one) => sum + one.count, 0);
  const unscored = count(labelled.filter(({ score }) => score === null));
  return unscored === 0 ? null : `${unscored} of ${count(labelled)} labelled rows have no score`;
}

/** What a reader must know of a value from scores. */
function describeScores(joint: JointCounts, bound: string | null): string | null {
  return [bound, describeUnscored(joint)].filter((note) => note !== null).join('; ') || null;
}

/** Rows with a score and a label, by score cell in ascending order; a reason where they cannot be had. */
function countByScore(joint: JointCounts, options: MetricOptions): (ScoreCell & { isTie: boolean })[] | string {
  const positive = findPositive(joint, options);
  if ('reason' in positive) return positive.reason;
  const cells = new Map<number, ScoreCell>();
  for (const { score, actual, count, scoreSum } of joint.cells) {
    if (score === null || actual === null) continue;
    const cell = cells.get(score) ?? { positives: 0, negatives: 0, scoreSum: 0 };
    cell.scoreSum += scoreSum;
    if (actual === positive.name) cell.positives += count;
    else cell.negatives += count;
    cells.set(score, cell);
  }
  return [...cells.entries()]
    .sort(([a], [b]) => a - b)
    .map(([at, cell]) => ({
      ...cell,
      isTie: isOneScore(joint, { score: at, scoreSum: cell.scoreSum, count: cell.positives + cell.negatives }),
    }));
}

/**
 * The area under the ROC curve: the share of pairs of a positive and a negative row that the score puts in the right order
 * (Mann and Whitney). Pairs within one cell count half: exact where each cell is one score, otherwise within what it says.
 */
export function measureRocAuc(joint: JointCounts, options: MetricOptions): MetricValue {
  const cells = countByScore(joint, options);
  if (typeof cells === 'string') return withoutValue(cells);
  let [negativesBelow, ordered, tied, unsure, positives] = [0, 0, 0, 0, 0];
  for (const cell of cells) {
    ordered += cell.positives * negativesBelow;
    tied += cell.positives * cell.negatives;
    if (!cell.isTie) unsure += cell.positives * cell.negatives;
    negativesBelow += cell.negatives;
    positives += cell.positives;
  }
  const pairs = positives * negativesBelow;
  if (pairs === 0) return withoutValue('All labelled rows are of one class: there is no order to measure');
  const auc = (ordered + tied / 2) / pairs;
  const bound = unsure / 2 / pairs;
  if (bound > WIDEST) return withoutValue(explainWide(bound));
  const reason = bound < NEGLIGIBLE ? null : `From binned scores: exact within ${bound.toPrecision(2)} on either side`;
  return { value: auc, reason: describeScores(joint, reason), band: aucBand(auc, positives, negativesBelow) };
}

/** The mean squared error of the score against 0 and 1; every row by the mean score of its cell and class. */
export function measureBrier(joint: JointCounts, options: MetricOptions): MetricValue {
  return averageRows(joint, options, (score, isPositive) => (isPositive ? (1 - score) ** 2 : score ** 2));
}

/** The mean of -ln of the probability given to what happened; every row by the mean score of its cell and class. */
export function measureLogLoss(joint: JointCounts, options: MetricOptions): MetricValue {
  return averageRows(joint, options, (score, isPositive) => {
    const inside = Math.min(1 - 2 ** -52, Math.max(2 ** -52, score));
    return isPositive ? -Math.log(inside) : -Math.log1p(-inside);
  });
}

/** A convex loss of every row by the mean score of its cell and class: exact where a cell is one score, else at most the chord higher. */
function averageRows(
  joint: JointCounts,
  options: MetricOptions,
  lossOf: (score: number, isPositive: boolean) => number,
): MetricValue {
  const positive = findPositive(joint, options);
  if ('reason' in positive) return withoutValue(positive.reason);
  let [loss, excess, rows] = [0, 0, 0];
  for (const { score, actual, count, scoreSum } of joint.cells) {
    if (score === null || actual === null || count === 0) continue;
    const mean = scoreSum / count;
    const lossAt = (at: number): number => lossOf(at, actual === positive.name);
    loss += count * lossAt(mean);
    if (!isOneScore(joint, { score, scoreSum, count })) {
      excess += count * (chordAt(mean, spanOfCell(joint, score), lossAt) - lossAt(mean));
    }
    rows += count;
  }
  const bound = excess / rows;
  if (bound >= Math.max(WIDEST, loss / rows)) return withoutValue(explainWide(bound));
  const reason = bound < NEGLIGIBLE ? null : `From binned scores: exact within ${bound.toPrecision(2)}`;
  return { value: loss / rows, reason: describeScores(joint, reason), band: null };
}

function explainWide(bound: number): string {
  return `The scores lie between those of the reference, whose cells tell it within ${bound.toPrecision(2)} only`;
}

/**
 * Have the rows of a cell all the same score? They have where their mean is the end of the cell's span. A grid of the
 * reference's own values does not promise it: later scores may lie between them.
 */
export function isOneScore(joint: JointCounts, rows: { score: number; scoreSum: number; count: number }): boolean {
  const { low, high } = spanOfCell(joint, rows.score);
  const mean = rows.scoreSum / rows.count;
  const isAt = (end: number): boolean => Math.abs(mean - end) <= ROUNDING * Math.abs(end);
  return isAt(low) || (rows.score === joint.scoreEdges.length && isAt(high));
}

type Span = { low: number; high: number };

/** Scores of a cell lie between its edges, and probabilities between 0 and 1. */
function spanOfCell({ scoreEdges }: JointCounts, cell: number): Span {
  return { low: scoreEdges[cell - 1] ?? 0, high: scoreEdges[cell] ?? 1 };
}

/** The most that a convex function of values in a span can be on average, given their mean (Edmundson and Madansky). */
function chordAt(mean: number, { low, high }: Span, lossAt: (at: number) => number): number {
  if (!(low < high) || mean < low || mean > high) return lossAt(mean);
  return ((high - mean) * lossAt(low) + (mean - low) * lossAt(high)) / (high - low);
}
