import { FLOOR_LEVEL } from '../drift/floor.ts';
import { meaningOf } from '../metrics/truth.ts';
import type { CategoricalGrid, ColumnProfile, Grid } from '../profile/types.ts';
import { normalPpf } from '../stats/distributions.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import { chanceOfMove, chanceOfShare } from './sampling.ts';
import type { Check, CheckInput, Measurement, PastSlice } from './types.ts';
import { formatPercent } from './words.ts';

const CHECK = 'anomaly_rate';
const DAY_MS = 86_400_000;
/** Under these a rate says more about chance than about the model. */
const NEEDED_ROWS = 30;
const NEEDED_DAYS = 7;

type Marks = { rows: number; anomalies: number };
type Settings = NonNullable<CheckInput['monitor']['anomalyRate']>;

export const anomalyRate: Check = {
  name: CHECK,
  summary: 'Whether the share of rows marked as anomalies is within its bounds, and near that of the days before',
  isConfigured: (monitor) => monitor.anomalyRate !== null,
  measure(input) {
    const settings = input.monitor.anomalyRate;
    if (settings === null) return [];
    const marks = readMarks(input, settings, input.current.columns[settings.column]);
    if (typeof marks === 'string') {
      return [CHECK, 'anomaly_rate_change'].map((metric) => makeUnknown(CHECK, metric, marks, settings.column));
    }
    return [measureRate(input, settings, marks), measureChange(input, settings, marks)];
  },
};

/** The marks of a window, or why they cannot be told. */
function readMarks(input: CheckInput, { column }: Settings, profile: ColumnProfile | undefined): Marks | string {
  const grid = input.grids.columns[column];
  if (profile === undefined || grid === undefined) return `Column '${column}' is not in the current dataset`;
  const marks = countMarks(profile, grid);
  if (typeof marks === 'string') {
    return `Column '${column}' holds ${marks}; it must be true or 1 for an anomaly, false or 0 for none`;
  }
  if (profile.rows === 0) return 'No rows in the current window';
  if (marks.rows >= NEEDED_ROWS) return marks;
  return `Too few rows with a mark in the current window: ${marks.rows}, and ${NEEDED_ROWS} are needed`;
}

/** Rows with a mark and how many say yes, or a value that is no mark. A row without a mark was not looked at. */
export function countMarks(profile: ColumnProfile, grid: Grid): Marks | string {
  if (profile.kind !== 'categorical') return 'numbers';
  const named = (grid as CategoricalGrid).values.map((value, i) => ({ value, count: profile.counts[i]! }));
  let [rows, anomalies] = [0, 0];
  for (const { value, count } of [...named, ...profile.unseen]) {
    const meaning = meaningOf(value);
    if (meaning === null && count > 0) return JSON.stringify(value);
    rows += count;
    if (meaning === 'true') anomalies += count;
  }
  return profile.other > 0 ? 'many values' : { rows, anomalies };
}

function measureRate(input: CheckInput, settings: Settings, { rows, anomalies }: Marks): Measurement {
  const { column, min, max } = settings;
  const value = anomalies / rows;
  const reason = [`${nameLevel(value, settings)}: ${anomalies} of ${rows} rows`, describeDays(input, settings)];
  const judged = judgeLimits(
    makeMeasurement({ check: CHECK, metric: CHECK, column, value, reason: reason.filter(Boolean).join('; ') }),
    { min, max },
  );
  return input.isSegment === true ? { ...judged, pValue: chanceOfShare(anomalies, rows, judged) } : judged;
}

function nameLevel(rate: number, { min, max }: Settings): 'TOO_LOW' | 'TOO_HIGH' | 'NORMAL' {
  if (rate < min) return 'TOO_LOW';
  return rate > max ? 'TOO_HIGH' : 'NORMAL';
}

