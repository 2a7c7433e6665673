import { describe, expect, test } from 'vitest';
import { formatAgainst, formatMetric, metricWord } from '../src/words.ts';
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

  test.each([
    [0, '0 s'],
    [90_000, '1 min 30 s'],
    [12 * 60_000, '12 min'],
    [3 * 3_600_000 + 12 * 60_000, '3 h 12 min'],
    [26 * 3_600_000, '1 d 2 h'],
    [45 * 86_400_000 + 3_600_000, '45 d'],
  ])('formatDuration(%d) is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});
