import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import type { Monitor, Rule } from '../../src/monitors/types.ts';
import type { JointCell } from '../../src/profile/types.ts';
import { makeInput, makeProfile } from './support.ts';

const RULE: Rule = {
  name: 'r',
  description: null,
  condition: '',
  severity: 'medium',
  debounce: { breaches: 1, of: 1 },
  notify: 'now',
  channels: [],
};

function cell(predicted: string, actual: string | null, count: number): JointCell {
  return { score: null, scoreSum: 0, predicted, actual, count };
}

function measure(
  cells: readonly JointCell[],
  metrics: readonly string[],
  thresholds: { metric: string; minValue: number }[] = [],
  before: readonly JointCell[] = [],
  rules: readonly string[] = [],
) {
  const profileOf = (some: readonly JointCell[]) =>
    makeProfile({}, { rows: 100, joint: { scoreEdges: [], isScoreExact: false, cells: some } });
  const monitor: Partial<Monitor> = {
    metrics,
    positiveLabel: 'yes',
    thresholds: thresholds.map((one) => ({ ...one, maxValue: null })),
    rules: rules.map((condition) => ({ ...RULE, condition })),
  };
  const profiles = { current: profileOf(cells), reference: profileOf(before) };
  return CHECKS.performance.measure(makeInput(monitor, {}, profiles));
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

describe('the drop against the reference', () => {
  const before = [cell('yes', 'yes', 45), cell('no', 'no', 45), cell('yes', 'no', 10)];
  const now = [cell('yes', 'yes', 40), cell('no', 'no', 40), cell('yes', 'no', 20)];

  it('is a measurement of its own wherever the reference has labels', () => {
    const found = measure(now, ['accuracy'], [], before);
    expect(found).toMatchObject([
      { metric: 'accuracy', value: 0.8 },
      { metric: 'accuracy_drop', threshold: null, state: 'ok', reason: '0.9 in the reference' },
    ]);
    expect(found[1]!.value).toBeCloseTo(0.1, 12);
  });

  it('is below 0 where the window is better', () => {
    expect(measure(before, ['accuracy'], [], now)[1]!.value).toBeCloseTo(-0.1, 12);
  });

  it('is not known, and not told, where the reference has no labels', () => {
    expect(measure(now, ['accuracy']).map(({ metric }) => metric)).toEqual(['accuracy']);
  });

  it('says why it is not known where a rule asks for it', () => {
    const found = measure(now, ['accuracy'], [], [cell('yes', null, 9)], ['accuracy_drop > 0.05']);
    expect(found[1]).toMatchObject({
      metric: 'accuracy_drop',
      state: 'unknown',
      reason: 'accuracy of the reference is unknown: None of 9 rows has a label yet',
    });
  });
});

it('a window that lacks a class of the reference is averaged as the reference is', () => {
  const before = [cell('0', '0', 30), cell('1', '1', 30), cell('2', '2', 30), cell('2', '0', 10)];
  const now = [cell('0', '0', 40), cell('1', '1', 30), cell('1', '0', 20)];
  const profileOf = (cells: readonly JointCell[]) =>
    makeProfile({}, { rows: 100, joint: { scoreEdges: [], isScoreExact: false, cells } });
  const profiles = { current: profileOf(now), reference: profileOf(before) };
  const [recall, drop] = CHECKS.performance.measure(makeInput({ metrics: ['recall'] }, {}, profiles));
  expect(recall).toMatchObject({ value: expect.closeTo((40 / 60 + 1) / 2, 12), reason: 'Mean over 2 classes' });
  expect(drop!.value).toBeCloseTo((30 / 40 + 1 + 1) / 3 - (40 / 60 + 1) / 2, 12);
});

it('answers for a change that a rule names, and not for one whose name is part of another', () => {
  const cells = [cell('yes', 'yes', 40), cell('no', 'no', 40)];
  const namesOf = (condition: string) => measure(cells, ['accuracy'], [], [], [condition]).map(({ metric }) => metric);
  expect(namesOf('accuracy_drop > 0.05')).toEqual(['accuracy', 'accuracy_drop']);
  expect(namesOf('my_accuracy_drop > 0.05')).toEqual(['accuracy']);
});
