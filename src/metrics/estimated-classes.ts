import { IS_CLASS, IS_REST, type JointCounts } from '../profile/types.ts';
import { AVERAGES, type Average, averageClasses, CLASS_RATES, type ClassRate, wordMean } from './averages.ts';
import { type ClassCounts, countConfusion } from './confusion.ts';
import {
  boundArea,
  boundRate,
  type Estimate,
  type EstimatedClassification,
  type Expectation,
  estimateMetric,
  expectClasses,
  expectPositive,
  isEstimated,
  samplingError,
  sumCounts,
} from './estimated.ts';
import { bandAround } from './intervals.ts';
import type { MetricOptions } from './metric.ts';

/** Averages over the classes that can be estimated before the labels come. */
export const ESTIMATED_AVERAGES = [
  ...(['precision', 'recall', 'f1_score'] as const).flatMap(
    (rate) => [`${rate}_macro`, `${rate}_micro`, `${rate}_weighted`] as const,
  ),
  'roc_auc_macro',
  'roc_auc_weighted',
] as const;
export type EstimatedMetric = EstimatedClassification | (typeof ESTIMATED_AVERAGES)[number];

/** What is expected of rows without a label. */
export type Expected = {
  /** Where there is one score: of the class whose probability it is. */
  single: Expectation | null;
  /** Of each class against the rest; none where one score has to stand for more than two. */
  classes: readonly { name: string; expected: Expectation }[];
  /** Accuracy of the reference's rows with a label; null where it has none. */
  accuracyBefore: number | null;
};

/** An estimate, and of an average what it is the mean of. */
export type NamedEstimate = Estimate & { reason: string | null };

/**
 * What is expected of each class: from its own scores, calibrated by themselves, where the model gives one for every
 * class; of two classes both from the one score. Rows stay what they are in counts, so that the calibrated probabilities
 * of a row are not made to add up to 1 again, as NannyML does.
 * @returns the expectation, or why there is none.
 */
export function expectAll(
  reference: JointCounts | null,
  current: JointCounts,
  options: MetricOptions,
): Expected | string {
  if (current.classes !== undefined) return expectEach(reference, current, current.classes);
  const single = expectClasses(reference, current, options);
  if (typeof single === 'string') return single;
  const { positive } = single;
  const others = single.classes.filter((name) => name !== positive);
  const classes = [{ name: positive, expected: single }, ...others.map((name) => ({ name, expected: mirror(single) }))];
  return { single, classes: others.length > 1 ? [] : classes, accuracyBefore: null };
}

function expectEach(
  reference: JointCounts | null,
  current: JointCounts,
  scored: NonNullable<JointCounts['classes']>,
): Expected | string {
  if (scored[0]?.joint.cells.some(isEstimated) !== true) {
    return 'No row without a label has a score of every class and a prediction among them: look at score_columns';
  }
  const classes: { name: string; expected: Expectation }[] = [];
  for (const { label, joint } of scored) {
    const before = reference?.classes?.find((one) => one.label === label)?.joint;
    const sides = { reference: before ?? { ...joint, cells: [] }, current: joint };
    const expected = expectPositive(sides, [IS_REST, IS_CLASS], IS_CLASS);
    if (typeof expected === 'string') return `${label}: ${expected}`;
    classes.push({ name: label, expected });
  }
  const { counts, labelled } = countConfusion(reference ?? { ...current, cells: [] });
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  return { single: null, classes, accuracyBefore: labelled === 0 ? null : right / labelled };
}

/** Of two classes the other one: what is a hit of one is a true negative of the other. */
function mirror(expected: Expectation): Expectation {
  const turn = ({ tp, fp, fn, tn }: ClassCounts): ClassCounts => ({ tp: tn, fp: fn, fn: fp, tn: tp });
  const { counts, slack, areas, reference } = expected;
  return {
    ...expected,
    counts: turn(counts),
    slack: { tp: slack.fn, fn: slack.tp },
    areas: turnAreas(areas),
    reference: reference && { counts: turn(reference.counts), areas: turnAreas(reference.areas) },
  };
}

function turnAreas(areas: Expectation['areas']): Expectation['areas'] {
  const { positives, negatives, deviationOfPositives, deviationOfNegatives } = areas;
  return {
    ...areas,
    positives: negatives,
    negatives: positives,
    deviationOfPositives: deviationOfNegatives,
    deviationOfNegatives: deviationOfPositives,
  };
}

