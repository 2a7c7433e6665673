import type { Context } from '../context.ts';
import type { Monitor } from '../monitors/types.ts';
import { mergeProfiles } from '../profile/merge.ts';
import { listSlices } from '../profile/range.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import type { SliceRole } from '../store/types.ts';
import { hasLeftGrid } from './grid-fit.ts';
import { isUsual, type LeftOut, listLeftOut, widenToSlices } from './incidents.ts';
import {
  ensureReference,
  type FittedReference,
  fitReference,
  makeVersion,
  type ReferenceSources,
} from './references.ts';
import { type CollectedSlices, collectSlices, fillSlices } from './slices.ts';
import type { Sources } from './sources.ts';
import { referenceRange } from './window.ts';

/** What a reference took; `changed`: starts of slices of the current dataset that hold something else than before. */
type Spent = Pick<CollectedSlices, 'changed' | 'bytes' | 'warehouseMs'>;
type Stored = { grids: GridSet; reference: Profile };

/**
 * What a window is compared with, and the grids of both. A fixed reference is profiled once, and once more when it has
 * settled. A trailing one is a merge of slices, without those of marked incidents, over grids that were cut from the
 * first one and are cut again only when the definition changes or the reference has left them (see hasLeftGrid); no
 * slice is profiled twice on a grid.
 */
export async function prepareReference(
  ctx: Context,
  from: Sources,
  window: TimeRange,
): Promise<FittedReference & Spent> {
  const sources = locateReference(ctx, from, window);
  const { leftOut } = sources;
  if (!isTrailing(from.monitor) || sources.range.fromAt === null) {
    return { ...(await ensureReference(ctx, sources)), changed: [] };
  }
  const basis = makeVersion(sources, ctx.clock.now());
  const known = listGenerations(ctx, from.monitorId, basis);
  const spent: Spent = { changed: [], bytes: 0, warehouseMs: 0 };
  for (const [place, { grids }] of known.entries()) {
    // Only the newest is worth a look at the warehouse; an older one is taken up again where its slices are still there.
    if (place > 0 && !isStored(ctx, sources, grids)) continue;
    const found = await collectReference(ctx, sources, grids, window);
    add(spent, found);
    const reference = mergeUsual(grids, found.slices, leftOut);
    if (!hasLeftGrid(grids, reference)) return { grids, reference, ...spent };
  }
  const { grids, bytes, warehouseMs } = await fitReference(ctx, sources, nameGeneration(basis, known.length + 1));
  const found = await collectReference(ctx, sources, grids, window);
  add(spent, { changed: [], bytes, warehouseMs });
  add(spent, found);
  return { grids, reference: mergeUsual(grids, found.slices, leftOut), ...spent };
}

/** Which rows of the reference dataset a window is compared with; a trailing span begins with a whole slice. */
export function locateReference(ctx: Context, from: Sources, window: TimeRange): ReferenceSources {
  const range = referenceRange(from.monitor, window);
  return {
    ...from,
    range: isTrailing(from.monitor) ? widenToSlices(range, from.monitor.grain) : range,
    leftOut: listLeftOut(ctx, from.monitorId, from.monitor),
  };
}

/** The reference of a window from stored rows alone. @param stored grids, and the reference that they were cut from. */
export function readReference(
  ctx: Context,
  from: { monitorId: number; monitor: Monitor; stored: Stored },
  window: TimeRange,
): Profile {
  const { monitorId, monitor, stored } = from;
  const range = widenToSlices(referenceRange(monitor, window), monitor.grain);
  if (!isTrailing(monitor) || range.fromAt === null) return stored.reference;
  const slices = ctx.store.slices.list(monitorId, stored.grids.version, roleOf(monitor), range);
  return mergeUsual(stored.grids, slices, listLeftOut(ctx, monitorId, monitor));
}

/** Does the reference move with the window? */
export function isTrailing({ reference, timestampColumn }: Monitor): boolean {
  return reference.trailingMs !== null && timestampColumn !== null;
}

/** Slices of one and the same dataset serve both sides. */
export function roleOf({ reference, current }: Monitor): SliceRole {
  return reference.dataset === current.dataset ? 'current' : 'reference';
}

