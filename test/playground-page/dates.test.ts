import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatDay,
  formatTokens,
  formatWhen,
  fromLocalText,
  toLocalText,
} from '../../src/playground/page/lib/dates.ts';

const NOW = Date.UTC(2026, 1, 26, 9, 34, 0);
const AT = Date.UTC(2026, 1, 26, 8, 40, 5) / 1000;
const BERLIN = 'Europe/Berlin';

describe('date tokens', () => {
  it.each([
    ['{date_num}', '2026-02-26'],
    ['{date_slash}', '02/26/2026'],
    ['{date}', 'February 26th, 2026'],
    ['{date_short}', 'Feb 26, 2026'],
    ['{date_long}', 'Thursday, February 26th, 2026'],
    ['{date_pretty} at {time}', 'today at 9:40 AM'],
    ['{time_secs}', '9:40:05 AM'],
    ['{ago}', '53 minutes ago'],
    ['on {moon}', 'on {moon}'],
  ])('%s in Berlin', (pattern, words) => {
    expect(formatTokens(AT, pattern, NOW, BERLIN)).toBe(words);
  });

  it('near days have names only in pretty forms', () => {
    expect(formatTokens(AT - 86_400, '{date_short_pretty}, {date_short}', NOW, BERLIN)).toBe('yesterday, Feb 25, 2026');
    expect(formatTokens(AT + 86_400, '{date_pretty}', NOW, BERLIN)).toBe('tomorrow');
    expect(formatTokens(AT - 5 * 86_400, '{date_pretty}', NOW, BERLIN)).toBe('February 21st, 2026');
  });
});

describe('days', () => {
  it('belong to the reader, not to the server', () => {
    const lateEvening = Date.UTC(2026, 1, 25, 23, 30);
    expect(formatDay(lateEvening, NOW, BERLIN)).toBe('Today');
    expect(formatDay(lateEvening, NOW, 'UTC')).toBe('Yesterday');
  });

  it.each([
    // Madrid's clocks go back on 25 October (25 hours) and forward on 29 March (23 hours).
    ['2026-10-24T10:00Z', '2026-10-25T22:45Z', 'Yesterday'],
    ['2026-03-29T10:00Z', '2026-03-29T22:15Z', 'Yesterday'],
    ['2026-03-30T10:00Z', '2026-03-28T23:15Z', 'Tomorrow'],
    ['2026-03-28T10:00Z', '2026-03-29T22:15Z', 'Saturday, March 28th'],
  ])('%s read at %s, where the clocks change, is %s', (at, now, name) => {
    expect(formatDay(Date.parse(at), Date.parse(now), 'Europe/Madrid')).toBe(name);
  });

  it('name the year when it is another one', () => {
    expect(formatDay(Date.UTC(2026, 0, 3), NOW, 'UTC')).toBe('Saturday, January 3rd');
    expect(formatDay(Date.UTC(2025, 10, 12), NOW, 'UTC')).toBe('Wednesday, November 12th, 2025');
  });
});

it('words a distance in the largest unit', () => {
  expect([10_000, 90_000, 7_300_000, 180_000_000].map((ms) => formatAgo(NOW - ms, NOW))).toEqual([
    'just now',
    '1 minute ago',
    '2 hours ago',
    '2 days ago',
  ]);
});

it('words the last reply', () => {
  expect(formatWhen(NOW - 240_000, NOW, 'UTC')).toBe('4 minutes ago');
  expect(formatWhen(NOW - 3 * 3_600_000, NOW, 'UTC')).toBe('today at 6:34 AM');
});

describe('local date and time', () => {
  it('go there and back, also beside a clock change', () => {
    for (const at of [NOW, Date.UTC(2026, 2, 29, 0, 30), Date.UTC(2026, 2, 29, 1, 30), Date.UTC(2026, 9, 25, 3, 0)]) {
      expect(fromLocalText(toLocalText(at, BERLIN), BERLIN)).toBe(at - (at % 60_000));
    }
  });

  it.each([
    ['America/New_York', '2026-03-08T02:30', Date.UTC(2026, 2, 8, 7, 30)],
    ['Europe/Berlin', '2026-03-29T02:30', Date.UTC(2026, 2, 29, 1, 30)],
    ['Australia/Lord_Howe', '2026-10-04T02:10', Date.UTC(2026, 9, 3, 15, 40)],
  ])('in the gap of a clock change in %s are read after it', (zone, text, at) => {
    expect(fromLocalText(text, zone)).toBe(at);
  });

  it('that cannot be read are null', () => {
    expect(fromLocalText('', BERLIN)).toBeNull();
  });
});
