import { makeShareBand } from '../charts/findings.ts';
import type { Context } from '../context.ts';
import { countConfusion } from '../metrics/confusion.ts';
import type { Band } from '../metrics/intervals.ts';
import type { MeasurementRow } from '../store/types.ts';

/** Metrics that are a share of all rows of the window. */
const SHARES_OF_ROWS: ReadonlySet<string> = new Set(['missing_rate', 'outlier_rate', 'invalid_rate']);

/** The 95 % sampling band of each window of a history: what chance alone does to a share of so many rows. */
export function readBands(ctx: Context, monitorId: number, rows: readonly MeasurementRow[]): (Band | null)[] {
  const metric = rows[0]?.metric ?? '';
  if (SHARES_OF_ROWS.has(metric)) {
    return rows.map(({ value, runId }) => bandOf(value, ctx.store.runs.get(runId)?.rowsCurrent ?? 0));
  }
  if (metric !== 'accuracy') return rows.map(() => null);
  const labelled = countLabelled(ctx, monitorId, rows);
  return rows.map(({ value, windowFromAt, windowToAt }) =>
    bandOf(
      value,
      labelled
        .filter(({ at }) => at >= (windowFromAt ?? at) && at < (windowToAt ?? at + 1))
        .reduce((total, { count }) => total + count, 0),
    ),
  );
}

function bandOf(value: number | null, count: number): Band | null {
  return value === null ? null : makeShareBand(value, count);
}

/** Rows whose label had come, by slice, over all windows of a history. */
function countLabelled(
  ctx: Context,
  monitorId: number,
  rows: readonly MeasurementRow[],
): { at: number; count: number }[] {
  const version = ctx.store.grids.latest(monitorId)?.grids.version;
  if (version === undefined) return [];
  const span = { fromAt: rows[0]?.windowFromAt ?? null, toAt: rows.at(-1)?.windowToAt ?? null };
  return ctx.store.slices.list(monitorId, version, 'current', span).map(({ at, profile }) => ({
    at,
    count: profile.joint === null ? 0 : countConfusion(profile.joint).labelled,
  }));
}
