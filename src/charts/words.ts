import type { MeasurementState } from '../checks/types.ts';
import { cleanName, formatTogether, shorten } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { metricWord } from '../words.ts';

const STATE_WORDS: Record<MeasurementState, string> = {
  breach: 'Drift above limit',
  ok: 'Within its limit',
  unknown: 'Too little data',
};

/** A column or category inside a sentence. */
export function nameInSentence(name: string): string {
  return shorten(cleanName(name), 24);
}

export function nameDriftState(state: MeasurementState): string {
  return STATE_WORDS[state];
}

/** `PSI 0.063, limit 0.050`. */
export function nameMeasure(method: DriftMethodName, value: number | null, threshold: number): string {
  const [limit = '', found = ''] = formatTogether(value === null ? [threshold] : [threshold, value]);
  return value === null ? `${metricWord(method)}, limit ${limit}` : `${metricWord(method)} ${found}, limit ${limit}`;
}
