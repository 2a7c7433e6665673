import { formatShare } from '../format.ts';
import { countConfusion } from '../metrics/confusion.ts';
import { unifyTruth } from '../metrics/truth.ts';
import type { JointCounts } from '../profile/types.ts';
import { nameValue } from '../words.ts';

type Mistake = { actual: string; predicted: string; share: number };

/**
 * Which mistake of a classifier grew most since the reference, in share of the rows whose label is known; null where
 * either side has no labels or no mistake grew.
 */
export function describeMistakes(reference: JointCounts | null, current: JointCounts | null): string | null {
  if (reference === null || current === null) return null;
  const before = new Map(listMistakes(reference).map((one) => [keyOf(one), one.share]));
  const grown = listMistakes(current)
    .map((one) => ({ ...one, was: before.get(keyOf(one)) ?? 0 }))
    .sort((a, b) => b.share - b.was - (a.share - a.was))[0];
  if (before.size === 0 || grown === undefined || grown.share <= grown.was) return null;
  const { actual, predicted, share, was } = grown;
  return `Of the mistakes, ${nameValue(actual)} predicted as ${nameValue(predicted)} grew most: ${formatShare(share)} of rows, was ${formatShare(was)}`;
}

function listMistakes(joint: JointCounts): Mistake[] {
  const { classes, counts, labelled } = countConfusion(unifyTruth(joint, { positiveLabel: null }).joint);
  return classes.flatMap((actual, i) =>
    classes.flatMap((predicted, j) => (i === j ? [] : [{ actual, predicted, share: counts[i]![j]! / labelled }])),
  );
}

function keyOf({ actual, predicted }: Mistake): string {
  return JSON.stringify([actual, predicted]);
}
