import type { Context } from '../context.ts';
import type { Monitor } from '../monitors/types.ts';
import { listSlices } from '../profile/range.ts';
import { profileSlices } from '../profile/slices.ts';
import { GRAIN_MS, type GridSet, type TimeRange } from '../profile/types.ts';
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

export type CollectedSlices = { slices: SliceRow[]; bytes: number; warehouseMs: number };

/**
 * The slices of a window: those already stored as they are, the rest from the warehouse in as few spans as possible.
 * A stored slice is read again while late rows or labels may still come and the data may have changed.
 */
export async function collectSlices(ctx: Context, from: SliceSources, window: TimeRange): Promise<CollectedSlices> {
  const { monitorId, monitor, grids, role = 'current' } = from;
  const stored = ctx.store.slices.list(monitorId, grids.version, role, window);
  const kept = stored.filter((slice) => isFinal(slice, from, window));
  const have = new Set(kept.map((slice) => slice.at));
  const wanted = monitor.timestampColumn === null ? [0] : listSlices(window, monitor.grain);
  const missing = wanted.filter((at) => !have.has(at));
  const fresh: SliceRow[] = [];
  let bytes = 0;
  let warehouseMs = 0;
  for (const range of joinSpans(missing, monitor, window)) {
    const now = ctx.clock.now();
    const found = await profileSpan(from, range, now);
    bytes += found.bytes;
    warehouseMs += found.elapsedMs;
    for (const { at, profile } of found.slices) {
      fresh.push({ at, profile, fingerprint: from.current.fingerprint, profiledAt: now });
    }
  }
  ctx.store.slices.save(monitorId, grids.version, role, fresh);
  return { slices: [...kept, ...fresh].sort((a, b) => a.at - b.at), bytes, warehouseMs };
}

function isFinal(slice: SliceRow, { monitor, current }: SliceSources, window: TimeRange): boolean {
  const isSameData = slice.fingerprint !== null && slice.fingerprint === current.fingerprint;
  if (monitor.timestampColumn === null || window.toAt === null) return isSameData;
  const endAt = slice.at + GRAIN_MS[monitor.grain];
  if (monitor.labels !== null && slice.profiledAt < endAt + monitor.labels.delayMs) return false;
  return isSameData || slice.at < window.toAt - monitor.latenessMs;
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

function profileSpan(from: SliceSources, range: TimeRange, now: number) {
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
    ...(joint === null ? {} : { joint }),
  });
}
