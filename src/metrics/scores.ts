import type { JointCounts } from '../profile/types.ts';
import { resolvePositive } from './confusion.ts';
import { aucBand } from './intervals.ts';
import { type MetricOptions, type MetricValue, withoutValue } from './metric.ts';

type ScoreCell = { positives: number; negatives: number; scoreSum: number };

/** Rows with a score and a label, by score cell in ascending order; a reason where they cannot be had. */
function countByScore(joint: JointCounts, { positiveLabel }: MetricOptions): ScoreCell[] | string {
  const scored = joint.cells.filter(({ score, actual }) => score !== null && actual !== null);
  if (scored.length === 0) return 'No labelled row has a score: set score_column';
  const classes = [...new Set(scored.map(({ actual }) => actual!))].sort();
  const positive = resolvePositive(classes, positiveLabel);
  if (positive === null)
    return `The scores of ${classes.join(', ')} need to know whose probability they are: set positive_label`;
  const cells = new Map<number, ScoreCell>();
  for (const { score, actual, count, scoreSum } of scored) {
    const cell = cells.get(score!) ?? { positives: 0, negatives: 0, scoreSum: 0 };
    if (actual === positive) cell.positives += count;
    else cell.negatives += count;
    cell.scoreSum += scoreSum;
    cells.set(score!, cell);
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

/** The mean squared error of the score against 0 and 1; every row by its cell's mean score. */
export function measureBrier(joint: JointCounts, options: MetricOptions): MetricValue {
  return averageRows(joint, options, (score, isPositive) => (isPositive ? (1 - score) ** 2 : score ** 2));
}

/** The mean of -ln of the probability given to what happened; every row by its cell's mean score. */
export function measureLogLoss(joint: JointCounts, options: MetricOptions): MetricValue {
  return averageRows(joint, options, (score, isPositive) => {
    const inside = Math.min(1 - 2 ** -52, Math.max(2 ** -52, score));
    return isPositive ? -Math.log(inside) : -Math.log1p(-inside);
  });
}

function averageRows(
  joint: JointCounts,
  options: MetricOptions,
  lossOf: (score: number, isPositive: boolean) => number,
): MetricValue {
  const cells = countByScore(joint, options);
  if (typeof cells === 'string') return withoutValue(cells);
  let [loss, rows] = [0, 0];
  for (const { positives, negatives, scoreSum } of cells) {
    const score = scoreSum / (positives + negatives);
    loss += positives * lossOf(score, true) + negatives * lossOf(score, false);
    rows += positives + negatives;
  }
  return { value: loss / rows, reason: joint.isScoreExact ? null : 'From the mean scores of cells', band: null };
}
