import type { SliceRows } from '../checks/types.ts';
import type { Context } from '../context.ts';
import type { Monitor } from '../monitors/types.ts';
import { sliceStart } from '../profile/range.ts';
import { GRAIN_MS, type Grain, type TimeRange } from '../profile/types.ts';

/** A span of whole slices that references and baselines leave out. */
export type LeftOut = { fromAt: number; toAt: number };

/** The marked incidents of a monitor, each widened to the slices that it touches: a slice is used whole or not at all. */
export function listLeftOut(ctx: Context, monitorId: number, { grain, timestampColumn }: Monitor): LeftOut[] {
  if (timestampColumn === null) return [];
  return ctx.store.incidents.list(monitorId).map(({ fromAt, toAt }) => ({
    fromAt: sliceStart(fromAt, grain),
    toAt: sliceStart(toAt - 1, grain) + GRAIN_MS[grain],
  }));
}

/** Is the slice that begins at `at` outside of every incident? */
export function isUsual(at: number, leftOut: readonly LeftOut[]): boolean {
  return leftOut.every(({ fromAt, toAt }) => at < fromAt || at >= toAt);
}

/**
 * The slices that say how many rows are usual: those outside of incidents, from the first row on. Before it there was
 * nothing to count, which is not the same as no rows.
 * @param slices oldest first.
 */
export function listUsualRows(slices: readonly SliceRows[], leftOut: readonly LeftOut[]): SliceRows[] {
  const first = slices.findIndex(({ rows }) => rows > 0);
  return first === -1 ? [] : slices.slice(first).filter(({ at }) => isUsual(at, leftOut));
}

/** The incidents that take something away from a range. */
export function findWithin(range: TimeRange, leftOut: readonly LeftOut[]): LeftOut[] {
  return leftOut.filter(
    ({ fromAt, toAt }) =>
      (range.toAt === null || fromAt < range.toAt) && (range.fromAt === null || toAt > range.fromAt),
  );
}

/** A bounded range widened to whole slices. */
export function widenToSlices({ fromAt, toAt }: TimeRange, grain: Grain): TimeRange {
  return { fromAt: fromAt === null ? null : sliceStart(fromAt, grain), toAt };
}