async function collectReference(
  ctx: Context,
  from: ReferenceSources,
  grids: GridSet,
  window: TimeRange,
): Promise<CollectedSlices> {
  const role = roleOf(from.monitor);
  const dataset = role === 'current' ? from.current : from.reference;
  const found = await collectSlices(ctx, { ...from, grids, current: dataset, role }, from.range, window.toAt);
  return role === 'current' ? found : { ...found, changed: [] };
}

function mergeUsual(
  grids: GridSet,
  slices: readonly { at: number; profile: Profile }[],
  leftOut: readonly LeftOut[],
): Profile {
  const usual = slices.filter(({ at }) => isUsual(at, leftOut));
  return mergeProfiles(
    grids,
    usual.map(({ profile }) => profile),
  );
}

/** Grids that were cut from trailing references of one definition, newest first. */
function listGenerations(ctx: Context, monitorId: number, basis: string): Stored[] {
  const found: Stored[] = [];
  for (let number = 1; ; number += 1) {
    const stored = ctx.store.grids.get(monitorId, nameGeneration(basis, number));
    if (stored === null) return found.reverse();
    found.push(stored);
  }
}

function nameGeneration(basis: string, number: number): string {
  return number === 1 ? basis : `${basis}.${number}`;
}

function isStored(ctx: Context, { monitorId, monitor, range }: ReferenceSources, grids: GridSet): boolean {
  return hasSlices(ctx, { monitorId, monitor, version: grids.version, role: roleOf(monitor) }, range);
}

/** The newest grids of a trailing reference on which a window can be measured from stored slices; null where there are none. */
export function findReplayable(ctx: Context, from: Sources, window: TimeRange): GridSet | null {
  const { monitorId, monitor } = from;
  const located = locateReference(ctx, from, window);
  const found = listGenerations(ctx, monitorId, makeVersion(located, ctx.clock.now())).find(({ grids }) => {
    if (!isReplayable(ctx, { monitorId, monitor, version: grids.version }, window)) return false;
    const slices = ctx.store.slices.list(monitorId, grids.version, roleOf(monitor), located.range);
    return !hasLeftGrid(grids, mergeUsual(grids, slices, located.leftOut));
  });
  return found?.grids ?? null;
}

/** Can a window be measured on these grids from stored slices alone? */
export function isReplayable(
  ctx: Context,
  { monitorId, monitor, version }: { monitorId: number; monitor: Monitor; version: string },
  window: TimeRange,
): boolean {
  const reference = widenToSlices(referenceRange(monitor, window), monitor.grain);
  const place = { monitorId, monitor, version };
  if (isTrailing(monitor) && !hasSlices(ctx, { ...place, role: roleOf(monitor) }, reference)) return false;
  return hasSlices(ctx, { ...place, role: 'current' }, window);
}

/** Profiles what a window, and its reference where it trails, lack on some grids. */
export async function fillWindow(
  ctx: Context,
  from: Sources,
  grids: GridSet,
  window: TimeRange,
): Promise<{ bytes: number; warehouseMs: number }> {
  const own = await fillSlices(ctx, { ...from, grids }, window);
  if (!isTrailing(from.monitor)) return own;
  const before = await fillTrailing(ctx, from, grids, locateReference(ctx, from, window).range);
  return { bytes: own.bytes + before.bytes, warehouseMs: own.warehouseMs + before.warehouseMs };
}

/** Profiles what a range of a trailing reference lacks on some grids. */
export function fillTrailing(ctx: Context, from: Sources, grids: GridSet, range: TimeRange): Promise<CollectedSlices> {
  const role = roleOf(from.monitor);
  const current = role === 'current' ? from.current : from.reference;
  return fillSlices(ctx, { ...from, grids, role, current }, range);
}

function hasSlices(
  ctx: Context,
  { monitorId, monitor, version, role }: { monitorId: number; monitor: Monitor; version: string; role: SliceRole },
  range: TimeRange,
): boolean {
  const have = new Set(ctx.store.slices.rows(monitorId, version, role, range.toAt).map(({ at }) => at));
  return listSlices(range, monitor.grain).every((at) => have.has(at));
}

function add(spent: Spent, more: Spent): void {
  spent.changed.push(...more.changed);
  spent.bytes += more.bytes;
  spent.warehouseMs += more.warehouseMs;
}
