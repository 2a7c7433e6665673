import { describe, expect, test } from 'vitest';
import { formatCount, formatMetric, formatNumber, formatShare, formatWindow, metricWord } from '../src/words.ts';
import { formatDuration } from '../views/words.ts';

const day = (month: number, date: number) => Date.UTC(2026, month - 1, date);

describe('words', () => {
  test.each([
    ['js_distance', 'JS distance'],
    ['drifted_columns', 'Drifted columns'],
    ['f1_score', 'F1'],
  ])('metricWord(%s) is %s', (metric, word) => expect(metricWord(metric)).toBe(word));

  test.each([
    [0.0634, '0.063'],
    [1234.5, '1,235'],
    [-0.5, '−0.500'],
    [0, '0.000'],
    [12.34, '12.3'],
    [2.5e9, '2.5e+9'],
    [0.00001, '1.0e−5'],
  ])('formatNumber(%d) is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test.each([
    [0.1234, '12.3%'],
    [0.004, '0.40%'],
    [0.00001, '<0.01%'],
    [0, '0.0%'],
  ])('formatShare(%d) is %s', (value, text) => expect(formatShare(value)).toBe(text));

  test.each([
    [950, '950'],
    [1000, '1k'],
    [9949, '9.9k'],
    [115_204, '115k'],
    [999_600, '1M'],
    [1_234_567, '1.2M'],
  ])('formatCount(%d) is %s', (value, text) => expect(formatCount(value)).toBe(text));

  test('a metric that is a share reads as percent, a count with thousands', () => {
    expect(formatMetric('missing_rate', 0.05)).toBe('5.0%');
    expect(formatMetric('rows', 115_204)).toBe('115k');
  });

  test.each([
    [day(2, 19), day(2, 26), '19–25 Feb'],
    [day(1, 29), day(2, 5), '29 Jan–4 Feb'],
    [day(2, 25), day(2, 26), '25 Feb'],
    [null, null, 'all rows'],
    [day(2, 25) + 3_600_000, day(2, 25) + 7_200_000, '25 Feb 01:00–25 Feb 02:00'],
  ])('formatWindow(%s, %s) is %s', (from, to, text) => expect(formatWindow(from, to)).toBe(text));

  test.each([
    [0, '0 s'],
    [90_000, '1 min 30 s'],
    [12 * 60_000, '12 min'],
    [3 * 3_600_000 + 12 * 60_000, '3 h 12 min'],
    [26 * 3_600_000, '1 d 2 h'],
    [45 * 86_400_000 + 3_600_000, '45 d'],
  ])('formatDuration(%d) is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});
