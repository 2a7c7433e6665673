import { rejectByFalseDiscoveryRate } from '../stats/benjamini-hochberg.ts';
import type { Measurement } from './types.ts';

/** Expected share of false findings among what is found in the segments of one check. */
const FALSE_DISCOVERY_RATE = 0.05;
const WITHOUT_NOISE = 'No limit in a segment: how much of it is chance is not known';

/**
 * What the segments of a run found, each check corrected over all its segments, columns and metrics (Benjamini and
 * Hochberg). What chance explains is ok; what has a limit and no p-value has no limit here.
 */
export function correctSegments(measurements: readonly Measurement[]): Measurement[] {
  const isRejected = new Map<Measurement, boolean>();
  for (const family of groupTests(measurements)) {
    // What is within its limit was not told of noise; it counts as a test all the same.
    const chances = family.map(({ pValue, state }) => (state === 'breach' ? (pValue ?? 1) : 1));
    const rejected = rejectByFalseDiscoveryRate(chances, FALSE_DISCOVERY_RATE);
    for (const [i, one] of family.entries()) isRejected.set(one, rejected[i]!);
  }
  return measurements.map((one) => (one.state === 'breach' ? correct(one, isRejected.get(one) === true) : one));
}

function correct(one: Measurement, isRejected: boolean): Measurement {
  if (one.pValue === null) return { ...one, state: 'ok', threshold: null, direction: null, reason: WITHOUT_NOISE };
  if (isRejected) return one;
  return { ...one, state: 'ok', drifted: one.drifted === null ? null : false };
}

/** The tests of each check: what has a verdict on drift, or a limit. */
function groupTests(measurements: readonly Measurement[]): Measurement[][] {
  const families = new Map<string, Measurement[]>();
  for (const one of measurements) {
    if (one.value === null || (one.drifted === null && one.threshold === null)) continue;
    families.set(one.check, [...(families.get(one.check) ?? []), one]);
  }
  return [...families.values()];
}
