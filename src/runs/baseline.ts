import type { PastSlice } from '../checks/types.ts';
import type { Context } from '../context.ts';
import type { Monitor } from '../monitors/types.ts';
import { listSlices, sliceStart } from '../profile/range.ts';
import { profileSlices } from '../profile/slices.ts';
import type { TimeRange } from '../profile/types.ts';
import { joinSpans, type SliceSources } from './slices.ts';

export type CollectedBaseline = { slices: PastSlice[]; bytes: number; warehouseMs: number };

const NOTHING: CollectedBaseline = { slices: [], bytes: 0, warehouseMs: 0 };

/**
 * The slices before a window that its checks look back at: stored ones as they are; of the others the anomaly mark
 * alone is read, of all rows together, and they are not stored, because the rest of their columns is missing.
 */
export async function collectBaseline(ctx: Context, from: SliceSources, window: TimeRange): Promise<CollectedBaseline> {
  const range = baselineRange(from.monitor, window);
  const column = from.columns.find(({ name }) => name === from.monitor.anomalyRate?.column);
  if (range === null || column === undefined || !hasColumn(from, column.name)) return NOTHING;
  const { monitor, warehouse, current, grids } = from;
  const stored = ctx.store.slices.list(from.monitorId, grids.version, 'current', range);
  const have = new Set(stored.map(({ at }) => at));
  const missing = listSlices(range, monitor.grain).filter((at) => !have.has(at));
  const { timestampColumn, grain } = monitor;
  const found: CollectedBaseline = { ...NOTHING, slices: stored.map(({ at, profile }) => ({ at, profile })) };
  for (const span of joinSpans(missing, monitor, range)) {
    const options = { grids, columns: [column], timestampColumn, grain, range: span };
    const { slices, bytes, elapsedMs } = await profileSlices(warehouse, current, options);
    found.slices.push(...slices);
    found.bytes += bytes;
    found.warehouseMs += elapsedMs;
  }
  found.slices.sort((a, b) => a.at - b.at);
  return found;
}

/** Up to the window and without it: what is judged is no part of what it is judged by. */
function baselineRange(monitor: Monitor, { fromAt }: TimeRange): TimeRange | null {
  if (monitor.anomalyRate === null || monitor.timestampColumn === null || fromAt === null) return null;
  return { fromAt: sliceStart(fromAt - monitor.anomalyRate.baselineMs, monitor.grain), toAt: fromAt };
}

function hasColumn({ current, grids }: SliceSources, name: string): boolean {
  return grids.columns[name] !== undefined && current.columns.some((column) => column.name === name);
}
