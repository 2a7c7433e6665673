import { AppError } from '../errors.ts';
import type { Monitor } from '../monitors/types.ts';
import { GRAIN_MS, type TimeRange } from '../profile/types.ts';
import { latestDue, nextDue } from '../schedule/next-due.ts';
import { offsetAt } from '../schedule/zone.ts';

const WHOLE: TimeRange = { fromAt: null, toAt: null };

/** More windows than this in one call is taken for a mistake in the dates. */
const MAX_WINDOWS = 10_000;

/** The window that a run at `now` compares: it ends with the last complete slice. Without event time, everything. */
export function latestWindow(monitor: Monitor, now: number): TimeRange {
  if (monitor.timestampColumn === null) return WHOLE;
  const grainMs = GRAIN_MS[monitor.grain];
  const toAt = Math.floor(now / grainMs) * grainMs;
  return { fromAt: toAt - monitor.windowMs, toAt };
}

/** Further apart than any window that a clock change could part from the one before. */
const LOOK_BACK_MS = 8 * 86_400_000;

/**
 * The windows that a due time stands for, oldest first: the newest complete one. Where clocks were put back since the due
 * time before, the two are an hour further apart than the clock says, and the rows of an hour or a day might be in no
 * window: then the window that holds them as well.
 */
export function listScheduledWindows(monitor: Monitor, dueAt: number): TimeRange[] {
  const newest = latestWindow(monitor, dueAt);
  const { schedule, windowMs } = monitor;
  if (schedule === null || newest.fromAt === null || schedule.timezone === 'UTC') return [newest];
  const beforeAt = latestDue({ ...schedule, isPaused: false, startAt: null }, dueAt - LOOK_BACK_MS, dueAt - 1);
  if (beforeAt === null) return [newest];
  const backMs = offsetAt(beforeAt, schedule.timezone) - offsetAt(dueAt, schedule.timezone);
  const wasWhole = dueAt - beforeAt - backMs <= windowMs;
  const isParted = backMs > 0 && wasWhole && newest.fromAt > (latestWindow(monitor, beforeAt).toAt ?? newest.fromAt);
  return isParted ? [{ fromAt: newest.fromAt - windowMs, toAt: newest.fromAt }, newest] : [newest];
}

/**
 * What counts as the present of a window that is run at `now`: a past one is looked at as its schedule would have done,
 * or it would be as stale as it is old.
 */
export function presentOf(monitor: Monitor, window: TimeRange, now: number): number {
  if (window.toAt === null || window.toAt >= (latestWindow(monitor, now).toAt ?? now)) return now;
  const { schedule } = monitor;
  const endAt = window.toAt;
  const dueAt = schedule === null ? endAt : nextDue({ ...schedule, isPaused: false, startAt: null }, endAt - 1);
  // Where the schedule looks less often than slices end, it would have passed this window by.
  return dueAt !== null && latestWindow(monitor, dueAt).toAt === endAt ? dueAt : endAt;
}

/**
 * Every window that lies within [fromAt, toAt), oldest first: one ends with each slice.
 * @throws AppError when the span is shorter than one window or the monitor has no event time.
 */
export function listWindows(monitor: Monitor, fromAt: number, toAt: number): TimeRange[] {
  if (monitor.timestampColumn === null) {
    throw new AppError('invalid_input', 'Cannot run a range of windows: the monitor has no timestamp_column', {
      hint: 'Add timestamp_column to the monitor, or leave out --from and --to',
    });
  }
  const grainMs = GRAIN_MS[monitor.grain];
  const firstFromAt = Math.ceil(fromAt / grainMs) * grainMs;
  const lastToAt = Math.floor(toAt / grainMs) * grainMs;
  const count = Math.floor((lastToAt - firstFromAt - monitor.windowMs) / grainMs) + 1;
  if (count < 1) {
    throw new AppError('invalid_input', 'Cannot run the range: it is shorter than one window', {
      hint: `Widen --from and --to to at least ${monitor.windowMs / grainMs} whole slices of ${monitor.grain}`,
    });
  }
  if (count > MAX_WINDOWS) {
    throw new AppError(
      'invalid_input',
      `Cannot run the range: it holds ${count} windows, at most ${MAX_WINDOWS} are run`,
      {
        hint: 'Narrow --from and --to',
      },
    );
  }
  return Array.from({ length: count }, (_, i) => {
    const start = firstFromAt + i * grainMs;
    return { fromAt: start, toAt: start + monitor.windowMs };
  });
}

/** The reference's own range for a window: fixed, or moving with the window. */
export function referenceRange(monitor: Monitor, window: TimeRange): TimeRange {
  const { reference } = monitor;
  if (reference.trailingMs === null) return { fromAt: reference.fromAt, toAt: reference.toAt };
  const toAt = reference.excludeCurrent ? window.fromAt : window.toAt;
  return toAt === null ? WHOLE : { fromAt: toAt - reference.trailingMs, toAt };
}
