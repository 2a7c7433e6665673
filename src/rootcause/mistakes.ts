import { formatShare } from '../format.ts';
import { countConfusion, resolvePositive } from '../metrics/confusion.ts';
import type { MetricOptions } from '../metrics/metric.ts';
import { unifyTruth } from '../metrics/truth.ts';
import { readChangedMetric } from '../monitors/metric-names.ts';
import type { JointCounts } from '../profile/types.ts';
import { nameValue } from '../words.ts';
import { isWorse } from './places.ts';
import { meanOf, type Tally, tallyShare } from './tally.ts';

type Mistake = { actual: string; predicted: string; tally: Tally };

/**
 * Which mistake of a classifier grew most since the reference, beyond chance: in share of the rows whose label is known,
 * for recall of those that are the positive class, for precision of those predicted so. null where either side has no
 * labels or no mistake grew.
 */
export function describeMistakes(
  metric: string,
  { reference, current }: { reference: JointCounts | null; current: JointCounts | null },
  options: MetricOptions,
): string | null {
  if (reference === null || current === null) return null;
  const of = readChangedMetric(metric) ?? metric;
  const before = new Map(listMistakes(reference, of, options).map((one) => [keyOf(one), one.tally]));
  const now = listMistakes(current, of, options);
  const [anyBefore] = before.values();
  if (anyBefore === undefined) return null;
  const none: Tally = { ...anyBefore, sum: 0, squares: 0 };
  const grown = now
    .map((one) => ({ ...one, was: before.get(keyOf(one)) ?? none }))
    .filter(({ tally, was }) => isWorse({ reference: was, current: tally }, 1, now.length))
    .sort((a, b) => meanOf(b.tally) - meanOf(b.was) - (meanOf(a.tally) - meanOf(a.was)))[0];
  if (grown === undefined) return null;
  const { actual, predicted, tally, was } = grown;
  const shares = `${formatShare(meanOf(tally))} of ${nameRows(of, grown, options)}, was ${formatShare(meanOf(was))}`;
  return `Of the mistakes, ${nameValue(actual)} predicted as ${nameValue(predicted)} grew most: ${shares}`;
}

function nameRows(metric: string, { actual, predicted }: Mistake, options: MetricOptions): string {
  if (!isOfOneClass(metric, [actual, predicted], options)) return 'rows';
  return metric === 'recall'
    ? `the rows that are ${nameValue(actual)}`
    : `the rows predicted as ${nameValue(predicted)}`;
}

function isOfOneClass(metric: string, classes: readonly string[], options: MetricOptions): boolean {
  return (metric === 'recall' || metric === 'precision') && resolvePositive(classes, options) !== null;
}

/** The mistakes that a metric counts, each of the rows that it speaks of. */
function listMistakes(given: JointCounts, metric: string, known: MetricOptions): Mistake[] {
  const { joint, options } = unifyTruth(given, known);
  const { classes, counts, labelled } = countConfusion(joint);
  const positive = isOfOneClass(metric, classes, options) ? resolvePositive(classes, options) : null;
  const at = positive === null ? -1 : classes.indexOf(positive);
  if (positive !== null && at < 0) return [];
  const of =
    positive === null
      ? labelled
      : counts.reduce((total, row, i) => total + (metric === 'recall' ? counts[at]![i]! : row[at]!), 0);
  return classes.flatMap((actual, i) =>
    classes.flatMap((predicted, j) => {
      const isCounted = at < 0 || (metric === 'recall' ? i === at : j === at);
      if (i === j || !isCounted || of === 0) return [];
      return [{ actual, predicted, tally: tallyShare({ value: counts[i]![j]! / of, of }) }];
    }),
  );
}

function keyOf({ actual, predicted }: Mistake): string {
  return JSON.stringify([actual, predicted]);
}
