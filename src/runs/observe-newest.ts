import { toCount } from '../profile/drafts.ts';
import { withoutJoin } from '../profile/join.ts';
import type { Meter } from '../profile/meter.ts';
import { sourceOf } from '../profile/slices.ts';
import type { ObservedSources } from './observed-sources.ts';

/** Event time (UTC ms, whole seconds) of the newest row in [since, now), null where there is none. */
export async function observeNewest(
  meter: Meter,
  { monitor: { timestampColumn }, warehouse, current }: ObservedSources,
  { since, now }: { since: number | null; now: number },
): Promise<number | null> {
  const range = { fromAt: since, toAt: now };
  const source = sourceOf(warehouse, withoutJoin(current, []), { timestampColumn, grain: null, range });
  const { fromSql, where, seconds } = source;
  const [record] = await meter.records(`SELECT max(${seconds}) AS second FROM ${fromSql} AS d WHERE ${where}`);
  return record?.second === null || record?.second === undefined ? null : toCount(record.second) * 1000;
}
