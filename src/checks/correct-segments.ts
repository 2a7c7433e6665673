import type { Monitor } from '../monitors/types.ts';
import { rejectByFalseDiscoveryRate } from '../stats/benjamini-hochberg.ts';
import type { CheckName, Measurement } from './types.ts';

/** Expected share of false findings among what is found in the segments of one check. */
const FALSE_DISCOVERY_RATE = 0.05;
const WITHOUT_NOISE = 'No limit in a segment: how much of it is chance is not known';

/**
 * What the segments of a run found, each check corrected over all its segments, columns and metrics (Benjamini and
 * Hochberg). What chance explains is ok; what has a limit and no p-value has no limit here. A verdict of Evidently's stays
 * as it is: it knows no segments, and a team that must match it filters the rows.
 */
export function correctSegments(measurements: readonly Measurement[], monitor: Monitor): Measurement[] {
  const isRejected = new Map<Measurement, boolean>();
  const own = measurements.filter((one) => !isLikeEvidently(one, monitor));
  for (const family of groupTests(own)) {
    // What is within its limit was not told of noise; it counts as a test all the same.
    const chances = family.map(({ pValue, state }) => (state === 'breach' ? (pValue ?? 1) : 1));
    const rejected = rejectByFalseDiscoveryRate(chances, FALSE_DISCOVERY_RATE);
    for (const [i, one] of family.entries()) isRejected.set(one, rejected[i]!);
  }
  return measurements.map((one) => {
    if (one.state !== 'breach' || isLikeEvidently(one, monitor)) return one;
    return correct(one, isRejected.get(one) === true);
  });
}

function isLikeEvidently({ check, drifted }: Measurement, monitor: Monitor): boolean {
  const settings: Partial<Record<CheckName, Monitor['featureDrift']>> = {
    feature_drift: monitor.featureDrift,
    prediction_drift: monitor.predictionDrift,
    label_drift: monitor.labelDrift,
  };
  return drifted !== null && settings[check]?.compat === 'evidently';
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
