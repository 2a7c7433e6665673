import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latestDue, nextDue } from '../../src/schedule/next-due.ts';
import { at, iso, listDue, makeSchedule } from './support.ts';

test.each([
  ['0 */6 * * *', ['2026-05-13T12:00Z', '2026-05-13T18:00Z', '2026-05-14T00:00Z']],
  ['@daily', ['2026-05-14T00:00Z', '2026-05-15T00:00Z', '2026-05-16T00:00Z']],
  ['30 9 * * mon-fri', ['2026-05-14T09:30Z', '2026-05-15T09:30Z', '2026-05-18T09:30Z']],
  ['0 0 L * *', ['2026-05-31T00:00Z', '2026-06-30T00:00Z', '2026-07-31T00:00Z']],
  ['0 0 * * 1#2', ['2026-06-08T00:00Z', '2026-07-13T00:00Z', '2026-08-10T00:00Z']],
  ['0 9 13 * 5', ['2026-11-13T09:00Z', '2027-08-13T09:00Z', '2028-10-13T09:00Z']],
  ['0 0 29 2 1', ['2044-02-29T00:00Z', '2072-02-29T00:00Z', '2112-02-29T00:00Z']],
  ['30 0 12 * * ?', ['2026-05-13T12:00Z', '2026-05-14T12:00Z', '2026-05-15T12:00Z']],
])('nextDue() of %s', (cron, expected) => {
  expect(listDue(makeSchedule(cron), '2026-05-13T10:00Z', 3)).toEqual(expected);
});

test('nextDue() is strictly later: a due time does not follow itself', () => {
  expect(iso(nextDue(makeSchedule('0 * * * *'), at('2026-05-13T10:00Z')))).toBe('2026-05-13T11:00Z');
  expect(iso(nextDue(makeSchedule('0 * * * *'), at('2026-05-13T10:00Z') - 1))).toBe('2026-05-13T10:00Z');
});

test('nextDue() does not come before the start date, and may be the start date itself', () => {
  const schedule = makeSchedule('0 */6 * * *', 'UTC', { startAt: at('2027-01-01T00:00Z') });
  expect(iso(nextDue(schedule, at('2026-05-13T10:00Z')))).toBe('2027-01-01T00:00Z');
});

test('nextDue() of a paused schedule is never', () => {
  expect(nextDue(makeSchedule('@daily', 'UTC', { isPaused: true }), 0)).toBeNull();
});

test('nextDue() follows the wall clock of its zone', () => {
  expect(listDue(makeSchedule('0 8 * * *', 'Asia/Kolkata'), '2026-05-13T10:00Z', 1)).toEqual(['2026-05-14T02:30Z']);
  expect(listDue(makeSchedule('0 8 * * *', 'Pacific/Kiritimati'), '2026-05-13T10:00Z', 1)).toEqual([
    '2026-05-13T18:00Z',
  ]);
});

test('latestDue() is the last due time that has come', () => {
  const schedule = makeSchedule('0 */6 * * *');
  expect(iso(latestDue(schedule, at('2026-05-01T00:00Z'), at('2026-05-13T10:00Z')))).toBe('2026-05-13T06:00Z');
  expect(iso(latestDue(schedule, at('2026-05-01T00:00Z'), at('2026-05-13T12:00Z')))).toBe('2026-05-13T12:00Z');
  expect(latestDue(schedule, at('2026-05-13T06:00Z'), at('2026-05-13T10:00Z'))).toBeNull();
});

test('latestDue() agrees with stepping through every due time', () => {
  const crons = fc.constantFrom('*/7 * * * *', '0 3 * * *', '0 0 1 * *', '15 */5 * * 1-3');
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York');
  const start = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2026-12-31T00:00Z') });
  fc.assert(
    fc.property(crons, zones, start, fc.integer({ min: 1, max: 40 * 3_600_000 }), (cron, zone, from, lengthMs) => {
      const schedule = makeSchedule(cron, zone);
      let expected: number | null = null;
      for (let due = nextDue(schedule, from); due !== null && due <= from + lengthMs; due = nextDue(schedule, due))
        expected = due;
      expect(latestDue(schedule, from, from + lengthMs)).toBe(expected);
    }),
    { numRuns: 40 },
  );
});
