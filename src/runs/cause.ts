import type { AlertEvidence } from '../alerts/types.ts';
import { type ComparedProfiles, pairColumn } from '../checks/drift.ts';
import { isOfSegment, type Measurement } from '../checks/types.ts';
import { isDriftMethod } from '../drift/index.ts';
import type { ColumnPair } from '../drift/types.ts';
import { refineSegment } from '../profile/refine-segment.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import { describeDriftCause } from '../rootcause/drift.ts';
import { describeMistakes } from '../rootcause/mistakes.ts';

/** Where an alert's finding comes from, in words, from the profiles alone; null where nothing can be said. */
export function findCause(
  evidence: AlertEvidence,
  profiles: ComparedProfiles,
  measurements: readonly Measurement[],
): string | null {
  const { metric, column, segment = null, value } = evidence;
  if (value === null) return null;
  const measured = measurements.find(
    (one) => one.metric === metric && one.column === column && one.segment === segment,
  );
  if (measured?.check === 'performance') {
    const own = narrowProfiles(profiles, segment);
    return own === null ? null : describeMistakes(own.reference.joint, own.current.joint);
  }
  if (column === null) return null;
  if (REASONED.has(metric)) return measured?.reason ?? null;
  if (!isDriftMethod(metric) || !(value > 0 || evidence.isPValue)) return null;
  const pair = pairOf(profiles, { column, segment });
  if (typeof pair === 'string') return null;
  // A p-value has no parts; those of the table that was tested add up to any number above 0.
  if (evidence.isPValue) return describeDriftCause(column, pair, pair.kind === 'numeric' ? metric : 'chi_square', 1);
  return describeDriftCause(column, pair, metric, value);
}

/** Metrics whose measurement says itself what changed. */
const REASONED: ReadonlySet<string> = new Set(['correlation_change', 'vanished_share', 'unseen_share']);

/** One column of all rows or of a segment, to be drawn and put in words, or why there is none. */
export function pairOf(
  profiles: ComparedProfiles,
  { column, segment }: { column: string; segment: string | null },
): ColumnPair | string {
  const own = narrowProfiles(profiles, segment);
  if (own === null) return `There are no rows of ${segment}`;
  const [pair, whole] = [pairColumn(own, column), pairColumn(profiles, column)];
  if (segment === null || typeof pair === 'string' || typeof whole === 'string') return pair;
  if (pair.kind !== 'numeric' || whole.kind !== 'numeric') return pair;
  const refine = (side: 'reference' | 'current') =>
    refineSegment({ grid: whole.grid, profile: whole[side] }, { grid: pair.grid, profile: pair[side] });
  return { kind: 'numeric', grid: whole.grid, reference: refine('reference'), current: refine('current') };
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
