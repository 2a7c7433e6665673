import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { Monitor } from '../../src/monitors/types.ts';
import { latestWindow, listWindows, presentOf, referenceRange } from '../../src/runs/window.ts';

const DAY = 86_400_000;
const at = (text: string) => Date.parse(`${text}Z`);

const monitor = (overrides: Partial<Monitor> = {}): Monitor =>
  ({
    timestampColumn: 'scored_at',
    grain: '1 day',
    windowMs: 7 * DAY,
    reference: { dataset: 't', fromAt: 0, toAt: DAY, trailingMs: null, excludeCurrent: false },
    ...overrides,
  }) as Monitor;

describe('latestWindow()', () => {
  test('ends with the last complete day', () => {
    expect(latestWindow(monitor(), at('2026-02-25T13:37:00'))).toEqual({
      fromAt: at('2026-02-18T00:00:00'),
      toAt: at('2026-02-25T00:00:00'),
    });
  });

  test('ends with the last complete hour where slices are hours', () => {
    const hourly = monitor({ grain: '1 hour', windowMs: 3_600_000 });
    expect(latestWindow(hourly, at('2026-02-25T13:37:00'))).toEqual({
      fromAt: at('2026-02-25T12:00:00'),
      toAt: at('2026-02-25T13:00:00'),
    });
  });

  test('is the whole dataset without event time', () => {
    expect(latestWindow(monitor({ timestampColumn: null }), at('2026-02-25T13:37:00'))).toEqual({
      fromAt: null,
      toAt: null,
    });
  });
});

describe('presentOf()', () => {
  const schedule = { cron: '0 6 * * *', timezone: 'UTC', startAt: null, isPaused: true };
  const now = at('2026-02-25T13:37:00');
  const endingOn = (date: string) => ({ fromAt: at(`${date}T00:00:00`) - 7 * DAY, toAt: at(`${date}T00:00:00`) });
  const present = (overrides: Partial<Monitor>, date: string) =>
    new Date(presentOf(monitor(overrides), endingOn(date), now)).toISOString().slice(0, 16);

  test('of the newest window is now', () => {
    expect(present({ schedule }, '2026-02-25')).toBe('2026-02-25T13:37');
    expect(presentOf(monitor({ schedule: null }), { fromAt: null, toAt: null }, now)).toBe(now);
  });

  test('of a past window is when it was due', () => {
    expect(present({ schedule }, '2026-02-10')).toBe('2026-02-10T06:00');
  });

  test('of a past window that was never due is its end', () => {
    expect(present({ schedule: null }, '2026-02-10')).toBe('2026-02-10T00:00');
    expect(present({ schedule: { ...schedule, cron: '0 6 * * 1' } }, '2026-02-10')).toBe('2026-02-10T00:00');
  });
});

describe('listWindows()', () => {
  test('every window that fits, one ending with each slice, oldest first', () => {
    const windows = listWindows(monitor(), at('2026-02-01T00:00:00'), at('2026-02-10T00:00:00'));
    expect(windows.map((window) => new Date(window.toAt!).toISOString().slice(0, 10))).toEqual([
      '2026-02-08',
      '2026-02-09',
      '2026-02-10',
    ]);
    expect(windows[0]!.fromAt).toBe(at('2026-02-01T00:00:00'));
  });

  test('borders inside a slice shrink to whole slices', () => {
    const windows = listWindows(monitor({ windowMs: DAY }), at('2026-02-01T05:00:00'), at('2026-02-03T05:00:00'));
    expect(windows).toEqual([{ fromAt: at('2026-02-02T00:00:00'), toAt: at('2026-02-03T00:00:00') }]);
  });

  test('a range shorter than a window is refused with the length it needs', () => {
    expect(() => listWindows(monitor(), 0, 3 * DAY)).toThrow(AppError);
    expect(() => listWindows(monitor({ timestampColumn: null }), 0, 30 * DAY)).toThrow(/no timestamp_column/);
  });
});

describe('referenceRange()', () => {
  const window = { fromAt: 100 * DAY, toAt: 107 * DAY };

  test('a fixed reference stays where it is', () => {
    expect(referenceRange(monitor(), window)).toEqual({ fromAt: 0, toAt: DAY });
  });

  test('a moving one ends before the window when it leaves the current one out', () => {
    const reference = { dataset: 't', fromAt: null, toAt: null, trailingMs: 30 * DAY, excludeCurrent: true };
    expect(referenceRange(monitor({ reference }), window)).toEqual({ fromAt: 70 * DAY, toAt: 100 * DAY });
    expect(referenceRange(monitor({ reference: { ...reference, excludeCurrent: false } }), window)).toEqual({
      fromAt: 77 * DAY,
      toAt: 107 * DAY,
    });
  });
});
