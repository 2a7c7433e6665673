import type { JointCounts } from '../profile/types.ts';
import { resolvePositive } from './confusion.ts';
import { aucBand } from './intervals.ts';
import { type MetricOptions, type MetricValue, withoutValue } from './metric.ts';

type ScoreCell = { positives: number; negatives: number };

/** The class whose probability the scores are; a reason where it cannot be told. */
function findPositive(joint: JointCounts, { positiveLabel }: MetricOptions): { name: string } | { reason: string } {
  const scored = joint.cells.filter(({ score, actual }) => score !== null && actual !== null);
  if (scored.length === 0) return { reason: 'No labelled row has a score: set score_column' };
  const classes = [...new Set(scored.map(({ actual }) => actual!))].sort();
  const name = resolvePositive(classes, positiveLabel);
  if (name !== null) return { name };
  return { reason: `The scores of ${classes.join(', ')} need to know whose probability they are: set positive_label` };
}

/** Rows with a score and a label, by score cell in ascending order; a reason where they cannot be had. */
function countByScore(joint: JointCounts, options: MetricOptions): ScoreCell[] | string {
  const positive = findPositive(joint, options);
  if ('reason' in positive) return positive.reason;
  const cells = new Map<number, ScoreCell>();
  for (const { score, actual, count } of joint.cells) {
    if (score === null || actual === null) continue;
    const cell = cells.get(score) ?? { positives: 0, negatives: 0 };
    if (actual === positive.name) cell.positives += count;
    else cell.negatives += count;
    cells.set(score, cell);
  }
  return [...cells.entries()].sort(([a], [b]) => a - b).map(([, cell]) => cell);
}

/**
 * The area under the ROC curve: the share of pairs of a positive and a negative row that the score puts in the right order
 * (Mann and Whitney). Pairs within one cell count half: exact where each cell is one score, otherwise within what it says.
 */
export function measureRocAuc(joint: JointCounts, options: MetricOptions): MetricValue {
  const cells = countByScore(joint, options);
  if (typeof cells === 'string') return withoutValue(cells);
  let [negativesBelow, ordered, tied, positives] = [0, 0, 0, 0];
  for (const cell of cells) {
    ordered += cell.positives * negativesBelow;
    tied += cell.positives * cell.negatives;
    negativesBelow += cell.negatives;
    positives += cell.positives;
  }
  const pairs = positives * negativesBelow;
  if (pairs === 0) return withoutValue('All labelled rows are of one class: there is no order to measure');
  const auc = (ordered + tied / 2) / pairs;
  const bound = tied / 2 / pairs;
  const isExact = joint.isScoreExact || bound === 0;
  const reason = isExact ? null : `From binned scores: exact within ${bound.toPrecision(2)} on either side`;
  return { value: auc, reason, band: aucBand(auc, positives, negativesBelow) };
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
    if (!joint.isScoreExact) excess += count * (chordAt(mean, spanOfCell(joint, score), lossAt) - lossAt(mean));
    rows += count;
  }
  const bound = excess / rows;
  const reason = joint.isScoreExact ? null : `From binned scores: exact within ${bound.toPrecision(2)}`;
  return { value: loss / rows, reason, band: null };
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