/** The expected value of a metric, or why there is none. Without a single score, plain names are means over the classes. */
export function estimate(name: EstimatedMetric, from: Expected): NamedEstimate | string {
  const { metric, average } = splitName(name);
  if (from.single !== null && average === null) return withoutReason(estimateMetric(metric, from.single));
  if (from.classes.length === 0) return 'It needs the score of each class, and there is one: set score_columns';
  // Every row is of one class and predicted as one.
  if (metric === 'accuracy' || average === 'micro') return estimateAccuracy(from);
  if (metric === 'roc_auc') return estimateArea(from, average ?? 'macro');
  return estimateRate(metric, from, average ?? 'macro');
}

function splitName(name: EstimatedMetric): { metric: EstimatedClassification; average: Average | null } {
  const average = AVERAGES.find((one) => name.endsWith(`_${one}`)) ?? null;
  const metric = average === null ? name : name.slice(0, -average.length - 1);
  return { metric: metric as EstimatedClassification, average };
}

function withoutReason(found: Estimate | string): NamedEstimate | string {
  return typeof found === 'string' ? found : { ...found, reason: null };
}

/** A metric of one class: how far coarse cells and sampling may move it, and what it weighs, which cells may move too. */
type Part = { value: number; bound: number; error: number; weight: number; weightBound: number };

function estimateAccuracy({ single, classes, accuracyBefore }: Expected): NamedEstimate | string {
  if (single !== null) return withoutReason(estimateMetric('accuracy', single));
  const rows = sumCounts(classes[0]!.expected.counts);
  const sum = (pick: (expected: Expectation) => number): number =>
    classes.reduce((total, { expected }) => total + pick(expected), 0);
  const value = sum(({ counts }) => counts.tp) / rows;
  const rate = accuracyBefore === null || accuracyBefore === 0 || accuracyBefore === 1 ? value : accuracyBefore;
  const band = bandAround(value, Math.sqrt((rate * (1 - rate)) / rows));
  return { value, band, bound: sum(({ slack }) => slack.tp) / rows, reason: null };
}

function estimateRate(metric: ClassRate, { classes }: Expected, average: Average): NamedEstimate {
  const rateOf = CLASS_RATES[metric];
  const { reason } = averageClasses(
    classes.map(({ name, expected }) => ({ name, counts: expected.counts })),
    rateOf,
    average,
    'expected',
  );
  const parts = classes.map(({ expected }): Part => {
    const { counts, slack } = expected;
    const value = rateOf(counts)?.value;
    const weight = average === 'weighted' ? counts.tp + counts.fn : 1;
    const weightBound = average === 'weighted' ? slack.tp + slack.fn : 0;
    if (value === undefined) return { value: 0, bound: 0, error: 0, weight, weightBound };
    const bound = boundRate((one) => rateOf(one)?.value ?? 0, value, expected);
    return { value, bound, error: samplingError(metric, expected), weight, weightBound };
  });
  return { ...averageParts(parts, 1), reason };
}

/** What NannyML found that class by class falls short of the sampling error of their mean area by. */
const AREAS_TOGETHER = 1.2;

function estimateArea({ single, classes }: Expected, average: Average): NamedEstimate | string {
  // The order of one score is that of the other class, turned.
  if (single !== null) return withoutReason(estimateMetric('roc_auc', single));
  const known = classes.filter(({ expected }) => Number.isFinite(expected.areas.auc));
  if (known.length === 0) return 'The scores leave no doubt about any row: every class is expected always or never';
  const parts = known.map(({ expected }): Part => {
    const { areas, slack } = expected;
    return {
      value: areas.auc,
      bound: boundArea(expected),
      error: samplingError('roc_auc', expected),
      weight: average === 'weighted' ? areas.positives : 1,
      weightBound: average === 'weighted' ? slack.tp + slack.fn : 0,
    };
  });
  const without = classes.filter((one) => !known.includes(one)).map(({ name }) => name);
  const left = without.length === 0 ? '' : `; left out, expected always or never: ${without.join(', ')}`;
  return {
    ...averageParts(parts, AREAS_TOGETHER),
    reason: `${wordMean(average, 'expected')} over ${known.length} classes, each against the rest${left}`,
  };
}

/** Sampling errors of classes are added as if they did not go together, as NannyML's are. */
function averageParts(parts: readonly Part[], factor: number): Estimate {
  const sum = (pick: (part: Part) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  const total = sum(({ weight }) => weight);
  const value = sum((part) => part.weight * part.value) / total;
  const error = (factor * Math.sqrt(sum((part) => (part.weight * part.error) ** 2))) / total;
  // A mean under other weights: what the values may move, and what the weights move by their distance from the mean.
  const moved = sum((p) => (p.weight + p.weightBound) * p.bound + p.weightBound * Math.abs(p.value - value));
  const least = total - sum(({ weightBound }) => weightBound);
  return { value, band: bandAround(value, error), bound: least > 0 ? Math.min(1, moved / least) : 1 };
}
