import type { Dialect } from '../warehouse/types.ts';
import { GRAIN_MS, type Grain, type TimeRange } from './types.ts';

/** Boolean SQL for event time in [fromAt, toAt); `TRUE` without a timestamp column or bounds. */
export function rangeSql(dialect: Dialect, timestampColumn: string | null, range: TimeRange): string {
  if (timestampColumn === null) return 'TRUE';
  const column = dialect.ident(timestampColumn);
  const parts: string[] = [];
  if (range.fromAt !== null) parts.push(dialect.compareTime(column, '>=', range.fromAt));
  if (range.toAt !== null) parts.push(dialect.compareTime(column, '<', range.toAt));
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ');
}

/** Start of the slice that holds an instant, UTC ms. */
export function sliceStart(at: number, grain: Grain): number {
  const size = GRAIN_MS[grain];
  return Math.floor(at / size) * size;
}

/** Starts of the slices that a bounded range touches, ascending; none where a bound is missing. */
export function listSlices(range: TimeRange, grain: Grain): number[] {
  if (range.fromAt === null || range.toAt === null) return [];
  const starts: number[] = [];
  for (let at = sliceStart(range.fromAt, grain); at < range.toAt; at += GRAIN_MS[grain]) starts.push(at);
  return starts;
}

/** SQL for the number of a row's slice: its start is that number times the grain. */
export function sliceSql(dialect: Dialect, timestampColumn: string, grain: Grain): string {
  if (grain === '1 day') return dialect.epochDays(dialect.ident(timestampColumn));
  const seconds = dialect.epochSeconds(dialect.ident(timestampColumn));
  return `CAST(floor(${seconds} / ${GRAIN_MS[grain] / 1000}) AS BIGINT)`;
}
