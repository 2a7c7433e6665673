import type { Monitor } from '../monitors/types.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import type { Batch } from './observations.ts';
import type { Check, CheckInput, Measurement } from './types.ts';
import { nameSlice } from './words.ts';

export const latency: Check = {
  name: 'latency',
  summary: 'How long the longest batch of scoring took, from its first prediction to its last',
  isConfigured: (monitor) => monitor.latency !== null,
  measure({ monitor, observations }) {
    const { batches } = observations;
    if (monitor.latency === null) return [];
    const unknown = (reason: string) => [makeUnknown('latency', 'batch_seconds', reason)];
    if (batches === undefined) return unknown('The batches were not looked at');
    if ('reason' in batches) return unknown(batches.reason);
    const longest = batches.value.reduce<Batch | null>((a, b) => (a === null || b.seconds > a.seconds ? b : a), null);
    if (longest === null) return unknown('No rows in the current window');
    const max = monitor.latency.maxDurationMs / 1000;
    const reason = describe(longest, batches.value, { max, grain: monitor.grain });
    const measurement = makeMeasurement({ check: 'latency', metric: 'batch_seconds', value: longest.seconds, reason });
    return [judge(monitor, measurement)];
  },
  judge,
};

function judge({ latency: settings }: Monitor, measurement: Measurement): Measurement {
  return judgeLimits(measurement, { min: null, max: settings === null ? null : settings.maxDurationMs / 1000 });
}

function describe(
  longest: Batch,
  batches: readonly Batch[],
  { max, grain }: { max: number; grain: CheckInput['monitor']['grain'] },
): string {
  const version = longest.version === null ? '' : `, version ${longest.version}`;
  const one = `${nameSlice(longest.at, grain)}${version}, ${longest.rows} rows`;
  if (batches.length === 1) return one;
  const slow = batches.filter(({ seconds }) => seconds > max).length;
  return `The longest of ${batches.length} batches: ${one}${slow > 1 ? `; ${slow} took too long` : ''}`;
}
