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

type LateSources = {
  monitorId: number;
  monitor: Monitor;
  fitted: FittedReference;
  /** The window of the run that found them. */
  window: TimeRange;
  /** Starts of the slices that changed. */
  changed: readonly number[];
};

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

function findTouched(ctx: Context, { monitorId, monitor, fitted, window, changed }: LateSources): RunRow[] {
  if (changed.length === 0) return [];
  const grainMs = GRAIN_MS[monitor.grain];
  const place = { monitorId, monitor, version: fitted.grids.version };
  return ctx.store.runs
    .endingAfter(monitorId, Math.min(...changed))
    .filter((run) => run.window.fromAt !== window.fromAt || run.window.toAt !== window.toAt)
    .filter(({ window: { fromAt, toAt } }) => changed.some((at) => at < (toAt ?? 0) && at + grainMs > (fromAt ?? 0)))
    .filter((run) => isReplayable(ctx, place, run.window));
}

function readParts(ctx: Context, { monitorId, monitor, fitted }: LateSources, window: TimeRange) {
  const free = { bytes: 0, warehouseMs: 0 };
  const reference = readReference(ctx, { monitorId, monitor, stored: fitted }, window);
  const slices = ctx.store.slices.list(monitorId, fitted.grids.version, 'current', window);
  return { fitted: { ...free, grids: fitted.grids, reference }, collected: { ...free, slices } };
}
