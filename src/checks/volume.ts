import { GRAIN_MS } from '../profile/types.ts';
import { median, robustSpread } from '../stats/quantiles.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import { chanceOfMove } from './sampling.ts';
import type { Check, CheckInput, SliceRows } from './types.ts';

const WEEK_MS = 7 * 86_400_000;
const NEEDED_WEEKS = 3;
const USED_WEEKS = 8;
/** No earlier slice is asked about. */
export const WEEKS_LOOKED_BACK_MS = USED_WEEKS * WEEK_MS;
/**
 * Rows may be off by three spreads; the spread is at least that of counting and a twentieth of the usual number. Weeks
 * without a row do not say that there never is one: of none, one is counted.
 */
const SPREADS = 3;
const LEAST_SHARE = 0.05;

export const volume: Check = {
  name: 'volume',
  summary: 'Whether the window has as many rows as the same weekdays of past weeks, or as declared',
  isConfigured: (monitor) => monitor.volume !== null,
  measure(input) {
    const rows = makeMeasurement({ check: 'volume', metric: 'rows', value: input.current.rows });
    const expected = input.monitor.volume?.expected;
    if (expected === undefined) return [rows];
    // A range that was declared is one for all rows.
    if (expected !== 'auto') return [input.isSegment === true ? rows : judgeLimits(rows, expected)];
    const range = expectRows(input);
    if (typeof range === 'string') return [rows, makeUnknown('volume', 'expected_rows', range)];
    const reason = `${Math.ceil(range.low)} to ${Math.floor(range.high)} expected from past weeks`;
    const judged = judgeLimits({ ...rows, reason }, { min: range.low, max: range.high });
    const chance = chanceOfMove(Math.abs(input.current.rows - range.middle), range.spread);
    return [
      input.isSegment === true ? { ...judged, pValue: chance } : judged,
      makeMeasurement({ check: 'volume', metric: 'expected_rows', value: range.middle, reason }),
    ];
  },
};

export type Expected = { low: number; middle: number; high: number; spread: number };

/** The rows of the window if it is like the weeks before it: the sum over its slices, or why that cannot be told. */
function expectRows({ monitor, window, history }: CheckInput): Expected | string {
  const { fromAt, toAt } = window;
  if (fromAt === null || toAt === null) return 'Past weeks are unknown: set timestamp_column';
  const before = new Map(history.filter(({ at }) => at < fromAt).map(({ at, rows }) => [at, rows]));
  const firstAt = history[0]?.at ?? fromAt;
  let [middle, variance] = [0, 0];
  for (let at = fromAt; at < toAt; at += GRAIN_MS[monitor.grain]) {
    const past = rowsOfPastWeeks(before, at, firstAt);
    if (past.length < NEEDED_WEEKS) {
      return `Too little history: ${past.length} earlier ${nameWeekdays(at, monitor.grain, past.length)}, and ${NEEDED_WEEKS} are needed`;
    }
    const usual = median(past);
    middle += usual;
    variance += Math.max(robustSpread(past) ** 2, usual, 1);
  }
  return toExpected(middle, variance);
}

function toExpected(middle: number, variance: number): Expected {
  const spread = Math.max(Math.sqrt(variance), LEAST_SHARE * middle);
  return { low: Math.max(0, middle - SPREADS * spread), middle, high: middle + SPREADS * spread, spread };
}

/** The rows of one slice if it is like those of the weeks before it; null where too few are known. */
export function expectSlice(history: readonly SliceRows[], fromAt: number, at: number): Expected | null {
  const before = new Map(history.filter((slice) => slice.at < fromAt).map((slice) => [slice.at, slice.rows]));
  const past = rowsOfPastWeeks(before, at, history[0]?.at ?? fromAt);
  if (past.length < NEEDED_WEEKS) return null;
  const usual = median(past);
  return toExpected(usual, Math.max(robustSpread(past), Math.sqrt(usual)) ** 2);
}

/** Rows of the slices that lie whole weeks before an instant, the newest few. */
function rowsOfPastWeeks(before: ReadonlyMap<number, number>, at: number, firstAt: number): number[] {
  const found: number[] = [];
  for (let past = at - WEEK_MS; past >= firstAt && found.length < USED_WEEKS; past -= WEEK_MS) {
    const rows = before.get(past);
    if (rows !== undefined) found.push(rows);
  }
  return found;
}

/** "Monday", "Mondays", "Mondays at 06:00" */
function nameWeekdays(at: number, grain: CheckInput['monitor']['grain'], count: number): string {
  const date = new Date(at);
  const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const hour = grain === '1 day' ? '' : ` at ${date.toISOString().slice(11, 16)}`;
  return `${weekday}${count === 1 ? '' : 's'}${hour}`;
}
