import type { AlertEvidence } from '../alerts/types.ts';
import { type ComparedProfiles, pairColumn } from '../checks/drift.ts';
import { isOfSegment, type Measurement } from '../checks/types.ts';
import { isDriftMethod } from '../drift/index.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import { describeDriftCause } from '../rootcause/drift.ts';
import { describeMistakes } from '../rootcause/mistakes.ts';

/** Where an alert's finding comes from, in words, from the profiles alone; null where nothing can be said. */
export function findCause(
  evidence: AlertEvidence,
  profiles: ComparedProfiles,
  measurements: readonly Measurement[],
): string | null {
  const own = narrowProfiles(profiles, evidence.segment ?? null);
  return own === null ? null : findWhy(evidence, own, measurements);
}

/** What is compared where a finding is of one segment. */
export function narrowProfiles(profiles: ComparedProfiles, segment: string | null): ComparedProfiles | null {
  if (segment === null) return profiles;
  const [reference, current] = [profiles.reference.segments?.[segment], profiles.current.segments?.[segment]];
  if (reference === undefined || current === undefined) return null;
  return { grids: gridsOfSegment(profiles.grids, segment), reference, current };
}

/** The segment that is furthest beyond the limit, of those that are at all, for a finding over all rows. */
export function findWorstSegment(
  { metric, column, segment = null }: AlertEvidence,
  measurements: readonly Measurement[],
): { segment: string; value: number } | null {
  if (segment !== null) return null;
  const outside = measurements.filter(
    (one) => isOfSegment(one) && one.state === 'breach' && one.metric === metric && one.column === column,
  );
  const sign = outside[0]?.direction === 'below' ? -1 : 1;
  const worst = outside.sort((a, b) => sign * (b.value! - a.value!))[0];
  return worst === undefined ? null : { segment: worst.segment!, value: worst.value! };
}

function findWhy(
  { metric, column, segment = null, value }: AlertEvidence,
  profiles: ComparedProfiles,
  measurements: readonly Measurement[],
): string | null {
  if (value === null) return null;
  const measured = measurements.find(
    (one) => one.metric === metric && one.column === column && one.segment === segment,
  );
  if (measured?.check === 'performance') {
    return describeMistakes(profiles.reference.joint, profiles.current.joint);
  }
  if (metric === 'correlation_change') return column === null ? null : (measured?.reason ?? null);
  if (column === null) return null;
  if (metric === 'vanished_share' || metric === 'unseen_share') return measured?.reason ?? null;
  if (!isDriftMethod(metric) || !(value > 0)) return null;
  const pair = pairColumn(profiles, column);
  return typeof pair === 'string' ? null : describeDriftCause(column, pair, metric, value);
}