/** A window of many slices may hide some that are out of bounds. */
function describeDays(input: CheckInput, settings: Settings): string | null {
  const own = input.slices.filter(({ at }) => at >= (input.window.fromAt ?? Number.NEGATIVE_INFINITY));
  const known = own.map((slice) => marksOf(input, settings, slice)).filter(({ rows }) => rows >= NEEDED_ROWS);
  if (known.length < 2) return null;
  const outside = known.filter(({ rows, anomalies }) => nameLevel(anomalies / rows, settings) !== 'NORMAL');
  const unit = input.monitor.grain === '1 day' ? 'days' : 'hours';
  return outside.length === 0 ? null : `${outside.length} of ${known.length} ${unit} out of bounds`;
}

function marksOf({ grids }: CheckInput, { column }: Settings, { profile }: PastSlice): Marks {
  const found = profile.columns[column];
  const grid = grids.columns[column];
  const marks = found === undefined || grid === undefined ? '' : countMarks(found, grid);
  return typeof marks === 'string' ? { rows: 0, anomalies: 0 } : marks;
}

/** The window against everything in the span before it; chance alone may move a rate by the floor. */
function measureChange(input: CheckInput, settings: Settings, current: Marks): Measurement {
  const metric = 'anomaly_rate_change';
  const before = readBaseline(input, settings);
  if (typeof before === 'string') return makeUnknown(CHECK, metric, before, settings.column);
  const [rate, usual] = [current.anomalies / current.rows, before.anomalies / before.rows];
  const value = Math.abs(rate - usual);
  const floor = floorOf(current, before);
  const days = Math.round(settings.baselineMs / DAY_MS);
  const measurement = makeMeasurement({
    check: CHECK,
    metric,
    column: settings.column,
    value,
    floor,
    reason: `${formatPercent(rate)}, and ${formatPercent(usual)} in the ${days} days before`,
  });
  const judged = judgeLimits(measurement, { min: null, max: settings.maxChange });
  const judgedByFloor: Measurement = judged.state === 'breach' && value <= floor ? { ...judged, state: 'ok' } : judged;
  if (input.isSegment !== true) return judgedByFloor;
  return { ...judgedByFloor, pValue: chanceOfMove(value, errorOf(current, before)) };
}

function readBaseline(input: CheckInput, settings: Settings): Marks | string {
  const { fromAt } = input.window;
  if (fromAt === null) return 'The time before is unknown: set timestamp_column';
  const past = input.slices.filter(({ at }) => at < fromAt && at >= fromAt - settings.baselineMs);
  const known = past
    .map((slice) => ({ at: slice.at, ...marksOf(input, settings, slice) }))
    .filter(({ rows }) => rows > 0);
  const days = new Set(known.map(({ at }) => Math.floor(at / DAY_MS))).size;
  const needed = Math.min(NEEDED_DAYS, Math.floor(settings.baselineMs / DAY_MS));
  const total = known.reduce(
    (sum, { rows, anomalies }) => ({ rows: sum.rows + rows, anomalies: sum.anomalies + anomalies }),
    { rows: 0, anomalies: 0 },
  );
  if (days >= needed && total.rows >= NEEDED_ROWS) return total;
  if (days < Math.max(1, needed)) {
    return `Too little history: marks on ${days} ${days === 1 ? 'day' : 'days'} before the window, and ${Math.max(1, needed)} are needed`;
  }
  return `Too little history: ${total.rows} rows with a mark before the window, and ${NEEDED_ROWS} are needed`;
}

/** Two-sided quantile of the difference of two shares of one population (the pooled two-proportion z-test). */
function floorOf(a: Marks, b: Marks): number {
  return normalPpf(1 - (1 - FLOOR_LEVEL) / 2) * errorOf(a, b);
}

function errorOf(a: Marks, b: Marks): number {
  const share = (a.anomalies + b.anomalies) / (a.rows + b.rows);
  return Math.sqrt(share * (1 - share) * (1 / a.rows + 1 / b.rows));
}
