import { IS_CLASS, type JointCounts } from '../profile/types.ts';
import { type Average, wordMean } from './averages.ts';
import { NAMED_CLASSES, resolvePositive } from './confusion.ts';
import { aucBand, type Band } from './intervals.ts';
import { type MetricOptions, type MetricValue, withoutValue } from './metric.ts';

/** What is as good as exact. */
const NEGLIGIBLE = 1e-9;
/** A value that may be off by more is not worth a verdict. */
const WIDEST = 0.1;
/** Sums of many equal scores are off by less than this share. */
const ROUNDING = 1e-9;
/** A probability of single precision is beyond 0 or 1 by no more. */
const SINGLE_ROUNDING = 1e-6;

type ScoreCell = { positives: number; negatives: number; scoreSum: number };

/** Rows with the scores of one class, which their own counts call `positive`. */
type Scored = { label: string; joint: JointCounts; positive: string };

/** Each class where every one has a score, else the positive one; a reason where it cannot be told. */
function listScored(joint: JointCounts, options: MetricOptions): Scored[] | string {
  if (joint.classes === undefined) {
    const found = findPositive(joint, options);
    return 'reason' in found ? found.reason : [{ label: found.name, joint, positive: found.name }];
  }
  const isLabelled = joint.classes[0]?.joint.cells.some(({ score, actual }) => score !== null && actual !== null);
  if (isLabelled !== true) return 'No labelled row has a score of every class: look at score_columns';
  return joint.classes.map((one) => ({ ...one, positive: IS_CLASS }));
}

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

/** Labelled rows of a class that has no score; null where there are none. */
function describeStrange({ cells, classes = [] }: JointCounts): string | null {
  const known = new Set(classes.map(({ label }) => label));
  const strange = cells.filter(({ actual }) => actual !== null && !known.has(actual));
  if (classes.length === 0 || strange.length === 0) return null;
  const rows = strange.reduce((sum, { count }) => sum + count, 0);
  const names = [...new Set(strange.map(({ actual }) => actual!))].sort();
  const listed = `${names.slice(0, NAMED_CLASSES).join(', ')}${names.length > NAMED_CLASSES ? ' and more' : ''}`;
  return `${rows} labelled rows are left out: score_columns has no ${listed}`;
}

/** Rows whose scores of all classes are no probabilities; null where there are none. */
export function describeImproper({ improper }: JointCounts): string | null {
  return improper === undefined ? null : `the scores of ${improper} rows are no shares of 1, and are taken as they are`;
}

/** What a reader must know of a value from scores. */
function describeScores(joint: JointCounts, [first]: readonly Scored[], notes: readonly (string | null)[]) {
  const all = [...notes, describeUnscored(first!.joint), describeStrange(joint), describeImproper(joint)];
  return all.filter((note) => note !== null).join('; ') || null;
}

