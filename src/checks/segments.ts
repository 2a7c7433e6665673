import { setImmediate } from 'node:timers/promises';
import { readSlicings } from '../profile/slicings.ts';
import type { Profile, Segment } from '../profile/types.ts';
import { rejectByFalseDiscoveryRate } from '../stats/benjamini-hochberg.ts';
import { makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, CheckName, Measurement } from './types.ts';

/** Checks that compare two profiles and nothing else, so that a segment can be asked like the whole. */
const BY_SEGMENT: readonly CheckName[] = [
  'feature_drift',
  'prediction_drift',
  'label_drift',
  'performance',
  'estimated_performance',
  'quality',
];
/** Fewer rows on either side say nothing about a segment. */
const MIN_ROWS = 100;
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * The checks asked of every segment by itself. Drift is corrected once more over all segments and columns together: ten
 * segments are ten chances to be wrong.
 * @param measure one check, as it is run on the whole.
 */
export async function measureSegments(
  input: CheckInput,
  checks: readonly Check[],
  measure: (check: Check, input: CheckInput) => Measurement[],
): Promise<Measurement[]> {
  const asked = checks.filter(({ name }) => BY_SEGMENT.includes(name));
  const found: Measurement[] = [];
  for (const segment of input.grids.segments ?? []) {
    await setImmediate();
    found.push(...measureSegment(segment, input, (from) => asked.flatMap((check) => measure(check, from))));
  }
  return [...correctDrift(found), ...listUnknown(input)];
}

function measureSegment(
  { name, terms }: Segment,
  input: CheckInput,
  measure: (from: CheckInput) => Measurement[],
): Measurement[] {
  const reference = input.reference.segments?.[name];
  const current = input.current.segments?.[name];
  const rows = makeMeasurement({ check: 'volume', metric: 'rows', segment: name, value: current?.rows ?? 0 });
  const reason = explainUnmeasurable(reference, current);
  if (reference === undefined || current === undefined || reason !== null) return [{ ...rows, reason }];
  const own = new Set(terms.map(({ column }) => column));
  const measured = measure({ ...input, reference, current, exact: {}, isSegment: true });
  return [rows, ...measured.filter((one) => isWanted(one, own)).map((one) => ({ ...one, segment: name }))];
}

function explainUnmeasurable(reference: Profile | undefined, current: Profile | undefined): string | null {
  const sides = [
    ['reference', reference?.rows ?? 0],
    ['current', current?.rows ?? 0],
  ] as const;
  const small = sides.find(([, rows]) => rows < MIN_ROWS);
  return small === undefined ? null : `Too few rows in the ${small[0]} window: ${small[1]}, and ${MIN_ROWS} are needed`;
}

/** A segment's own columns are constant in it; sums over its columns were made before the correction. */
function isWanted({ check, column }: Measurement, own: ReadonlySet<string>): boolean {
  return column === null ? check !== 'feature_drift' : !own.has(column);
}

function correctDrift(measurements: readonly Measurement[]): Measurement[] {
  const isRejected = new Map<Measurement, boolean>();
  for (const family of groupBy(measurements.filter((one) => one.drifted !== null))) {
    const rejected = rejectByFalseDiscoveryRate(
      // Noise was not told of what is within its threshold; it counts as a test all the same.
      family.map(({ pValue }) => pValue ?? 1),
      FALSE_DISCOVERY_RATE,
    );
    for (const [i, one] of family.entries()) isRejected.set(one, rejected[i]!);
  }
  return measurements.map((one) =>
    one.drifted === true && isRejected.get(one) === false ? { ...one, drifted: false, state: 'ok' as const } : one,
  );
}

/** What is corrected together: one method of one check, over all segments and columns. */
function groupBy(measurements: readonly Measurement[]): Measurement[][] {
  const families = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const key = `${one.check} ${one.metric}`;
    families.set(key, [...(families.get(key) ?? []), one]);
  }
  return [...families.values()];
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
