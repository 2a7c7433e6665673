import type { Measurement, PastSlice, SliceRows } from '../checks/types.ts';
import { optionsFor } from '../metrics/metric.ts';
import type { Monitor } from '../monitors/types.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import type { Profile, Segment, TimeRange } from '../profile/types.ts';
import { describeBias, explainRanges } from './errors.ts';
import { describeEstimatedAccuracy, describeEstimatedErrors } from './estimates.ts';
import { explainInvalid } from './invalid.ts';
import { explainMissing } from './missing.ts';
import { describeMistakes } from './mistakes.ts';
import { describeOutliers } from './outliers.ts';
import { isWorse, type Sides } from './places.ts';
import { type Found, type Subject, subjectOf } from './subject.ts';
import { addTallies, meanOf, type Tally, takeAway } from './tally.ts';
import type { Explanation } from './types.ts';
import { explainVolume } from './volume.ts';
import { explainWhen } from './when.ts';
import { type BothProfiles, explainWhere, pairSides, type Tallies, tallyProfiles } from './where.ts';

/** What a finding is explained by: the rows that it is of, on both sides, and slice by slice. */
export type Scene = {
  monitor: Monitor;
  window: TimeRange;
  profiles: BothProfiles;
  /** The window's slices. */
  slices: readonly { at: number; profile: Profile }[];
  /** The slices that an anomaly rate is compared with; of some the mark alone is known, of all rows together. */
  before: readonly PastSlice[];
  /** Rows of past slices. */
  history: readonly SliceRows[];
  measurements: readonly Measurement[];
};

/** Fewer slices before the window say nothing of what is usual. */
const NEEDED_SLICES = 7;
const NOTHING: Explanation = { sentences: [], parts: null, segments: [] };

/** Why a rate, a performance metric or the number of rows is outside its limit; nothing where the counts do not tell. */
export function explainFinding(found: Found, scene: Scene): Explanation {
  if (found.check === 'volume' && found.metric === 'rows') return explainRows(found, scene);
  if (found.check === 'estimated_performance') return tell(describeEstimate(found.metric, scene));
  const { monitor, profiles } = scene;
  const options = optionsFor(monitor.positiveLabel, [profiles.reference, profiles.current]);
  const subject = subjectOf(found, options);
  if (subject === null) return NOTHING;
  const { tallies, before } = chooseTallies(subject, found, scene);
  const whole = tallies(null);
  if (whole === null) return NOTHING;
  const { segments = [] } = profiles.grids;
  const where = explainWhere(subject, tallies, { segments, column: found.column, before }) ?? NOTHING;
  const what = explainWhat(found, scene, where);
  const when = tellWhen(subject, whole, scene);
  const isWhatFirst = found.metric === 'invalid_rate';
  const [first, second] = isWhatFirst ? [what, where] : [where, what];
  return {
    sentences: [...first.sentences, ...second.sentences, ...(when === null ? [] : [when])],
    parts: first.parts ?? second.parts,
    segments: where.segments,
  };
}

/** Anomalies are held against the days before, where these are known; everything else against the reference. */
function chooseTallies(subject: Subject, { check }: Found, scene: Scene): { tallies: Tallies; before: string } {
  const { profiles, before } = scene;
  const ofProfiles = tallyProfiles(subject, profiles);
  const usual = { tallies: ofProfiles, before: 'reference' };
  if (check !== 'anomaly_rate' || before.length < NEEDED_SLICES) return usual;
  const tallyBefore = (segment: Segment | null): Tally | null => {
    const grids = segment === null ? profiles.grids : gridsOfSegment(profiles.grids, segment.name);
    const known = before.flatMap(({ profile }) => {
      const own = segment === null ? profile : profile.segments?.[segment.name];
      const tally = own === undefined ? null : subject.tally({ ...own, joint: null, errors: null }, grids);
      return tally === null ? [] : [tally];
    });
    return known.length < NEEDED_SLICES ? null : known.reduce(addTallies);
  };
  const [whole, reference] = [tallyBefore(null), ofProfiles(null)?.reference ?? null];
  const isKnownBySegment = before.filter(({ profile }) => profile.segments !== undefined).length >= NEEDED_SLICES;
  // Of days that no run has read, segments are not known; a reference that is like these days stands in.
  if (!isKnownBySegment && whole !== null && reference !== null && isAlike(whole, reference)) return usual;
  return {
    tallies: (segment) => pairSides(tallyBefore(segment), ofProfiles(segment)?.current ?? null),
    before: 'days before',
  };
}

