import { DAYS_LOOKED_BACK_MS } from '../checks/freshness.ts';
import { isNamed } from '../checks/named.ts';
import type { SliceRows } from '../checks/types.ts';
import { WEEKS_LOOKED_BACK_MS } from '../checks/volume.ts';
import type { Monitor } from '../monitors/types.ts';
import { toCount } from '../profile/drafts.ts';
import { withoutJoin } from '../profile/join.ts';
import { Meter } from '../profile/meter.ts';
import { listSlices, sliceStart } from '../profile/range.ts';
import { sourceOf } from '../profile/slices.ts';
import { GRAIN_MS, type TimeRange } from '../profile/types.ts';
import type { Sources } from './sources.ts';

export type PastRows = { rows: SliceRows[]; bytes: number; warehouseMs: number };

/**
 * The rows of past slices, oldest first: those that are stored, and where the checks look further back than runs have
 * read, those that one statement counts. Nothing but their number is known of these.
 */
export async function countPast(
  { monitor, warehouse, current }: Pick<Sources, 'monitor' | 'warehouse' | 'current'>,
  window: TimeRange,
  stored: readonly SliceRows[],
): Promise<PastRows> {
  const have = new Set(stored.map(({ at }) => at));
  const missing = listSlices(lookBack(monitor, window), monitor.grain).filter((at) => !have.has(at));
  const [first, last] = [missing[0], missing.at(-1)];
  if (first === undefined || last === undefined) return { rows: [...stored], bytes: 0, warehouseMs: 0 };
  const startedAt = performance.now();
  const meter = new Meter(warehouse, {});
  const { timestampColumn, grain } = monitor;
  const range = { fromAt: first, toAt: last + GRAIN_MS[grain] };
  const { slice, fromSql, where } = sourceOf(warehouse, withoutJoin(current, []), { timestampColumn, grain, range });
  const records = await meter.records(
    `SELECT slice, count(*) AS n FROM (SELECT ${slice} AS slice FROM ${fromSql} AS d WHERE ${where}) AS v GROUP BY slice`,
  );
  const counts = new Map(records.map((record) => [toCount(record.slice) * GRAIN_MS[grain], toCount(record.n)]));
  const counted = missing.map((at) => ({ at, rows: counts.get(at) ?? 0 }));
  const rows = [...stored, ...counted].sort((a, b) => a.at - b.at);
  return { rows, bytes: meter.bytes, warehouseMs: performance.now() - startedAt };
}

/** What the checks look back at before the window; empty where none does. */
function lookBack(monitor: Monitor, { fromAt, toAt }: TimeRange): TimeRange {
  const { timestampColumn, grain, volume, freshness } = monitor;
  if (timestampColumn === null || fromAt === null || toAt === null) return { fromAt: null, toAt: null };
  const isActivityJudged = freshness !== null && (freshness.minActiveDays !== null || isNamed(monitor, 'active_days'));
  const starts = [
    ...(volume?.expected === 'auto' ? [fromAt - WEEKS_LOOKED_BACK_MS] : []),
    ...(isActivityJudged ? [toAt - DAYS_LOOKED_BACK_MS] : []),
  ];
  return { fromAt: sliceStart(Math.min(fromAt, ...starts), grain), toAt: fromAt };
}
