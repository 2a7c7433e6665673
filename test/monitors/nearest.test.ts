import { expect, test } from 'vitest';
import { CONDITION_METRIC_NAMES } from '../../src/monitors/metric-names.ts';
import { findNearest, findNearestFew } from '../../src/monitors/nearest.ts';

test.each([
  ['acuracy', 'accuracy'],
  ['Accuracy', 'accuracy'],
  ['f1', 'f1_score'],
  ['auc', 'roc_auc'],
  ['drift-score', 'drift_score'],
  ['missing', 'missing_rate'],
])('findNearest("%s") suggests %s', (given, expected) => {
  expect(findNearest(given, CONDITION_METRIC_NAMES)).toBe(expected);
});

test.each(['', 'x', 'business_impact', 'zzzz', 'a'.repeat(10_000)])(
  'findNearest() has nothing for "%.20s"',
  (given) => {
    expect(findNearest(given, CONDITION_METRIC_NAMES)).toBeNull();
  },
);

test('findNearestFew() puts the nearest first', () => {
  expect(findNearestFew('chrn', ['spam', 'churn', 'churn_eu'], 3)).toEqual(['churn']);
  expect(findNearestFew('churn', ['churn_eu', 'churn_us', 'fraud'], 3)).toEqual(['churn_eu', 'churn_us']);
});
