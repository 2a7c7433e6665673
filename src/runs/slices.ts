import type { Context } from '../context.ts';
import { TooManyRowsError } from '../errors.ts';
import type { Monitor } from '../monitors/types.ts';
import { listSlices } from '../profile/range.ts';
import { sizeSlice } from '../profile/slice-size.ts';
import { profileSlices, type SlicedProfiles } from '../profile/slices.ts';
import { GRAIN_MS, type GridSet, type Profile, type TimeRange } from '../profile/types.ts';
import type { SliceRole, SliceRow } from '../store/types.ts';
import type { Dataset, Warehouse } from '../warehouse/types.ts';
import type { MonitoredColumn } from './columns.ts';
import { describeJoint } from './joint.ts';

export type SliceSources = {
  monitorId: number;
  monitor: Monitor;
  warehouse: Warehouse;
  /** The dataset that is cut into slices. */
  current: Dataset;
  /** Under what its slices are kept; `current` unless told otherwise. */
  role?: SliceRole;
  labels: Dataset | null;
  grids: GridSet;
  columns: readonly MonitoredColumn[];
};

export type CollectedSlices = {
  slices: SliceRow[];
  /** Starts of the slices that were read again and hold something else than before. */
  changed: number[];
  bytes: number;
  warehouseMs: number;
};

/**
 * The slices of a window: those already stored as they are, the rest from the warehouse in as few spans as possible.
 * A stored slice is read again while late rows or labels may still come and the data may have changed.
 * @param newestAt end of the newest window in the same run, where `window` lies before it.
 */
export async function collectSlices(
  ctx: Context,
  from: SliceSources,
  window: TimeRange,
  newestAt = window.toAt,
): Promise<CollectedSlices> {
  const { monitorId, monitor, grids, role = 'current' } = from;
  const stored = ctx.store.slices.list(monitorId, grids.version, role, window);
  const kept = stored.filter((slice) => isFinal(slice, from, newestAt));
  const have = new Set(kept.map((slice) => slice.at));
  const wanted = monitor.timestampColumn === null ? [0] : listSlices(window, monitor.grain);
  const missing = wanted.filter((at) => !have.has(at));
  const { slices: fresh, ...rest } = await readSlices(ctx, from, missing, window, stored);
  return { ...rest, slices: [...kept, ...fresh].sort((a, b) => a.at - b.at) };
}

/** Profiles what a range has not stored yet, and leaves stored slices as they are. */
export async function fillSlices(ctx: Context, from: SliceSources, range: TimeRange): Promise<CollectedSlices> {
  const { monitorId, monitor, grids, role = 'current' } = from;
  const have = new Set(ctx.store.slices.rows(monitorId, grids.version, role, range.toAt).map(({ at }) => at));
  const missing = listSlices(range, monitor.grain).filter((at) => !have.has(at));
  return readSlices(ctx, from, missing, range, []);
}

/**
 * Reads those stored slices before a window again that have become incomplete: rows may have come late, or their labels
 * are due by now. Gives the slices that were read.
 */
export async function refreshSlices(ctx: Context, from: SliceSources, window: TimeRange): Promise<CollectedSlices> {
  const { monitorId, grids, role = 'current' } = from;
  if (from.monitor.timestampColumn === null || window.fromAt === null) return readSlices(ctx, from, [], window, []);
  const now = ctx.clock.now();
  const due = ctx.store.slices
    .ages(monitorId, grids.version, role, window.fromAt)
    .filter((slice) => isDue(slice, from, now));
  const span = { fromAt: due[0]?.at ?? window.fromAt, toAt: window.fromAt };
  const stored = due.length === 0 ? [] : ctx.store.slices.list(monitorId, grids.version, role, span);
  return readSlices(
    ctx,
    from,
    due.map(({ at }) => at),
    window,
    stored,
  );
}

async function readSlices(
  ctx: Context,
  from: SliceSources,
  starts: readonly number[],
  window: TimeRange,
  before: readonly SliceRow[],
): Promise<CollectedSlices> {
  const { monitorId, grids, role = 'current' } = from;
  const known = new Map(before.map((slice) => [slice.at, slice.profile]));
  const fingerprint = fingerprintOf(from);
  const read: CollectedSlices = { slices: [], changed: [], bytes: 0, warehouseMs: 0 };
  for (const range of splitSpans(joinSpans(starts, from.monitor, window), from)) {
    const now = ctx.clock.now();
    const found = await profileSpan(from, range, now);
    read.bytes += found.bytes;
    read.warehouseMs += found.elapsedMs;
    for (const { at, profile } of found.slices) {
      read.slices.push({ at, profile, fingerprint, profiledAt: now });
      const earlier = known.get(at);
      if (earlier !== undefined && !isSameContent(earlier, profile)) read.changed.push(at);
    }
  }
  ctx.store.slices.save(monitorId, grids.version, role, read.slices);
  return read;
}

/** More cells, or rows that it sends, are more than a warehouse should take on in one statement. */
const MOST_AT_ONCE = 150_000;

/** Spans cut into pieces that one statement may count. */
function splitSpans(spans: readonly TimeRange[], { monitor, grids }: SliceSources): TimeRange[] {
  const { cells, rows } = sizeSlice(grids);
  const slices = Math.max(1, Math.floor(MOST_AT_ONCE / (1 + Math.max(cells, rows))));
  const stepMs = slices * GRAIN_MS[monitor.grain];
  return spans.flatMap(({ fromAt, toAt }) => {
    if (fromAt === null || toAt === null) return [{ fromAt, toAt }];
    const pieces = Math.ceil((toAt - fromAt) / stepMs);
    return Array.from({ length: pieces }, (_, i) => ({
      fromAt: fromAt + i * stepMs,
      toAt: Math.min(toAt, fromAt + (i + 1) * stepMs),
    }));
  });
}

