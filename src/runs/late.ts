import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Monitor } from '../monitors/types.ts';
import { GRAIN_MS, type TimeRange } from '../profile/types.ts';
import type { RunRow } from '../store/types.ts';
import type { FittedReference } from './references.ts';
import type { CollectedSlices } from './slices.ts';
import { isReplayable, readReference } from './trailing.ts';
import { presentOf } from './window.ts';

/** A window that was measured again. */
export type LateRun<T> = { window: TimeRange; measured: T; totalMs: number };

/** What a window is measured from. */
export type WindowParts = {
  fitted: FittedReference;
  collected: Pick<CollectedSlices, 'slices' | 'bytes' | 'warehouseMs'>;
  window: TimeRange;
  /** What counts as the present, UTC ms. */
  now: number;
};

/** So long after its outcomes were due, nobody asks for a window any more. */
const OVERDUE_MS = 31 * 86_400_000;

type LateSources = {
  monitorId: number;
  monitor: Monitor;
  fitted: FittedReference;
  /** The window of the run that found them. */
  window: TimeRange;
  /** Starts of the slices that changed. */
  changed: readonly number[];
  /** Windows to be measured whatever has changed; see `listOverdue`. */
  overdue: readonly TimeRange[];
};

/**
 * Earlier windows whose outcomes have all come since they were measured, while the slices that waited for them are of
 * other grids: the reference or the definition has changed in between. Nothing else would ever measure them again.
 */
export function listOverdue(
  ctx: Context,
  { monitorId, monitor, version, window }: { monitorId: number; monitor: Monitor; version: string; window: TimeRange },
): TimeRange[] {
  const delayMs = monitor.labels?.delayMs ?? 0;
  if (delayMs === 0 || monitor.timestampColumn === null || window.toAt === null) return [];
  const now = ctx.clock.now();
  const place = { monitorId, monitor, version };
  return ctx.store.runs
    .endingAfter(monitorId, now - delayMs - OVERDUE_MS)
    .map((run) => run.window)
    .filter(({ fromAt, toAt }) => {
      if (fromAt === null || toAt === null || toAt - fromAt !== monitor.windowMs) return false;
      const dueAt = toAt + delayMs;
      const newest = ctx.store.runs.find(monitorId, { fromAt, toAt });
      return toAt < window.toAt! && dueAt <= now && newest !== null && newest.startedAt < dueAt;
    })
    .filter((one) => !isReplayable(ctx, place, one));
}

/**
 * Measures the earlier windows again that contain slices which have changed since, so that histories are right although
 * rows or labels came late. All from stored slices: a window that is not wholly stored on the present grids (the
 * definition was another one) keeps its numbers.
 */
export async function measureLate<T>(
  ctx: Context,
  from: LateSources,
  measure: (parts: WindowParts) => Promise<T>,
): Promise<LateRun<T>[]> {
  const done: LateRun<T>[] = [];
  for (const { window, startedAt } of findTouched(ctx, from)) {
    // Noise floors take a while, and people wait for answers.
    await nextTurn();
    const stopwatch = performance.now();
    const measured = await measure({
      ...readParts(ctx, from, window),
      window,
      now: presentOf(from.monitor, window, startedAt),
    });
    done.push({ window, measured, totalMs: performance.now() - stopwatch });
  }
  return done;
}

function findTouched(ctx: Context, { monitorId, monitor, fitted, window, changed, overdue }: LateSources): RunRow[] {
  if (changed.length === 0 && overdue.length === 0) return [];
  const grainMs = GRAIN_MS[monitor.grain];
  const place = { monitorId, monitor, version: fitted.grids.version };
  const isTouched = ({ fromAt, toAt }: TimeRange) =>
    changed.some((at) => at < (toAt ?? 0) && at + grainMs > (fromAt ?? 0));
  return ctx.store.runs
    .endingAfter(monitorId, Math.min(...changed, ...overdue.map(({ fromAt }) => fromAt ?? 0)))
    .filter((run) => !isSameRange(run.window, window))
    .filter((run) => isTouched(run.window) || overdue.some((one) => isSameRange(one, run.window)))
    .filter((run) => isReplayable(ctx, place, run.window));
}

function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return a.fromAt === b.fromAt && a.toAt === b.toAt;
}

function readParts(ctx: Context, { monitorId, monitor, fitted }: LateSources, window: TimeRange) {
  const free = { bytes: 0, warehouseMs: 0 };
  const reference = readReference(ctx, { monitorId, monitor, stored: fitted }, window);
  const slices = ctx.store.slices.list(monitorId, fitted.grids.version, 'current', window);
  return { fitted: { ...free, grids: fitted.grids, reference }, collected: { ...free, slices } };
}
