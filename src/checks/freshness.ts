import { GRAIN_MS } from '../profile/types.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

const DAY_MS = 86_400_000;
const DAYS_LOOKED_AT = 7;

export const freshness: Check = {
  name: 'freshness',
  summary: 'Days since the newest prediction, and on how many of the last 7 days there were any',
  isConfigured: (monitor) => monitor.freshness !== null,
  measure: (input) => [measureAge(input), measureActiveDays(input)],
};

function measureAge({ monitor, current, history, now }: CheckInput): Measurement {
  const metric = 'days_since_prediction';
  const limits = { min: null, max: monitor.freshness?.maxDaysSincePrediction ?? null };
  const known = (value: number, reason: string | null): Measurement =>
    judgeLimits(makeMeasurement({ check: 'freshness', metric, value: Math.max(0, value), reason }), limits);
  if (current.lastEventAt !== null) return known((now - current.lastEventAt) / DAY_MS, null);
  if (monitor.timestampColumn === null)
    return makeUnknown('freshness', metric, 'Event times are unknown: set timestamp_column');
  const last = history.findLast(({ rows }) => rows > 0);
  if (last === undefined) return makeUnknown('freshness', metric, 'No prediction has been seen yet');
  const endedAt = last.at + GRAIN_MS[monitor.grain];
  return known((now - endedAt) / DAY_MS, 'No rows in the window: counted from the end of the last slice that has some');
}

/** Days with rows among the seven before the window's end; a slice that no run has read is not one without rows. */
function measureActiveDays({ monitor, window, history, now }: CheckInput): Measurement {
  const metric = 'active_days';
  if (monitor.timestampColumn === null)
    return makeUnknown('freshness', metric, 'Event times are unknown: set timestamp_column');
  const end = window.toAt ?? now;
  if (history.length === 0) return makeUnknown('freshness', metric, 'No slice has been read yet');
  const read = history.filter(({ at }) => at < end && at >= end - DAYS_LOOKED_AT * DAY_MS);
  const covered = Math.floor((read.length * GRAIN_MS[monitor.grain]) / DAY_MS);
  if (covered < DAYS_LOOKED_AT) {
    return makeUnknown('freshness', metric, `The history covers ${covered} of the last ${DAYS_LOOKED_AT} days`);
  }
  const days = read.filter(({ rows }) => rows > 0).map(({ at }) => Math.floor((end - 1 - at) / DAY_MS));
  const limits = { min: monitor.freshness?.minActiveDays ?? null, max: null };
  return judgeLimits(makeMeasurement({ check: 'freshness', metric, value: new Set(days).size }), limits);
}
