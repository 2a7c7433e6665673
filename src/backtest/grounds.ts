import type { Context } from '../context.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import { hasLeftGrid } from '../runs/grid-fit.ts';
import { isUsual, listLeftOut, widenToSlices } from '../runs/incidents.ts';
import { fillSlices } from '../runs/slices.ts';
import type { Sources } from '../runs/sources.ts';
import {
  fillTrailing,
  findReplayable,
  isTrailing,
  locateReference,
  prepareReference,
  roleOf,
} from '../runs/trailing.ts';
import { referenceRange } from '../runs/window.ts';
import type { SliceRow } from '../store/types.ts';
import { createSlidingMerge, type SlidingMerge } from './sliding.ts';
import type { DueWindow } from './windows.ts';

/** Grids, and what windows that follow each other are measured from on them. */
export type Ground = {
  grids: GridSet;
  /** Slices that windows and baselines are made of, by their beginning. */
  current: readonly SliceRow[];
  /** The slices of a range as one profile; windows that move on cost few merges. */
  mergeCurrent: SlidingMerge;
  /** What a window is compared with. */
  referenceOf: (window: TimeRange) => Profile;
  /** End of the last window that is measured here. */
  toAt: number;
};

/** So few windows are loaded at once on grids that may be left soon. */
const FEW = 8;

/**
 * What some windows (oldest first) are measured from; missing slices are profiled first. A fixed reference has one ground.
 * A trailing one has another as soon as it has left the grids, as the runs had that went from window to window.
 * @param lookBackMs how long before a window its checks look at slices.
 */
export async function loadGrounds(
  ctx: Context,
  sources: Sources,
  windows: readonly DueWindow[],
  lookBackMs: number,
): Promise<Ground[]> {
  const { monitor } = sources;
  if (!isTrailing(monitor)) {
    const { grids, reference } = await prepareReference(ctx, sources, windows.at(-1)!.window);
    return [{ ...(await loadCurrent(ctx, sources, grids, windows, lookBackMs)), referenceOf: () => reference }];
  }
  const grounds: Ground[] = [];
  let [at, ahead] = [0, windows.length];
  let grids: GridSet | null = null;
  while (at < windows.length) {
    const isKept: boolean = grids !== null;
    grids ??= await chooseGrids(ctx, sources, windows[at]!.window);
    // One more: what came after a window is looked for in the slice behind it.
    const some = windows.slice(at, at + ahead + 1);
    const isEnd = at + some.length === windows.length;
    const ground = await loadTrailing(ctx, sources, grids, some, lookBackMs);
    const leftAt = some.findIndex(
      ({ window }, i) => (i > 0 || isKept) && hasLeftGrid(ground.grids, ground.referenceOf(window)),
    );
    const fit = leftAt !== -1 ? leftAt : some.length - (isEnd ? 0 : 1);
    if (fit > 0) grounds.push({ ...ground, toAt: some[fit - 1]!.window.toAt });
    ahead = Math.max(FEW, 2 * fit);
    if (leftAt !== -1) grids = null;
    at += fit;
  }
  return grounds;
}

/** Those that a run had, if its slices are stored, else those that a run would take. */
async function chooseGrids(ctx: Context, sources: Sources, window: TimeRange): Promise<GridSet> {
  return findReplayable(ctx, sources, window) ?? (await prepareReference(ctx, sources, window)).grids;
}

async function loadTrailing(
  ctx: Context,
  sources: Sources,
  grids: GridSet,
  windows: readonly DueWindow[],
  lookBackMs: number,
): Promise<Ground> {
  const { monitor, monitorId } = sources;
  const current = await loadCurrent(ctx, sources, grids, windows, lookBackMs);
  const past = { fromAt: locateReference(ctx, sources, windows[0]!.window).range.fromAt, toAt: current.toAt };
  await fillTrailing(ctx, sources, grids, past);
  const leftOut = listLeftOut(ctx, monitorId, monitor);
  const trailing = ctx.store.slices.list(monitorId, grids.version, roleOf(monitor), past);
  const merge = createSlidingMerge(
    grids,
    trailing.filter(({ at }) => isUsual(at, leftOut)),
  );
  return { ...current, referenceOf: (window) => merge(widenToSlices(referenceRange(monitor, window), monitor.grain)) };
}

async function loadCurrent(
  ctx: Context,
  sources: Sources,
  grids: GridSet,
  windows: readonly DueWindow[],
  lookBackMs: number,
): Promise<Omit<Ground, 'referenceOf'>> {
  const [first, last] = [windows[0]!.window, windows.at(-1)!.window];
  const range = { fromAt: first.fromAt - lookBackMs, toAt: last.toAt };
  await fillSlices(ctx, { ...sources, grids }, range);
  const current = ctx.store.slices.list(sources.monitorId, grids.version, 'current', range);
  return { grids, current, mergeCurrent: createSlidingMerge(grids, current), toAt: last.toAt };
}