/** Profiles or grids: sums of the same rows may differ in their last digits; sums of products about 0 even in their first. */
export function isSameContent(a: Profile | GridSet, b: Profile | GridSet): boolean {
  const write = (content: Profile | GridSet) =>
    JSON.stringify(content, (key, value: unknown) => {
      if (key === 'pairs' && isPairSums(value)) return undefined;
      return typeof value === 'number' ? value.toPrecision(12) : value;
    });
  return write(a) === write(b);
}

/** Of a profile, and not of a column that happens to be called so. */
function isPairSums(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'pairs' in value;
}

type SliceAge = Pick<SliceRow, 'at' | 'profiledAt' | 'fingerprint'>;

/** No later row or label can change the slice, or none has come. */
function isFinal(slice: SliceAge, from: SliceSources, newestAt: number | null): boolean {
  const { monitor } = from;
  const isSameData = isSame(slice, from);
  if (monitor.timestampColumn === null || newestAt === null) return isSameData;
  if (isBeforeLabels(slice, monitor)) return false;
  return isSameData || (slice.at < newestAt - monitor.latenessMs && !isBeforeLateRows(slice, monitor));
}

/** Is a slice that no window of this run needs worth another look? While its labels are not due, it is not. */
function isDue(slice: SliceAge, from: SliceSources, now: number): boolean {
  const { monitor } = from;
  const endAt = slice.at + GRAIN_MS[monitor.grain];
  if (isBeforeLabels(slice, monitor) && now >= endAt + (monitor.labels?.delayMs ?? 0)) return true;
  return !isSame(slice, from) && isBeforeLateRows(slice, monitor);
}

function isSame({ fingerprint }: SliceAge, from: SliceSources): boolean {
  return fingerprint !== null && fingerprint === fingerprintOf(from);
}

/** Of all that a slice is counted from: outcomes come into a table of their own while the rows stay as they are. */
function fingerprintOf({ current, labels }: SliceSources): string | null {
  const all = labels === null ? [current] : [current, labels];
  return all.some((one) => one.fingerprint === null) ? null : all.map((one) => one.fingerprint).join(' ');
}

/** Was it read before its labels were due? */
function isBeforeLabels({ at, profiledAt }: SliceAge, { labels, grain }: Monitor): boolean {
  return labels !== null && profiledAt < at + GRAIN_MS[grain] + labels.delayMs;
}

/** Was it read when rows could still come late? */
function isBeforeLateRows({ at, profiledAt }: SliceAge, { grain, latenessMs }: Monitor): boolean {
  return profiledAt < at + GRAIN_MS[grain] + latenessMs;
}

/** Neighbouring slices as one range each. */
export function joinSpans(missing: readonly number[], monitor: Monitor, window: TimeRange): TimeRange[] {
  if (monitor.timestampColumn === null) return missing.length === 0 ? [] : [window];
  const grainMs = GRAIN_MS[monitor.grain];
  const spans: { fromAt: number; toAt: number }[] = [];
  for (const at of missing) {
    const last = spans.at(-1);
    if (last && last.toAt === at) last.toAt = at + grainMs;
    else spans.push({ fromAt: at, toAt: at + grainMs });
  }
  return spans;
}

/**
 * Counts a span of slices, half by half where a statement of it gives more rows than may be fetched: how many classes a
 * model and its outcomes have is known from no grid, and each pair of them is a row of each slice.
 */
async function profileSpan(from: SliceSources, range: TimeRange, now: number): Promise<SlicedProfiles> {
  try {
    return await profileAtOnce(from, range, now);
  } catch (error) {
    const middle = error instanceof TooManyRowsError ? middleOf(range, from.monitor) : null;
    if (middle === null) throw error;
    const first = await profileSpan(from, { ...range, toAt: middle }, now);
    const second = await profileSpan(from, { ...range, fromAt: middle }, now);
    return {
      slices: [...first.slices, ...second.slices],
      bytes: first.bytes + second.bytes,
      elapsedMs: first.elapsedMs + second.elapsedMs,
    };
  }
}

/** Where the second half of a span's slices begins; null where there are not two. */
function middleOf({ fromAt, toAt }: TimeRange, { grain }: Monitor): number | null {
  if (fromAt === null || toAt === null) return null;
  const half = Math.floor((toAt - fromAt) / GRAIN_MS[grain] / 2);
  return half === 0 ? null : fromAt + half * GRAIN_MS[grain];
}

function profileAtOnce(from: SliceSources, range: TimeRange, now: number) {
  const { monitor, warehouse, current, labels, grids, columns } = from;
  const joint = describeJoint(monitor, { dataset: current, labels }, now);
  const known = new Set(current.columns.map((column) => column.name));
  return profileSlices(warehouse, current, {
    grids,
    columns: columns.filter(({ name }) => known.has(name) && grids.columns[name] !== undefined),
    timestampColumn: monitor.timestampColumn,
    grain: monitor.grain,
    range,
    rules: monitor.quality?.rules,
    segments: grids.segments?.filter(({ terms }) => terms.every(({ column }) => known.has(column))),
    ...(joint === null ? {} : { joint }),
  });
}
