import { GRAIN_MS } from '../profile/types.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import { isNamed } from './named.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

const DAY_MS = 86_400_000;
const DAYS_LOOKED_AT = 7;
/** Before the window's end; no earlier slice is asked about. */
export const DAYS_LOOKED_BACK_MS = DAYS_LOOKED_AT * DAY_MS;

export const freshness: Check = {
  name: 'freshness',
  summary:
    'Days since the newest prediction, on how many of the last 7 days there were any, and the age of the training data',
  isConfigured: (monitor) => monitor.freshness !== null,
  measure: (input) => [measureAge(input), measureActiveDays(input), ...measureTrainingAge(input)],
};

function measureAge(input: CheckInput): Measurement {
  const { monitor } = input;
  const metric = 'days_since_prediction';
  if (monitor.timestampColumn === null)
    return makeUnknown('freshness', metric, 'Event times are unknown: set timestamp_column');
  const newest = findNewest(input);
  if (newest === null) return makeUnknown('freshness', metric, 'No prediction has been seen yet');
  const value = Math.max(0, lookedUntil(input) - newest.at) / DAY_MS;
  const measurement = makeMeasurement({ check: 'freshness', metric, value, reason: newest.reason });
  return judgeLimits(measurement, { min: null, max: monitor.freshness?.maxDaysSincePrediction ?? null });
}

/** A window ends with a complete slice: the newest prediction is mostly younger, and is asked for by itself. */
function findNewest({ monitor, current, history, observations }: CheckInput): { at: number; reason: string } | null {
  const { newestEventAt } = observations;
  const after = newestEventAt !== undefined && 'value' in newestEventAt ? newestEventAt.value : null;
  const at = after ?? current.lastEventAt;
  if (at !== null)
    return monitor.hasDatesOnly ? endOfDay(at) : { at, reason: `The last prediction is of ${formatInstant(at)}` };
  const last = history.findLast(({ rows }) => rows > 0);
  if (last === undefined) return null;
  const reason = 'No rows in the window: counted from the end of the last slice that has some';
  return { at: last.at + GRAIN_MS[monitor.grain], reason };
}

/** Of a date it is known that its day is over when the next one begins, and no more: yesterday's rows are not a day late by noon. */
function endOfDay(at: number): { at: number; reason: string } {
  const day = new Date(at).toISOString().slice(0, 10);
  return { at: at + DAY_MS, reason: `The last prediction is of ${day}, and counts from that day's end` };
}

/** Where nobody looked behind the window's end, its end is as far as is known. */
function lookedUntil({ observations: { newestEventAt }, window, now }: CheckInput): number {
  const isKnown = newestEventAt !== undefined && 'value' in newestEventAt;
  return isKnown ? now : (window.toAt ?? now);
}

/** "2026-11-22 03:59 UTC" */
function formatInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Days with rows among the seven before the window's end; a slice that no run has read is not one without rows. */
function measureActiveDays({ monitor, window, history, now }: CheckInput): Measurement {
  const metric = 'active_days';
  if (monitor.timestampColumn === null)
    return makeUnknown('freshness', metric, 'Event times are unknown: set timestamp_column');
  const end = window.toAt ?? now;
  if (history.length === 0) return makeUnknown('freshness', metric, 'No slice has been read yet');
  const read = history.filter(({ at }) => at < end && at >= end - DAYS_LOOKED_BACK_MS);
  const covered = Math.floor((read.length * GRAIN_MS[monitor.grain]) / DAY_MS);
  if (covered < DAYS_LOOKED_AT) {
    return makeUnknown('freshness', metric, `The history covers ${covered} of the last ${DAYS_LOOKED_AT} days`);
  }
  const days = read.filter(({ rows }) => rows > 0).map(({ at }) => Math.floor((end - 1 - at) / DAY_MS));
  const limits = { min: monitor.freshness?.minActiveDays ?? null, max: null };
  return judgeLimits(makeMeasurement({ check: 'freshness', metric, value: new Set(days).size }), limits);
}

/** The reference is what the model learnt from, as far as a monitor knows; left out where it has no event times. */
function measureTrainingAge({ monitor, reference, now }: CheckInput): Measurement[] {
  const metric = 'days_since_training_data';
  const max = monitor.freshness?.maxDaysSinceTrainingData ?? null;
  const { lastEventAt } = reference;
  if (lastEventAt === null) {
    if (max === null && !isNamed(monitor, metric)) return [];
    return [makeUnknown('freshness', metric, 'The reference has no event times: give it timestamp_column')];
  }
  const value = Math.max(0, now - lastEventAt) / DAY_MS;
  const reason = `The newest row of the reference is of ${formatInstant(lastEventAt)}`;
  return [judgeLimits(makeMeasurement({ check: 'freshness', metric, value, reason }), { min: null, max })];
}
