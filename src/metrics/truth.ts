import type { JointCounts } from '../profile/types.ts';
import type { MetricOptions } from './metric.ts';

const TRUTH: ReadonlyMap<string, 'false' | 'true'> = new Map([
  ['0', 'false'],
  ['1', 'true'],
  ['false', 'false'],
  ['true', 'true'],
]);

/** What a spelling of true or false means; null for any other value. */
export function meaningOf(name: string): 'false' | 'true' | null {
  return TRUTH.get(name.toLowerCase()) ?? null;
}

/**
 * One spelling of true and false where prediction, label and positive_label use several: a model that says 0 and 1 is
 * right when the outcome is false and true. Joint counts of any other classes stay as they are.
 */
export function unifyTruth(joint: JointCounts, options: MetricOptions): { joint: JointCounts; options: MetricOptions } {
  const named = joint.cells.flatMap(({ predicted, actual }) => [predicted, actual]).filter((name) => name !== null);
  const { positiveLabel, classes = [] } = options;
  const spelled = new Set([...named, ...classes, ...(positiveLabel === null ? [] : [positiveLabel])]);
  const isTruth = [...spelled].every((name) => TRUTH.has(name.toLowerCase()));
  const meanings = new Set([...spelled].map((name) => TRUTH.get(name.toLowerCase())));
  if (!isTruth || meanings.size === spelled.size) return { joint, options };
  const unify = (name: string) => TRUTH.get(name.toLowerCase()) ?? name;
  const unifyKnown = (name: string | null) => (name === null ? null : unify(name));
  const cells = joint.cells.map((cell) => ({
    ...cell,
    predicted: unifyKnown(cell.predicted),
    actual: unifyKnown(cell.actual),
  }));
  return {
    joint: { ...joint, cells },
    options: { positiveLabel: unifyKnown(positiveLabel), classes: classes.map(unify) },
  };
}
