import { describe, expect, test } from 'vitest';
import { formatAgainst, formatMetric, measureWord, metricWord, nameSegment } from '../src/words.ts';
import { formatDuration } from '../views/words.ts';

describe('words', () => {
  test.each([
    ['js_distance', 'JS distance'],
    ['drifted_columns', 'Drifted columns'],
    ['f1_score', 'F1 score'],
  ])('metricWord(%s) is %s', (metric, word) => expect(metricWord(metric)).toBe(word));

  test('a metric that is a share reads as percent, a count with thousands', () => {
    expect(formatMetric('missing_rate', 0.05)).toBe('5.0%');
    expect(formatMetric('rows', 115_204)).toBe('115k');
  });

  test('a value and its limit have the same decimals', () => {
    expect(formatAgainst('psi', 0.0634, 0.05)).toEqual({ value: '0.063', limit: '0.050' });
    expect(formatAgainst('missing_rate', 0.1234, 0.05)).toEqual({ value: '12.3%', limit: '5.0%' });
  });

  test('a share or a count and a limit that differ are told apart', () => {
    expect(formatAgainst('anomaly_rate', 0.15043, 0.15)).toEqual({ value: '15.04%', limit: '15.00%' });
    expect(formatAgainst('rows', 115_204, 115_310)).toEqual({ value: '115,204', limit: '115,310' });
    expect(formatAgainst('rows', 115_000, 115_000)).toEqual({ value: '115k', limit: '115k' });
  });

  test('a p-value is not called by the name of the distance', () => {
    expect(measureWord('chi_square', true)).toBe('p-value of the chi-square test');
    expect(measureWord('chi_square')).toBe('Cramér’s V');
  });

  test.each([
    [0, '0 s'],
    [90_000, '1 min 30 s'],
    [12 * 60_000, '12 min'],
    [3 * 3_600_000 + 12 * 60_000, '3 h 12 min'],
    [26 * 3_600_000, '1 d 2 h'],
    [45 * 86_400_000 + 3_600_000, '45 d'],
  ])('formatDuration(%d) is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

test('names both values of a segment, and shortens only what is longer than a sentence bears', () => {
  const segment = 'region = middle-east-and-africa, plan = enterprise';
  expect(nameSegment(segment)).toBe(segment);
  expect(nameSegment(`region = ${'x'.repeat(90)}`)).toHaveLength(80);
});
