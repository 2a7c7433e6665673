import { expect, test } from 'vitest';
import { nextDue } from '../../src/schedule/next-due.ts';
import { at, listDue, makeSchedule } from './support.ts';

/** 2026: Berlin changes on 29 March and 25 October at 01:00Z; New York on 8 March at 07:00Z and 1 November at 06:00Z. */

test.each([
  ['Europe/Berlin', '30 2 * * *', '2026-03-28T00:00Z', ['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z']],
  [
    'America/New_York',
    '30 2 * * *',
    '2026-03-07T00:00Z',
    ['2026-03-07T07:30Z', '2026-03-08T07:00Z', '2026-03-09T06:30Z'],
  ],
])('a time of day in the spring gap of %s is due once, right after it', (zone, cron, from, expected) => {
  expect(listDue(makeSchedule(cron, zone), from, 3)).toEqual(expected);
});

test.each([
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T00:00Z', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  [
    'America/New_York',
    '30 1 * * *',
    '2026-10-31T00:00Z',
    ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
  ],
])('a time of day in the repeated hour of %s is due once a day', (zone, cron, from, expected) => {
  expect(listDue(makeSchedule(cron, zone), from, 3)).toEqual(expected);
});

test.each([
  ['Europe/Berlin', '2026-03-28T20:00Z'],
  ['Europe/Berlin', '2026-10-24T20:00Z'],
  ['America/New_York', '2026-03-08T00:00Z'],
  ['America/New_York', '2026-11-01T00:00Z'],
])('every half hour stays every half hour in %s around %s', (zone, from) => {
  const schedule = makeSchedule('*/30 * * * *', zone);
  for (let step = 1; step <= 48; step += 1) {
    const before = at(from) + (step - 1) * 1_800_000;
    expect(nextDue(schedule, before)).toBe(before + 1_800_000);
  }
});

test.each([
  ['Europe/Berlin', '2026-03-28T20:00Z'],
  ['Europe/Berlin', '2026-10-24T20:00Z'],
  ['America/New_York', '2026-03-08T00:00Z'],
])('once an hour at a minute past stays once an hour in %s around %s', (zone, from) => {
  const due = listDue(makeSchedule('20 * * * *', zone), from, 12).map((text) => at(text ?? ''));
  expect(due.slice(1).map((one, i) => (one - due[i]!) / 3_600_000)).toEqual(new Array(11).fill(1));
});

test('once an hour runs after a gap of half an hour, too', () => {
  expect(listDue(makeSchedule('15 * * * *', 'Australia/Lord_Howe'), '2026-10-03T14:30Z', 3)).toEqual([
    '2026-10-03T14:45Z',
    '2026-10-03T15:30Z',
    '2026-10-03T16:15Z',
  ]);
});

test.each([
  ['Europe/Berlin', '0 */6 * * *', 4],
  ['Europe/Berlin', '30 2 * * *', 1],
  ['America/New_York', '15 1,2,3 * * *', 3],
  ['America/New_York', '0 0 * * *', 1],
  ['Australia/Lord_Howe', '45 1 * * *', 1],
  ['Africa/Cairo', '30 0 * * *', 1],
])('in %s, %s is due %d times on each day of a year', (zone, cron, times) => {
  const schedule = makeSchedule(cron, zone);
  const days = new Map<string, number>();
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  let due = nextDue(schedule, at('2026-01-01T12:00Z'));
  while (due !== null && due < at('2026-12-31T12:00Z')) {
    const day = dayOf.format(due);
    days.set(day, (days.get(day) ?? 0) + 1);
    due = nextDue(schedule, due);
  }
  const whole = [...days.entries()].filter(([day]) => day >= '2026-01-05' && day <= '2026-12-27');
  expect(whole).toHaveLength(357);
  expect(whole.filter(([, count]) => count !== times)).toEqual([]);
});

test('two times in one gap are due once together', () => {
  expect(listDue(makeSchedule('0,30 2 * * *', 'Europe/Berlin'), '2026-03-28T12:00Z', 2)).toEqual([
    '2026-03-29T01:00Z',
    '2026-03-30T00:00Z',
  ]);
});

test('a day that a zone leaves out altogether is made up for at the start of the next', () => {
  expect(listDue(makeSchedule('0 9 * * *', 'Pacific/Apia'), '2011-12-29T12:00Z', 3)).toEqual([
    '2011-12-29T19:00Z',
    '2011-12-30T10:00Z',
    '2011-12-30T19:00Z',
  ]);
});
