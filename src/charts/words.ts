import type { MeasurementState } from '../checks/types.ts';
import { cleanName, formatDay, formatShare, formatTicks, formatTime, formatTogether, shorten } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { measureWord } from '../words.ts';

const DAY_MS = 86_400_000;

const STATE_WORDS: Record<MeasurementState, string> = {
  breach: 'Drift above limit',
  ok: 'Within its limit',
  unknown: 'Too little data',
};

/** A column or category inside a sentence. */
export function nameInSentence(name: string): string {
  return shorten(cleanName(name), 24);
}

/** Values of a history that stand side by side, as the messages about them show them. */
export function formatValues(values: readonly number[], isShare: boolean): string[] {
  return isShare ? values.map(formatShare) : formatTogether(values);
}

/** Round values of a history's axis. */
export function formatAxis(values: readonly number[], isShare: boolean): string[] {
  if (!isShare) return formatTicks(values);
  return formatTicks(values.map((value) => Number((value * 100).toPrecision(12)))).map((text) => `${text}%`);
}

export function nameDriftState(state: MeasurementState): string {
  return STATE_WORDS[state];
}

/** `PSI 0.063, limit 0.050`. */
export function nameMeasure(
  method: DriftMethodName,
  value: number | null,
  threshold: number,
  isPValue = false,
): string {
  const [limit = '', found = ''] = formatTogether(value === null ? [threshold] : [threshold, value]);
  const word = measureWord(method, isPValue);
  return value === null ? `${word}, limit ${limit}` : `${word} ${found}, limit ${limit}`;
}

/** Do the windows of a history follow each other sooner than by days? */
export function showsTimes(points: readonly { at: number }[]): boolean {
  return points.some(({ at }) => at % DAY_MS !== 0);
}

/** Words for the times of a history: days, with the hour where its windows follow each other sooner. */
export function makeDater(points: readonly { at: number }[], hasYear = false): (at: number) => string {
  const hasTimes = showsTimes(points);
  return (at) => (hasTimes ? `${formatDay(at, hasYear)} ${formatTime(at)}` : formatDay(at, hasYear));
}
