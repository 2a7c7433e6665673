import type { AlertEvidence } from '../alerts/types.ts';
import { type ComparedProfiles, pairColumn } from '../checks/drift.ts';
import type { Measurement } from '../checks/types.ts';
import { isDriftMethod } from '../drift/index.ts';
import { describeDriftCause } from '../rootcause/drift.ts';
import { describeMistakes } from '../rootcause/mistakes.ts';

/** Where an alert's finding comes from, in words, from the profiles alone; null where nothing can be said. */
export function findCause(
  evidence: AlertEvidence,
  profiles: ComparedProfiles,
  measurements: readonly Measurement[],
): string | null {
  const { metric, column, value } = evidence;
  if (value === null) return null;
  const measured = measurements.find((one) => one.metric === metric && one.column === column && one.segment === null);
  if (measured?.check === 'performance') {
    return describeMistakes(profiles.reference.joint, profiles.current.joint);
  }
  if (column === null) return null;
  if (metric === 'vanished_share' || metric === 'unseen_share') return measured?.reason ?? null;
  if (!isDriftMethod(metric) || !(value > 0)) return null;
  const pair = pairColumn(profiles, column);
  return typeof pair === 'string' ? null : describeDriftCause(column, pair, metric, value);
}
