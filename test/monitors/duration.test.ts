import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/monitors/duration.ts';

test.each([
  ['7 days', 604_800_000],
  ['1 day', 86_400_000],
  ['2 hours', 7_200_000],
  ['5 minutes', 300_000],
  ['30d', 2_592_000_000],
  ['12h', 43_200_000],
  ['1.5 hours', 5_400_000],
  ['2 Weeks', 1_209_600_000],
  ['day', 86_400_000],
])('parseDuration("%s") is %d ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(['', '7', 'days 7', '7 fortnights', '-1 day', '1e9 days', '1 day 2 hours', '7  days'])(
  'parseDuration("%s") is no duration',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test('formatDuration() is undone by parseDuration()', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      fc.constantFrom(1000, 60_000, 3_600_000, 86_400_000),
      (count, unit) => {
        expect(parseDuration(formatDuration(count * unit))).toBe(count * unit);
      },
    ),
  );
});
