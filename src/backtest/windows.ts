import type { Monitor } from '../monitors/types.ts';
import { GRAIN_MS, type TimeRange } from '../profile/types.ts';
import { listScheduledWindows } from '../runs/window.ts';
import { nextDue } from '../schedule/next-due.ts';

/** A window that the bot would have looked at, and when. */
export type DueWindow = { window: { fromAt: number; toAt: number }; dueAt: number };

/**
 * The windows that the schedule would have run within (fromAt, toAt], oldest first, each once; without a schedule, one
 * as soon as each slice is complete.
 */
export function listDueWindows(monitor: Monitor, { fromAt, toAt }: { fromAt: number; toAt: number }): DueWindow[] {
  const grainMs = GRAIN_MS[monitor.grain];
  const schedule = monitor.schedule === null ? null : { ...monitor.schedule, isPaused: false, startAt: null };
  const found: DueWindow[] = [];
  let after = fromAt;
  for (;;) {
    const dueAt = schedule === null ? (Math.floor(after / grainMs) + 1) * grainMs : nextDue(schedule, after);
    if (dueAt === null || dueAt > toAt) return found;
    const windows = listScheduledWindows(monitor, dueAt).filter(isBounded);
    const newest = windows.at(-1);
    if (newest === undefined) return found;
    found.push(...windows.map((window) => ({ window, dueAt })));
    // Until the next slice is complete, a due time would look at the same window again.
    after = newest.toAt + grainMs - 1;
  }
}

function isBounded(window: TimeRange): window is DueWindow['window'] {
  return window.fromAt !== null && window.toAt !== null;
}
