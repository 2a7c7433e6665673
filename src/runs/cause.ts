import type { AlertEvidence } from '../alerts/types.ts';
import { type ComparedProfiles, pairColumn } from '../checks/drift.ts';
import { isOfSegment, type Measurement, type PastProfile, type PastSlice } from '../checks/types.ts';
import { isDriftMethod } from '../drift/index.ts';
import type { ColumnPair } from '../drift/types.ts';
import { refineSegment } from '../profile/refine-segment.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import type { Profile } from '../profile/types.ts';
import { describeDriftCause } from '../rootcause/drift.ts';
import { explainFinding, isWorseThanRest, type Scene } from '../rootcause/explain.ts';
import type { Explanation } from '../rootcause/types.ts';

/** What is known of a run beside its measurements when a finding is explained; the slices of a window that is looked at alone. */
export type RunScene = Omit<Scene, 'profiles'> & { profiles: ComparedProfiles };

/** Where an alert's finding comes from, out of what is stored; without sentences where nothing can be said. */
export function findCause(evidence: AlertEvidence, scene: RunScene): Explanation {
  const { metric, column, segment = null, value } = evidence;
  const { profiles, measurements } = scene;
  if (value === null) return NOTHING;
  const measured = measurements.find(
    (one) => one.metric === metric && one.column === column && one.segment === segment,
  );
  if (column !== null && REASONED.has(metric)) return tell(measured?.reason ?? null);
  if (column !== null && isDriftMethod(metric)) return tell(describeDrift(evidence, column, profiles));
  const own = narrowScene(scene, segment);
  if (measured === undefined || own === null) return NOTHING;
  return explainFinding({ check: measured.check, metric, column, direction: evidence.direction }, own);
}

const NOTHING: Explanation = { sentences: [], parts: null, segments: [] };

function tell(sentence: string | null): Explanation {
  return sentence === null ? NOTHING : { ...NOTHING, sentences: [sentence] };
}

function describeDrift(
  { metric, segment = null, value, isPValue }: AlertEvidence,
  column: string,
  profiles: ComparedProfiles,
): string | null {
  if (!isDriftMethod(metric) || value === null || !(value > 0 || isPValue)) return null;
  const pair = pairOf(profiles, { column, segment });
  if (typeof pair === 'string') return null;
  // A p-value has no parts; those of the table that was tested add up to any number above 0.
  if (isPValue) return describeDriftCause(column, pair, pair.kind === 'numeric' ? metric : 'chi_square', 1);
  return describeDriftCause(column, pair, metric, value);
}

/** What is known of the rows of one segment; null where it has none on a side. */
function narrowScene(scene: RunScene, segment: string | null): RunScene | null {
  if (segment === null) return scene;
  const profiles = narrowProfiles(scene.profiles, segment);
  if (profiles === null) return null;
  const { segments: _, ...grids } = profiles.grids;
  const own = <T extends { at: number; profile: { segments?: Readonly<Record<string, P>> } }, P>({
    at,
    profile,
  }: T) => {
    const found = profile.segments?.[segment];
    return found === undefined ? [] : [{ at, profile: found }];
  };
  return {
    ...scene,
    profiles: { ...profiles, grids },
    slices: scene.slices.flatMap(own<Scene['slices'][number], Profile>),
    before: scene.before.flatMap(own<PastSlice, PastProfile>),
    history: scene.history.flatMap(({ at, segments }) =>
      segments === undefined ? [] : [{ at, rows: segments[segment] ?? 0 }],
    ),
  };
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

/**
 * The segment that is furthest beyond the limit, of those that are at all and that are worse than all rows by more than
 * chance, for a finding over all rows.
 */
export function findWorstSegment(
  { metric, column, segment = null, value }: AlertEvidence,
  scene: RunScene,
): { segment: string; value: number } | null {
  // How many rows a segment has is no worse than how many another has.
  if (segment !== null || metric === 'rows') return null;
  const outside = scene.measurements.filter(
    (one) => isOfSegment(one) && one.state === 'breach' && one.metric === metric && one.column === column,
  );
  const sign = outside[0]?.direction === 'below' ? -1 : 1;
  const worst = outside.filter((one) => standsOut(one, value, scene)).sort((a, b) => sign * (b.value! - a.value!))[0];
  return worst === undefined ? null : { segment: worst.segment!, value: worst.value! };
}

/** Small segments are further off by chance alone: a distance must be so less its own floor, a mean against all other rows. */
function standsOut(one: Measurement, whole: number | null, scene: RunScene): boolean {
  if (isDriftMethod(one.metric)) return one.floor === null || whole === null || one.value! - one.floor > whole;
  return isWorseThanRest(one, one.segment!, scene);
}
