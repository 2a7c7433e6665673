import { expect, it } from 'vitest';
import { listDueWindows } from '../../src/backtest/windows.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import { listScheduledWindows } from '../../src/runs/window.ts';
import { nextDue } from '../../src/schedule/next-due.ts';
import { DAY, makeInput } from '../checks/support.ts';

const { monitor } = makeInput({ windowMs: DAY });
const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);

/** Days on which clocks change in 2026. */
const CHANGES: [zone: string, days: readonly string[]][] = [
  ['Europe/Madrid', ['2026-03-29', '2026-10-25']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
];

const daily = (hour: number, timezone: string, more: Partial<Monitor> = {}): Monitor => {
  const schedule = { cron: `0 ${hour} * * *`, timezone, startAt: null, isPaused: false };
  return { ...monitor, ...more, schedule };
};

function runWindows(one: Monitor, { fromAt, toAt }: { fromAt: number; toAt: number }) {
  const windows: { fromAt: number; toAt: number }[] = [];
  for (let due = nextDue(one.schedule!, fromAt); due !== null && due <= toAt; due = nextDue(one.schedule!, due)) {
    for (const window of listScheduledWindows(one, due)) windows.push({ fromAt: window.fromAt!, toAt: window.toAt! });
  }
  return windows;
}

it.each(CHANGES)('no row is left out by daily windows when the clocks of %s change, at whatever hour', (zone, days) => {
  for (let hour = 0; hour < 24; hour += 1) {
    for (const grain of ['1 day', '1 hour'] as const) {
      for (const day of days) {
        const span = { fromAt: at(`${day}T00:00`) - 3 * DAY, toAt: at(`${day}T00:00`) + 3 * DAY };
        const windows = runWindows(daily(hour, zone, { grain }), span);
        const gaps = windows.slice(1).filter(({ fromAt }, i) => fromAt > windows[i]!.toAt);
        expect(gaps, `${hour} o'clock by ${grain}`).toEqual([]);
      }
    }
  }
});

it('a window that a clock change parted from the one before is run with it, in back-tests too', () => {
  const one = daily(1, 'Europe/Madrid');
  const span = { fromAt: at('2026-10-23T12:00'), toAt: at('2026-10-26T12:00') };
  const ends = (windows: readonly { toAt: number }[]) =>
    windows.map(({ toAt }) => new Date(toAt).toISOString().slice(0, 10));
  // 01:00 is 23:00 UTC until the 25th, and midnight from the 26th on.
  expect(ends(runWindows(one, span))).toEqual(['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26']);
  expect(ends(listDueWindows(one, span).map(({ window }) => window))).toEqual(ends(runWindows(one, span)));
});

it('windows that leave rows out on every other day leave them out here, too', () => {
  const spans = { fromAt: at('2026-10-22T12:00'), toAt: at('2026-10-28T12:00') };
  const short = daily(1, 'Europe/Madrid', { grain: '1 hour', windowMs: HOUR });
  expect(runWindows(short, spans)).toHaveLength(6);
  const onWorkdays = daily(1, 'Europe/Madrid');
  const schedule = { ...onWorkdays.schedule!, cron: '0 1 * * 1-5' };
  expect(runWindows({ ...onWorkdays, schedule }, spans)).toHaveLength(4);
});