/** Rows with a score and a label, by score cell in ascending order. */
function countByScore({ joint, positive }: Scored): (ScoreCell & { isTie: boolean })[] {
  const cells = new Map<number, ScoreCell>();
  for (const { score, actual, count, scoreSum } of joint.cells) {
    if (score === null || actual === null) continue;
    const cell = cells.get(score) ?? { positives: 0, negatives: 0, scoreSum: 0 };
    cell.scoreSum += scoreSum;
    if (actual === positive) cell.positives += count;
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

type Area = { label: string; auc: number; bound: number; positives: number; band: Band };

/** Pairs within one cell count half: exact where each cell is one score, otherwise within `bound`. null without pairs. */
function measureArea(scored: Scored): Area | null {
  let [negativesBelow, ordered, tied, unsure, positives] = [0, 0, 0, 0, 0];
  for (const cell of countByScore(scored)) {
    ordered += cell.positives * negativesBelow;
    tied += cell.positives * cell.negatives;
    if (!cell.isTie) unsure += cell.positives * cell.negatives;
    negativesBelow += cell.negatives;
    positives += cell.positives;
  }
  const pairs = positives * negativesBelow;
  const auc = (ordered + tied / 2) / pairs;
  const band = aucBand(auc, positives, negativesBelow);
  return band === null ? null : { label: scored.label, auc, bound: unsure / 2 / pairs, positives, band };
}

/**
 * The area under the ROC curve: the share of pairs of a positive and a negative row that the score puts in the right order
 * (Mann and Whitney). Of many classes the mean of each against the rest (Provost and Domingos 2000), plain or weighted by
 * actual rows; a class that no row is, or every row, has none.
 */
export function measureRocAuc(average: 'macro' | 'weighted') {
  return (joint: JointCounts, options: MetricOptions): MetricValue => {
    const scored = listScored(joint, options);
    if (typeof scored === 'string') return withoutValue(scored);
    const areas = scored.map(measureArea).filter((area) => area !== null);
    if (areas.length === 0) return withoutValue('All labelled rows are of one class: there is no order to measure');
    const weightOf = ({ positives }: Area): number => (average === 'weighted' ? positives : 1);
    const total = areas.reduce((sum, area) => sum + weightOf(area), 0);
    const mean = (pick: (area: Area) => number): number =>
      areas.reduce((sum, area) => sum + weightOf(area) * pick(area), 0) / total;
    const bound = mean((area) => area.bound);
    if (bound > WIDEST) return withoutValue(explainWide(bound));
    const within =
      bound < NEGLIGIBLE ? null : `From binned scores: exact within ${bound.toPrecision(2)} on either side`;
    const notes = [scored.length > 1 ? describeAreas(scored, areas, average) : null, within];
    // However the areas of classes go together, their mean scatters no more than they do on average.
    const band = { low: mean((area) => area.band.low), high: mean((area) => area.band.high) };
    return { value: mean(({ auc }) => auc), reason: describeScores(joint, scored, notes), band };
  };
}

function describeAreas(scored: readonly Scored[], areas: readonly Area[], average: Average): string {
  const found = new Set(areas.map(({ label }) => label));
  const without = scored.filter(({ label }) => !found.has(label)).map(({ label }) => label);
  return (
    `${wordMean(average)} over ${areas.length} classes, each against the rest` +
    (without.length === 0 ? '' : `; left out, for no row is of it: ${without.join(', ')}`)
  );
}

/**
 * The mean squared error of the score against 0 and 1, of many classes summed over all of them (Brier 1950), from 0 to 2;
 * every row by the mean score of its cell and class.
 */
export function measureBrier(joint: JointCounts, options: MetricOptions): MetricValue {
  return averageRows(joint, options, (score, isPositive) => (isPositive ? (1 - score) ** 2 : score ** 2));
}

/** The mean of -ln of the probability given to what happened; every row by the mean score of its cell and class. */
export function measureLogLoss(joint: JointCounts, options: MetricOptions): MetricValue {
  const isSingle = joint.classes === undefined;
  return averageRows(joint, options, (score, isPositive) => {
    const inside = Math.min(1 - 2 ** -52, Math.max(2 ** -52, score));
    if (isPositive) return -Math.log(inside);
    // What happened has a score of its own, unless there is only one.
    return isSingle ? -Math.log1p(-inside) : 0;
  });
}

/** A convex loss of every row by the mean score of its cell and class: exact where a cell is one score, else at most the chord higher. */
function averageRows(
  joint: JointCounts,
  options: MetricOptions,
  lossOf: (score: number, isPositive: boolean) => number,
): MetricValue {
  const scored = listScored(joint, options);
  if (typeof scored === 'string') return withoutValue(scored);
  const strange = scored.map(explainStrange).find((one) => one !== null);
  if (strange !== undefined) return withoutValue(strange);
  const sums = scored.map((one) => sumLosses(one, lossOf));
  const { rows } = sums[0]!;
  const value = sums.reduce((sum, { loss }) => sum + loss, 0) / rows;
  const bound = sums.reduce((sum, { excess }) => sum + excess, 0) / rows;
  if (bound >= Math.max(WIDEST, value)) return withoutValue(explainWide(bound));
  const reason = bound < NEGLIGIBLE ? null : `From binned scores: exact within ${bound.toPrecision(2)}`;
  return { value, reason: describeScores(joint, scored, [reason]), band: null };
}

/** The losses of the rows with a score and a label, and how much higher they may be. */
function sumLosses({ joint, positive }: Scored, lossOf: (score: number, isPositive: boolean) => number) {
  let [loss, excess, rows] = [0, 0, 0];
  for (const { score, actual, count, scoreSum } of joint.cells) {
    if (score === null || actual === null || count === 0) continue;
    const mean = scoreSum / count;
    const lossAt = (at: number): number => lossOf(at, actual === positive);
    loss += count * lossAt(mean);
    if (!isOneScore(joint, { score, scoreSum, count })) {
      excess += count * (chordAt(mean, spanOfCell(joint, score), lossAt) - lossAt(mean));
    }
    rows += count;
  }
  return { loss, excess, rows };
}

/** Why losses of probabilities cannot be told of these scores, as of logits; null where they can. */
function explainStrange({ joint: { cells } }: Scored): string | null {
  const means = cells.flatMap(({ score, actual, scoreSum, count }) =>
    score === null || actual === null || count === 0 ? [] : [scoreSum / count],
  );
  const furthest = means.reduce((a, b) => (Math.abs(b - 0.5) > Math.abs(a - 0.5) ? b : a), 0.5);
  if (Math.abs(furthest - 0.5) <= 0.5 + SINGLE_ROUNDING) return null;
  return `Scores such as ${Number(furthest.toPrecision(3))} are no probabilities, which lie between 0 and 1`;
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
