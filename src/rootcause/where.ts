import { formatShare, formatTogether } from '../format.ts';
import { gridsOfSegment } from '../profile/segment-grids.ts';
import type { GridSet, Profile, Segment } from '../profile/types.ts';
import { isShareMetric, metricWord, nameSegment } from '../words.ts';
import { findPlaces, type Group, MOST_PARTS, type NamedSides, type Sides, withoutParts } from './places.ts';
import type { Subject } from './subject.ts';
import { meanOf, type Tally } from './tally.ts';
import type { Explanation, FindingParts } from './types.ts';

export type BothProfiles = { grids: GridSet; reference: Profile; current: Profile };

/** A segment's rows on both sides, `label` being its values alone: `EU` of `region = EU`. */
type SegmentSides = NamedSides & { label: string };

/** The sums of a segment, or of all rows; null where nothing is known of them now. */
export type Tallies = (segment: Segment | null) => Sides | null;

/** The sums of the profiles, the reference being what was before. */
export function tallyProfiles(subject: Subject, { grids, reference, current }: BothProfiles): Tallies {
  return (segment) => {
    if (segment === null) return pairSides(subject.tally(reference, grids), subject.tally(current, grids));
    const [before, now] = [reference.segments?.[segment.name], current.segments?.[segment.name]];
    const own = gridsOfSegment(grids, segment.name);
    return pairSides(before ? subject.tally(before, own) : null, now ? subject.tally(now, own) : null);
  };
}

export function pairSides(reference: Tally | null, current: Tally | null): Sides | null {
  return current === null ? null : { reference, current };
}

/**
 * The segments from which the finding comes; null where none stands out.
 * @param before what the numbers of before are, as a head over them.
 */
export function explainWhere(
  subject: Subject,
  tallies: Tallies,
  { segments, column, before }: { segments: readonly Segment[]; column: string | null; before: string },
): Explanation | null {
  const whole = tallies(null);
  if (whole === null) return null;
  const groups = groupSegments(segments, column).map(({ title, segments: own }) => ({
    title,
    parts: own.flatMap((segment): SegmentSides[] => {
      const sides = tallies(segment);
      return sides?.reference == null ? [] : [{ name: segment.name, label: labelOf(segment), ...sides }];
    }),
  }));
  const places = findPlaces(groups, whole, subject.sign);
  if (places === null) return null;
  const { group, named, rest } = places;
  return {
    sentences: [describePlaces(subject.metric, named, rest)],
    parts: { ...tabulate(subject, group, named, whole), before },
    segments: named.map(({ name }) => name),
  };
}

/** The segments of each slicing; those of the finding's own column say nothing about it. */
export function groupSegments(
  segments: readonly Segment[],
  column: string | null,
): { title: string; segments: Segment[] }[] {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    if (segment.terms.some((term) => term.column === column)) continue;
    const title = segment.terms.map((term) => term.column).join(', ');
    groups.set(title, [...(groups.get(title) ?? []), segment]);
  }
  return [...groups].map(([title, own]) => ({ title, segments: own }));
}

export function labelOf({ terms }: Segment): string {
  return terms.map(({ value }) => value).join(', ');
}

/** "Missing rate is 24.0% where region = EU, was 2.0%; elsewhere 2.1%, was 2.0%" */
function describePlaces(metric: string, named: readonly NamedSides[], rest: Sides): string {
  const parts = named.map((part, i) => {
    const { now, was } = formatSides(metric, part);
    const where = `${i === 0 ? `${metricWord(metric)} is ` : ''}${now} where ${nameSegment(part.name)}`;
    return named.length === 1 ? `${where}, was ${was}` : `${where} (was ${was})`;
  });
  const last = parts.pop();
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  if (rest.current.count === 0) return all!;
  const { now, was } = formatSides(metric, rest);
  return `${all}; elsewhere ${now}, was ${was}`;
}

/** Both means of a part, with the same decimals; what differs in the fourth digit alone is alike to a reader. */
export function formatSides(metric: string, { reference, current }: Sides): { now: string; was: string } {
  const means = [meanOf(current), reference === null ? 0 : meanOf(reference)];
  if (isShareMetric(metric)) return { now: formatShare(means[0]!), was: formatShare(means[1]!) };
  const step = 10 ** (Math.floor(Math.log10(Math.max(...means.map(Math.abs), 1e-300))) - 2);
  const [now = '', was = ''] = formatTogether(means.map((mean) => Math.round(mean / step) * step));
  return { now, was };
}

/** The named parts, the others that moved most, and all other rows. */
function tabulate(
  subject: Subject,
  group: Group<SegmentSides>,
  named: readonly SegmentSides[],
  whole: Sides,
): Omit<FindingParts, 'before'> {
  const { metric, sign } = subject;
  const move = ({ reference, current }: Sides): number => sign * (meanOf(current) - meanOf(reference!));
  const others = group.parts.filter((part) => !named.includes(part)).sort((a, b) => move(b) - move(a));
  // One row is for all others together.
  const shown = [...named, ...others].slice(0, MOST_PARTS - 1);
  const rest = withoutParts(whole, shown);
  const hasRest = rest.current.count > 0 && (rest.reference?.count ?? 0) > 0;
  const toRow = (name: string, { reference, current }: Sides) => ({
    name,
    reference: reference === null ? null : meanOf(reference),
    current: meanOf(current),
  });
  return {
    title: `${metricWord(metric)} by ${group.title}`,
    unit: isShareMetric(metric) ? 'share' : 'number',
    rows: [
      ...shown.map((part) => ({ ...toRow(part.label, part), isNamed: named.includes(part), isRest: false })),
      ...(hasRest ? [{ ...toRow('elsewhere', rest), isNamed: false, isRest: true }] : []),
    ],
  };
}
