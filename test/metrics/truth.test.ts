import { expect, test } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import type { JointCell, Profile } from '../../src/profile/types.ts';

function profileOf(cells: readonly [predicted: string, actual: string, count: number][]): Profile {
  const counted = cells.map(
    ([predicted, actual, count]): JointCell => ({ score: null, scoreSum: 0, predicted, actual, count }),
  );
  const rows = counted.reduce((total, { count }) => total + count, 0);
  const joint = { scoreEdges: [], isScoreExact: false, cells: counted };
  return { rows, columns: {}, joint, errors: null, lastEventAt: null };
}

const measure = (metric: string, profile: Profile, positiveLabel: string | null) =>
  METRICS[metric]!.measure(profile, { positiveLabel }).value;

test('predictions of 0 and 1 are right where outcomes of false and true say so', () => {
  const profile = profileOf([
    ['1', 'true', 30],
    ['0', 'false', 50],
    ['1', 'false', 10],
    ['0', 'true', 10],
  ]);
  expect(measure('accuracy', profile, null)).toBe(0.8);
  expect(measure('precision', profile, 'true')).toBe(0.75);
  expect(measure('recall', profile, '1')).toBe(0.75);
});

test('positive_label: true means the 1 of data that say 0 and 1', () => {
  const profile = profileOf([
    ['1', '1', 3],
    ['0', '1', 1],
  ]);
  expect(measure('recall', profile, 'true')).toBe(0.75);
});

test('other classes are never taken for each other', () => {
  const profile = profileOf([
    ['yes', 'true', 5],
    ['true', 'true', 5],
  ]);
  expect(measure('accuracy', profile, null)).toBe(0.5);
});
