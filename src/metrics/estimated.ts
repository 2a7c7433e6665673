import type { JointCounts } from '../profile/types.ts';
import { type Calibration, calibrate, type ScoredCell, toProbability } from './calibration.ts';
import { type ClassCounts, countClass, countConfusion, resolvePositive } from './confusion.ts';
import { type Areas, measureAreas } from './estimated-auc.ts';
import { boundProbability } from './estimated-bounds.ts';
import { type Band, bandAround } from './intervals.ts';
import type { MetricOptions } from './metric.ts';
import { isOneScore } from './scores.ts';
import { unifyTruth } from './truth.ts';

/** Metrics of a classifier that can be estimated before the labels come. */
export const ESTIMATED_CLASSIFICATION = ['accuracy', 'precision', 'recall', 'f1_score', 'roc_auc'] as const;
export type EstimatedClassification = (typeof ESTIMATED_CLASSIFICATION)[number];

/** An expected value, its sampling error (95 %), and how far coarse score cells may have moved it. */
export type Estimate = { value: number; band: Band | null; bound: number };

/** Everything the estimates of one window share. */
export type Expectation = {
  /** Expected counts of the positive class among the rows that are estimated. */
  counts: ClassCounts;
  /** How far tp and fn may be off because a score cell stands for many scores. */
  slack: { tp: number; fn: number };
  areas: Areas;
  /** The same of the reference's labelled rows, for sampling errors; null where it has none. */
  reference: { counts: ClassCounts; areas: Areas } | null;
  calibration: Calibration | null;
  isScoreExact: boolean;
  classes: readonly string[];
  positive: string;
};

/**
 * Expected confusion counts of the rows whose label has not come, from their scores: a row of probability p that was
 * predicted positive is a true positive with p and a false one with 1 - p (confidence-based performance estimation, as
 * NannyML's CBPE). Probabilities are the scores, calibrated on the reference's labelled rows where that pays.
 * @returns the expectation, or why there is none.
 */
export function expectClasses(
  reference: JointCounts | null,
  current: JointCounts,
  options: MetricOptions,
): Expectation | string {
  const unified = unifyBoth(reference, current, options);
  if (!unified.current.cells.some(isEstimated))
    return 'No row without a label has both a score that is a number and a prediction: set score_column';
  const classes = listClasses([...unified.reference.cells, ...unified.current.cells]);
  const positive = resolvePositive(classes, unified.options);
  if (positive === null) return `The scores of ${classes.join(', ')} need positive_label: whose probability are they?`;
  if (!classes.includes(positive)) return `No row is '${positive}'; the classes seen are ${classes.join(', ')}`;
  return expectPositive(unified, classes, positive);
}

/**
 * The same of one class against the rest, whose scores these are.
 * @param current must have a row without a label that has both a score and a prediction.
 */
export function expectPositive(
  { reference, current }: { reference: JointCounts; current: JointCounts },
  classes: readonly string[],
  positive: string,
): Expectation | string {
  const rows = current.cells.filter(isEstimated);
  const scored = countReference(reference, positive);
  const calibration = scored.length === 0 ? null : calibrate(scored);
  if (calibration === null && rows.some((row) => row.scoreSum < 0 || row.scoreSum > row.count)) {
    return 'The scores are not between 0 and 1, and the reference has no labels to calibrate them with';
  }
  const expected = rows.map((row) => expectRow(row, calibration, isOneScore(current, row)));
  const confusion = countConfusion(reference);
  return {
    ...sumExpected(expected, (row) => row.predicted === positive),
    areas: measureAreas(
      expected.map(({ place, mass, count }) => ({ place, positives: mass, negatives: count - mass })),
    ),
    reference:
      confusion.labelled === 0 || scored.length === 0
        ? null
        : {
            counts: countClass(confusion, positive),
            areas: measureAreas(scored.map((cell) => ({ ...cell, place: cell.score }))),
          },
    calibration,
    isScoreExact: rows.every((row) => isOneScore(current, row)),
    classes,
    positive,
  };
}

type Joint = JointCounts['cells'][number];
type ScoredRow = Joint & { score: number; predicted: string };

/** Has the row everything but a label? */
export function isEstimated(cell: Joint): cell is ScoredRow {
  return cell.actual === null && cell.predicted !== null && cell.score !== null && cell.count > 0;
}

/** One spelling of true and false on both sides together. */
function unifyBoth(reference: JointCounts | null, current: JointCounts, options: MetricOptions) {
  const before = reference?.cells ?? [];
  const unified = unifyTruth({ ...current, cells: [...before, ...current.cells] }, options);
  const { cells } = unified.joint;
  return {
    reference: { ...current, cells: cells.slice(0, before.length) },
    current: { ...current, cells: cells.slice(before.length) },
    options: unified.options,
  };
}

function listClasses(cells: readonly Joint[]): string[] {
  return [
    ...new Set(cells.flatMap(({ predicted, actual }) => [predicted, actual]).filter((name) => name !== null)),
  ].sort();
}

function countReference({ cells }: JointCounts, positive: string): ScoredCell[] {
  const found = new Map<number, { positives: number; negatives: number; sum: number }>();
  for (const { score, actual, count, scoreSum } of cells) {
    if (score === null || actual === null) continue;
    const cell = found.get(score) ?? { positives: 0, negatives: 0, sum: 0 };
    if (actual === positive) cell.positives += count;
    else cell.negatives += count;
    cell.sum += scoreSum;
    found.set(score, cell);
  }
  return [...found.values()].map(({ positives, negatives, sum }) => ({
    positives,
    negatives,
    score: sum / (positives + negatives),
  }));
}

