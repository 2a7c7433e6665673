import { expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { JointCell } from '../../src/profile/types.ts';
import { makeInput, makeProfile } from './support.ts';

function cell(predicted: string, actual: string | null, count: number): JointCell {
  return { score: null, scoreSum: 0, predicted, actual, count };
}

function measure(
  cells: readonly JointCell[],
  metrics: readonly string[],
  thresholds: { metric: string; minValue: number }[] = [],
) {
  const joint = { scoreEdges: [], isScoreExact: false, cells };
  const monitor = { metrics, positiveLabel: 'yes', thresholds: thresholds.map((one) => ({ ...one, maxValue: null })) };
  return CHECKS.performance.measure(makeInput(monitor, {}, { current: makeProfile({}, { rows: 100, joint }) }));
}

it('measures the metrics of the monitor against its thresholds, late labels aside', () => {
  const cells = [cell('yes', 'yes', 40), cell('no', 'no', 40), cell('yes', 'no', 20), cell('no', null, 900)];
  const limits = [
    { metric: 'accuracy', minValue: 0.85 },
    { metric: 'recall', minValue: 0.5 },
  ];
  const found = measure(cells, ['accuracy', 'recall', 'precision'], limits);
  expect(found).toMatchObject([
    { metric: 'accuracy', value: 0.8, threshold: 0.85, direction: 'below', state: 'breach' },
    { metric: 'recall', value: 1, threshold: 0.5, direction: 'below', state: 'ok' },
    { metric: 'precision', threshold: null, direction: null, state: 'ok' },
  ]);
  expect(found[0]!.reason).toBe('900 of 1000 rows have no label yet');
});

it('knows nothing while no label has come', () => {
  expect(measure([cell('yes', null, 5)], ['accuracy'], [{ metric: 'accuracy', minValue: 0.85 }])).toMatchObject([
    { value: null, state: 'unknown', reason: 'None of 5 rows has a label yet' },
  ]);
});

it('refuses a metric of the other problem type by name', () => {
  const [found] = measure([], ['rmse', 'constructor']);
  expect(found).toMatchObject({
    state: 'unknown',
    reason: expect.stringMatching(/'rmse' not supported for classification; known: accuracy/),
  });
});
