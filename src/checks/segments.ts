import { setImmediate } from 'node:timers/promises';
import type { DriftSettings, Monitor } from '../monitors/types.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import { readSlicings } from '../profile/slicings.ts';
import type { Profile, Segment } from '../profile/types.ts';
import { correctSegments } from './correct-segments.ts';
import { makeMeasurement, makeUnknown } from './measurement.ts';
import { type Check, type CheckInput, type CheckName, type Measurement, SEGMENT_CHECKS } from './types.ts';

/** Fewer rows on either side say nothing about a segment. */
const MIN_ROWS = 100;

type Measure = (check: Check, input: CheckInput) => Measurement[];

/**
 * The checks asked of every segment by itself, and corrected over all segments: ten of them are ten chances to be wrong.
 * In between, whoever waits for an answer gets a turn.
 * @param measure one check, as it is run on the whole.
 */
export async function measureSegments(
  input: CheckInput,
  checks: readonly Check[],
  measure: Measure,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const segment of input.grids.segments ?? []) {
    await setImmediate();
    found.push(...measureSegment(segment, input, checks, measure));
  }
  return [...correctSegments(found, input.monitor), ...listUnknown(input)];
}

/** The same at once, for whoever measures many windows. */
export function measureSegmentsNow(input: CheckInput, checks: readonly Check[], measure: Measure): Measurement[] {
  const segments = input.grids.segments ?? [];
  const found = segments.flatMap((segment) => measureSegment(segment, input, checks, measure));
  return [...correctSegments(found, input.monitor), ...listUnknown(input)];
}

function measureSegment(
  { name, terms }: Segment,
  input: CheckInput,
  checks: readonly Check[],
  measure: Measure,
): Measurement[] {
  const reference = input.reference.segments?.[name];
  const current = input.current.segments?.[name];
  const asked = checks.filter((check) => (SEGMENT_CHECKS as readonly CheckName[]).includes(check.name));
  const volume = asked.find((check) => check.name === 'volume');
  const own = narrowInput(input, name, reference, current);
  const rows =
    volume === undefined
      ? [makeMeasurement({ check: 'volume', metric: 'rows', value: current?.rows ?? 0 })]
      : measure(volume, own);
  const reason = explainUnmeasurable(reference, current);
  const measured = reason === null ? asked.flatMap((check) => (check === volume ? [] : measure(check, own))) : [];
  const columns = new Set(terms.map(({ column }) => column));
  return [
    ...(reason === null ? rows : noteFirst(rows, reason)),
    ...measured.filter((one) => isWanted(one, columns)),
  ].map((one) => ({ ...one, segment: name }));
}

/** What a check sees of a segment: its rows on its own grids, compared by the checks' own methods. */
function narrowInput(
  input: CheckInput,
  name: string,
  reference: Profile | undefined,
  current: Profile | undefined,
): CheckInput {
  const none: Profile = { rows: 0, columns: {}, joint: null, errors: null, lastEventAt: null };
  return {
    ...input,
    monitor: withoutNannyml(input.monitor),
    grids: gridsOfSegment(input.grids, name),
    reference: reference ?? none,
    current: current ?? none,
    // Of slices that were counted as a whole, nothing is known of the segment.
    history: input.history.flatMap(({ at, segments }) =>
      segments === undefined ? [] : [{ at, rows: segments[name] ?? 0 }],
    ),
    slices: input.slices.map(({ at, profile }) => ({ at, profile: profile.segments?.[name] ?? none })),
    exact: input.ofSegments?.[name]?.exact ?? {},
    categories: input.ofSegments?.[name]?.categories ?? {},
    isSegment: true,
  };
}

/** Its limits come from chunks of the reference, which are not cut for every segment. */
function withoutNannyml(monitor: Monitor): Monitor {
  const { featureDrift, predictionDrift, labelDrift } = monitor;
  const clear = (settings: DriftSettings | null) =>
    settings?.compat === 'nannyml' ? { ...settings, compat: null } : settings;
  return {
    ...monitor,
    featureDrift: clear(featureDrift),
    predictionDrift: clear(predictionDrift),
    labelDrift: clear(labelDrift),
  };
}

function explainUnmeasurable(reference: Profile | undefined, current: Profile | undefined): string | null {
  const sides = [
    ['reference', reference?.rows ?? 0],
    ['current', current?.rows ?? 0],
  ] as const;
  const small = sides.find(([, rows]) => rows < MIN_ROWS);
  return small === undefined ? null : `Too few rows in the ${small[0]} window: ${small[1]}, and ${MIN_ROWS} are needed`;
}

function noteFirst([first, ...others]: readonly Measurement[], reason: string): Measurement[] {
  if (first === undefined) return [];
  return [{ ...first, reason: [first.reason, reason].filter((part) => part !== null).join('; ') }, ...others];
}

/** A segment's own columns are constant in it; sums over its columns were made before the correction. */
function isWanted({ check, column }: Measurement, own: ReadonlySet<string>): boolean {
  return column === null ? check !== 'feature_drift' : !own.has(column);
}

/** Slicings whose columns the reference lacks have no segments, which must not go unsaid. */
function listUnknown({ grids, monitor }: CheckInput): Measurement[] {
  const known = new Set((grids.segments ?? []).map(({ terms }) => terms.map(({ column }) => column).join(', ')));
  const missing = readSlicings(monitor.slicingExprs)
    .slicings.map((columns) => columns.join(', '))
    .filter((name) => !known.has(name));
  return missing.map((name) => ({
    ...makeUnknown('volume', 'rows', `The reference has no values of ${name}: its segments are not measured`),
    segment: name,
  }));
}