type ExpectedRow = { place: number; predicted: string; count: number; mass: number; slack: number };

function expectRow(row: ScoredRow, calibration: Calibration | null, isExact: boolean): ExpectedRow {
  const { predicted, count, scoreSum } = row;
  const place = row.score;
  const score = scoreSum / count;
  if (calibration === null || calibration.fit === null) return { place, predicted, count, mass: scoreSum, slack: 0 };
  const probability = toProbability(calibration, score);
  const slack = isExact ? 0 : boundProbability(calibration.fit, score);
  return { place, predicted, count, mass: count * probability, slack: count * slack };
}

function sumExpected(rows: readonly ExpectedRow[], isPositive: (row: ExpectedRow) => boolean) {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  const slack = { tp: 0, fn: 0 };
  for (const row of rows) {
    const [hit, miss] = isPositive(row) ? (['tp', 'fp'] as const) : (['fn', 'tn'] as const);
    counts[hit] += row.mass;
    counts[miss] += row.count - row.mass;
    slack[hit] += row.slack;
  }
  return { counts, slack };
}

const RATES: Readonly<Record<Exclude<EstimatedClassification, 'roc_auc'>, (counts: ClassCounts) => number>> = {
  accuracy: ({ tp, fp, fn, tn }) => (tp + tn) / (tp + fp + fn + tn),
  precision: ({ tp, fp }) => tp / (tp + fp),
  recall: ({ tp, fn }) => tp / (tp + fn),
  f1_score: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
};

/** The expected value of a metric, or why there is none. */
export function estimateMetric(name: EstimatedClassification, from: Expectation): Estimate | string {
  if (name === 'accuracy' && from.classes.length > 2) {
    return `Accuracy over ${from.classes.length} classes needs the probability of each, and there is one score: set score_columns`;
  }
  const value = name === 'roc_auc' ? from.areas.auc : RATES[name](from.counts);
  if (!Number.isFinite(value)) return explainNone(name, from.positive);
  const band = bandAround(value, samplingError(name, from));
  return { value, band, bound: name === 'roc_auc' ? boundArea(from) : boundRate(RATES[name], value, from) };
}

function explainNone(name: EstimatedClassification, positive: string): string {
  if (name === 'precision') return `No row without a label was predicted '${positive}'`;
  return `The scores leave no doubt about any row: '${positive}' is expected always or never`;
}

/** Every rate here grows with tp and falls with fn, so its extremes lie where one is highest and the other lowest. */
export function boundRate(
  rate: (counts: ClassCounts) => number,
  value: number,
  { counts, slack }: Expectation,
): number {
  const at = (sign: 1 | -1): number =>
    rate({
      tp: counts.tp + sign * slack.tp,
      fp: counts.fp - sign * slack.tp,
      fn: counts.fn - sign * slack.fn,
      tn: counts.tn + sign * slack.fn,
    });
  return Math.max(at(1) - value, value - at(-1));
}

/** Rows that tie only because they share a cell, and probability that may belong to the other class. */
export function boundArea({ areas, isScoreExact, slack }: Expectation): number {
  if (isScoreExact) return 0;
  const moved = slack.tp + slack.fn;
  return areas.tied + moved / areas.positives + moved / areas.negatives;
}

/**
 * The standard error of a metric over as many rows as are estimated, as NannyML's: the spread per row in the reference
 * (in the expectation itself where the reference has no labels or no spread), over the root of the rows that count.
 */
export function samplingError(name: EstimatedClassification, from: Expectation): number {
  const rows = sumCounts(from.counts);
  const known = from.reference === null ? null : findSpread(name, from.reference);
  // A reference without a single miss, or hit, would promise that there will be none.
  const { deviation, share } = known !== null && known.deviation > 0 ? known : findSpread(name, from);
  return deviation / Math.sqrt(rows * share);
}

function findSpread(name: EstimatedClassification, { counts, areas }: Pick<Expectation, 'counts' | 'areas'>): Spread {
  return name === 'roc_auc' ? spreadOfArea(areas) : spreadOfRate(name, counts);
}

export function sumCounts({ tp, fp, fn, tn }: ClassCounts): number {
  return tp + fp + fn + tn;
}

type Spread = { deviation: number; share: number };

function spreadOfRate(name: Exclude<EstimatedClassification, 'roc_auc'>, counts: ClassCounts): Spread {
  const { tp, fp, fn } = counts;
  const total = sumCounts(counts);
  const relevant = { accuracy: total, precision: tp + fp, recall: tp + fn, f1_score: tp + fp + fn }[name];
  const rate = name === 'f1_score' ? tp / relevant : RATES[name](counts);
  // A hit counts more than 1 in the F1 score, so that the mean over the rows is the score.
  const weight = name === 'f1_score' ? relevant / (tp + (fp + fn) / 2) : 1;
  return { deviation: weight * Math.sqrt(rate * (1 - rate)), share: relevant / total };
}

function spreadOfArea({ positives, negatives, deviationOfPositives, deviationOfNegatives }: Areas): Spread {
  const total = positives + negatives;
  return positives > negatives
    ? { deviation: deviationOfNegatives, share: negatives / total }
    : { deviation: deviationOfPositives, share: positives / total };
}