function isAlike(a: Tally, b: Tally): boolean {
  return !isWorse({ reference: a, current: b }, 1) && !isWorse({ reference: a, current: b }, -1);
}

/**
 * Whether the rows of a segment are now worse than all others, beyond what chance does to any segment; true where the
 * metric is no mean over rows.
 */
export function isWorseThanRest(found: Found, name: string, { monitor, profiles }: Scene): boolean {
  const { reference, current, grids } = profiles;
  const subject = subjectOf(found, optionsFor(monitor.positiveLabel, [reference, current]));
  const { segments = [] } = grids;
  const segment = segments.find((one) => one.name === name);
  if (subject === null || subject.metric !== found.metric || segment === undefined) return true;
  const tallies = tallyProfiles(subject, profiles);
  const [own, whole] = [tallies(segment), tallies(null)];
  if (own === null || whole === null) return false;
  return isWorse(
    { reference: takeAway(whole.current, own.current), current: own.current },
    subject.sign,
    segments.length,
  );
}

function explainRows(found: Found, { monitor, profiles, ...scene }: Scene): Explanation {
  if (found.direction === null) return NOTHING;
  const segments = profiles.grids.segments ?? [];
  const { grain, hasDatesOnly } = monitor;
  return explainVolume({ ...scene, segments, grain, hasDatesOnly, direction: found.direction });
}

function tellWhen(subject: Subject, whole: Sides, { profiles, slices, monitor }: Scene): string | null {
  const usual = whole.reference === null ? 0 : meanOf(whole.reference);
  return explainWhen(subject, slices, { grids: profiles.grids, grain: monitor.grain, usual });
}

/** What of the values or of the predictions it is. */
function explainWhat(
  { check, metric, column }: Found,
  { monitor, profiles, slices }: Scene,
  where: Explanation,
): Explanation {
  const { reference, current, grids } = profiles;
  if (check === 'performance') {
    if (current.errors !== null) return explainErrors({ monitor, profiles }, where);
    const options = optionsFor(monitor.positiveLabel, [reference, current]);
    return tell(describeMistakes(metric, { reference: reference.joint, current: current.joint }, options));
  }
  if (check !== 'quality' || column === null) return NOTHING;
  const sides = [grids.columns[column], reference.columns[column], current.columns[column]] as const;
  if (metric === 'missing_rate') {
    const columns = Object.keys(grids.columns).filter((name) => name !== monitor.labelColumn);
    return explainMissing(column, columns, profiles, slices);
  }
  if (metric === 'outlier_rate') return tell(describeOutliers(...sides));
  const rules = monitor.quality?.rules ?? {};
  return Object.hasOwn(rules, column) ? explainInvalid(rules[column]!, ...sides) : NOTHING;
}

/** What moved the estimate: it follows predictions and scores alone. Metrics of one class have causes of their own. */
function describeEstimate(metric: string, { monitor, profiles }: Scene): string | null {
  const { reference, current, grids } = profiles;
  if (metric === 'estimated_accuracy')
    return describeEstimatedAccuracy(profiles, optionsFor(monitor.positiveLabel, [reference, current]));
  const grid = monitor.predictionColumn === null ? undefined : grids.columns[monitor.predictionColumn];
  return describeEstimatedErrors(reference.errors, current.errors, grid);
}

function explainErrors({ monitor, profiles }: Pick<Scene, 'monitor' | 'profiles'>, where: Explanation): Explanation {
  const { reference, current, grids } = profiles;
  const bias = describeBias(reference.errors, current.errors!);
  const grid = monitor.predictionColumn === null ? undefined : grids.columns[monitor.predictionColumn];
  const ranges = where.sentences.length > 0 ? null : explainRanges(reference.errors, current.errors!, grid);
  return {
    sentences: [...(ranges?.sentences ?? []), ...(bias === null ? [] : [bias])],
    parts: ranges?.parts ?? null,
    segments: [],
  };
}

function tell(sentence: string | null): Explanation {
  return sentence === null ? NOTHING : { ...NOTHING, sentences: [sentence] };
}
