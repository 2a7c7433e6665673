import type { JointCounts } from '../profile/types.ts';
import type { MetricOptions } from './metric.ts';

/** Counts of predicted against actual, over the rows that have both. */
export type ConfusionMatrix = {
  /** Every class of either side, sorted. */
  classes: readonly string[];
  /** counts[actual][predicted], positions as in `classes`. */
  counts: readonly (readonly number[])[];
  labelled: number;
  /** Rows whose label has not come. */
  unlabelled: number;
  /** Rows with a label and no prediction. */
  unpredicted: number;
  /** Rows with both whose label was chosen among several that differ. */
  disputed: number;
};

/** The confusion matrix of joint counts. Labels that have not come are counted apart and never as wrong. */
export function countConfusion(joint: JointCounts): ConfusionMatrix {
  const rows = { labelled: 0, unlabelled: 0, unpredicted: 0, disputed: joint.disputed ?? 0 };
  const both: { actual: string; predicted: string; count: number }[] = [];
  for (const { actual, predicted, count } of joint.cells) {
    if (actual === null) rows.unlabelled += count;
    else if (predicted === null) rows.unpredicted += count;
    else {
      rows.labelled += count;
      both.push({ actual, predicted, count });
    }
  }
  const classes = [...new Set(both.flatMap(({ actual, predicted }) => [actual, predicted]))].sort();
  const placeOf = new Map(classes.map((name, i) => [name, i]));
  const counts = classes.map(() => classes.map(() => 0));
  for (const { actual, predicted, count } of both) counts[placeOf.get(actual)!]![placeOf.get(predicted)!]! += count;
  return { classes, counts, ...rows };
}

/** Fewer rows may well hold nothing but mistakes. */
const ENOUGH_ROWS = 30;
/** More names are more than a note should list. */
export const NAMED_CLASSES = 5;

/** Says that predictions and labels have no class in common, as where one says yes and the other true; null where they have. */
export function describeStrangers({ classes, counts, labelled }: ConfusionMatrix): string | null {
  const isActual = (i: number): boolean => counts[i]!.some((count) => count > 0);
  const isPredicted = (i: number): boolean => counts.some((row) => row[i]! > 0);
  if (labelled < ENOUGH_ROWS || classes.some((_, i) => isActual(i) && isPredicted(i))) return null;
  const list = (isOne: (i: number) => boolean): string => {
    const names = classes.filter((_, i) => isOne(i));
    return `${names.slice(0, NAMED_CLASSES).join(', ')}${names.length > NAMED_CLASSES ? ' and more' : ''}`;
  };
  return `Nothing that is predicted (${list(isPredicted)}) is ever a label (${list(isActual)}): are they spelled alike?`;
}

/** True and false positives and negatives of one class against all others. */
export type ClassCounts = { tp: number; fp: number; fn: number; tn: number };

/** One class against the rest; all zero but `tn` for a class that does not occur. */
export function countClass({ classes, counts, labelled }: ConfusionMatrix, name: string): ClassCounts {
  const at = classes.indexOf(name);
  if (at < 0) return { tp: 0, fp: 0, fn: 0, tn: labelled };
  const tp = counts[at]![at]!;
  const fn = counts[at]!.reduce((total, count) => total + count, 0) - tp;
  const fp = counts.reduce((total, row) => total + row[at]!, 0) - tp;
  return { tp, fp, fn, tn: labelled - tp - fp - fn };
}

/** Every class against the rest. */
export function countClasses(matrix: ConfusionMatrix): { name: string; counts: ClassCounts }[] {
  return matrix.classes.map((name) => ({ name, counts: countClass(matrix, name) }));
}

/**
 * The class that precision, recall and AUC speak of: the declared one, or that of 0/1 and true/false pairs;
 * null where there are other or more classes, which are then averaged.
 */
export function resolvePositive(
  seen: readonly string[],
  { positiveLabel, classes: known = [] }: MetricOptions,
): string | null {
  if (positiveLabel !== null) return positiveLabel;
  const classes = [...seen, ...known];
  for (const [negative, positive] of [
    ['0', '1'],
    ['false', 'true'],
  ] as const) {
    if (classes.length > 0 && classes.every((name) => name === negative || name === positive)) return positive;
  }
  return null;
}
