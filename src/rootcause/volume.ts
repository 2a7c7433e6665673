import type { Measurement, SliceRows } from '../checks/types.ts';
import { type Expected, expectSlice } from '../checks/volume.ts';
import { capitalise, formatCount, formatDay, formatMoment, formatPlural, formatTime } from '../format.ts';
import { GRAIN_MS, type Grain, type Profile, type Segment } from '../profile/types.ts';
import { nameSegment } from '../words.ts';
import { ENOUGH, FACTOR, MOST_NAMED, MOST_PARTS } from './places.ts';
import type { Explanation, FindingParts } from './types.ts';
import { groupSegments, labelOf } from './where.ts';

/** A slice whose rows end so much before it does was cut off. */
const CUT_OFF = 0.1;

export type VolumeInput = {
  /** Rows of slices, those before the window among them, oldest first. */
  history: readonly SliceRows[];
  /** The window's own slices; one that had no rows may be absent. */
  slices: readonly { at: number; profile: Pick<Profile, 'rows' | 'lastEventAt' | 'segments'> }[];
  window: { fromAt: number | null; toAt: number | null };
  grain: Grain;
  /** Event times are days: when the last row of one came is not known. */
  hasDatesOnly: boolean;
  segments: readonly Segment[];
  measurements: readonly Measurement[];
  direction: 'above' | 'below';
};

/** Which days (or hours) have too few or too many rows, and which segments; by what past weeks let expect. */
export function explainVolume(input: VolumeInput): Explanation {
  const slices = listSlices(input);
  const odd = slices.filter((slice) => isOdd(slice, input.direction));
  const hasStory = odd.length > 0 && slices.length > 1;
  const bySegment = explainSegments(input);
  const sentences = hasStory ? [describeSlices(odd, slices, input)] : [];
  const ofNewest = hasStory ? odd.slice(-1).flatMap((slice) => describeLackOf(slice, input)) : [];
  return {
    sentences: [
      ...sentences,
      ...(ofNewest.length > 0 ? ofNewest : (bySegment?.sentences ?? [])),
      ...describeEnd(odd, input),
    ],
    parts: (hasStory ? tabulate(odd, slices, input) : null) ?? bySegment?.parts ?? null,
    segments: bySegment?.segments ?? [],
  };
}

type Slice = { at: number; rows: number; expected: Expected | null; lastEventAt: number | null };

function listSlices({ window: { fromAt, toAt }, grain, slices, history }: VolumeInput): Slice[] {
  if (fromAt === null || toAt === null) return [];
  const found = new Map(slices.map(({ at, profile }) => [at, profile]));
  const all: Slice[] = [];
  for (let at = fromAt; at < toAt; at += GRAIN_MS[grain]) {
    const profile = found.get(at);
    const expected = expectSlice(history, fromAt, at);
    all.push({ at, rows: profile?.rows ?? 0, expected, lastEventAt: profile?.lastEventAt ?? null });
  }
  return all;
}

/** No rows at all are too few whatever is known of the past, unless that has none either. */
function isOdd({ rows, expected }: Slice, direction: 'above' | 'below'): boolean {
  if (expected === null) return direction === 'below' && rows === 0;
  return direction === 'below' ? rows < expected.low : rows > expected.high;
}

/** "12 rows on 10 Feb, about 1,000 expected"; of many slices, how many they are. */
function describeSlices(odd: readonly Slice[], all: readonly Slice[], { grain, direction }: VolumeInput): string {
  const unit = grain === '1 day' ? ['day', 'days'] : ['hour', 'hours'];
  if (odd.length <= MOST_NAMED)
    return odd.map((slice) => `${describeSlice(slice)} on ${nameSlice(slice.at, grain)}`).join('; ');
  const side = direction === 'below' ? 'few' : 'many';
  const since = odd[0]!.at;
  const isTail = odd.every(({ at }, i) => at === all[all.length - odd.length + i]!.at);
  if (odd.length === all.length) return `Each of ${formatPlural(all.length, unit[0]!, unit[1]!)} has too ${side} rows`;
  if (isTail)
    return `${odd.every(({ rows }) => rows === 0) ? 'No' : `Too ${side}`} rows since ${nameSlice(since, grain)}`;
  return `Too ${side} rows on ${odd.length} of ${all.length} ${unit[1]}, first on ${nameSlice(since, grain)}`;
}

function describeSlice({ rows, expected }: Slice): string {
  const found = capitalise(countRows(rows));
  return expected === null ? found : `${found} (about ${formatCount(expected.middle)} expected)`;
}

function countRows(rows: number): string {
  return rows === 0 ? 'no rows' : rows === 1 ? 'one row' : `${formatCount(rows)} rows`;
}

function nameSlice(at: number, grain: Grain): string {
  return grain === '1 day' ? formatDay(at) : formatMoment(at);
}

/** "The last row of 10 Feb is of 13:58 UTC": the newest odd day was cut off, as where a pipeline stopped. */
function describeEnd(odd: readonly Slice[], { grain, hasDatesOnly, direction }: VolumeInput): string[] {
  const last = odd.at(-1);
  if (last === undefined || hasDatesOnly || direction === 'above' || last.lastEventAt === null || grain !== '1 day')
    return [];
  const left = last.at + GRAIN_MS[grain] - last.lastEventAt;
  if (left < CUT_OFF * GRAIN_MS[grain]) return [];
  return [`The last row of ${formatDay(last.at)} is of ${formatTime(last.lastEventAt)} UTC`];
}

/** The odd ones and their neighbours, up to the newest. */
function tabulate(odd: readonly Slice[], all: readonly Slice[], { grain }: VolumeInput): FindingParts | null {
  const shown = all.length <= MOST_PARTS ? all : pickRows(odd, all);
  if (shown.every(({ expected }) => expected === null)) return null;
  return {
    title: grain === '1 day' ? 'Rows by day' : 'Rows by hour (UTC)',
    before: 'expected',
    unit: 'count',
    rows: shown.map(({ at, rows, expected }) => ({
      name: grain === '1 day' ? formatDay(at) : `${formatDay(at)} ${formatTime(at)}`,
      reference: expected?.middle ?? null,
      current: rows,
      isNamed: odd.some((one) => one.at === at),
      isRest: false,
    })),
  };
}

function pickRows(odd: readonly Slice[], all: readonly Slice[]): Slice[] {
  const others = all.filter((slice) => !odd.includes(slice)).slice(-Math.max(0, MOST_PARTS - odd.length));
  const shown = [...odd.slice(0, MOST_PARTS), ...(odd.length < MOST_PARTS ? others : [])];
  return shown.sort((a, b) => a.at - b.at);
}

/** Of one slice, the segments that lack most of its rows, by their own past weeks. */
function describeLackOf({ at, rows, expected }: Slice, input: VolumeInput): string[] {
  const own = input.slices.find((slice) => slice.at === at)?.profile.segments;
  const { fromAt } = input.window;
  if (expected === null || fromAt === null || (own === undefined && rows > 0)) return [];
  const whole = { rows, expected: expected.middle, isOdd: true };
  const found = findSegments(input, whole, ({ name }) => {
    const past = input.history.flatMap((slice) =>
      slice.segments === undefined ? [] : [{ at: slice.at, rows: slice.segments[name] ?? 0 }],
    );
    const usual = expectSlice(past, fromAt, at);
    if (usual === null) return null;
    const count = own?.[name]?.rows ?? 0;
    const isOdd = input.direction === 'below' ? count < usual.low : count > usual.high;
    return { rows: count, expected: usual.middle, isOdd };
  });
  return found === null ? [] : [`On ${nameSlice(at, input.grain)} ${describeSegments(found.named, whole)}`];
}

type Count = { segment: Segment; rows: number; expected: number };

/** The segments whose own rows are outside what is expected of them, and that lack (or add) most of it. */
function explainSegments(input: VolumeInput): Explanation | null {
  const whole = countOf(null, input.measurements);
  if (whole === null) return null;
  const found = findSegments(input, whole, ({ name }) => countOf(name, input.measurements));
  if (found === null) return null;
  const { title, counts, named } = found;
  return {
    sentences: [capitalise(describeSegments(named, whole))],
    segments: named.map(({ segment }) => segment.name),
    parts: tabulateSegments(title, counts, named),
  };
}

type Counted = Pick<Count, 'rows' | 'expected'> & { isOdd: boolean };
type FoundSegments = { title: string; counts: Count[]; named: Count[] };

function findSegments(
  input: VolumeInput,
  whole: Counted,
  count: (segment: Segment) => Counted | null,
): FoundSegments | null {
  const sign = input.direction === 'below' ? -1 : 1;
  const off = ({ rows, expected }: Pick<Count, 'rows' | 'expected'>): number => sign * (rows - expected);
  for (const { title, segments } of groupSegments(input.segments, null)) {
    const counts = segments.flatMap((segment): (Count & Counted)[] => {
      const counted = count(segment);
      return counted === null ? [] : [{ segment, ...counted }];
    });
    const named = counts
      .filter((one) => one.isOdd && off(one) > 0)
      .sort((a, b) => off(b) - off(a))
      .slice(0, MOST_NAMED);
    const carried = named.reduce((sum, one) => sum + off(one), 0) / off(whole);
    // Where all lack the same part, no segment is the place.
    const isSpread = named.every((one) => off(one) / one.expected < FACTOR * (off(whole) / whole.expected));
    if (named.length > 0 && carried >= ENOUGH && !isSpread) return { title, counts, named };
  }
  return null;
}

function countOf(segment: string | null, measurements: readonly Measurement[]): Counted | null {
  const find = (metric: string): Measurement | undefined =>
    measurements.find((one) => one.check === 'volume' && one.metric === metric && one.segment === segment);
  const [rows, expected] = [find('rows'), find('expected_rows')];
  if (rows?.value == null || expected?.value == null) return null;
  return { rows: rows.value, expected: expected.value, isOdd: rows.state === 'breach' };
}

/** "no rows where region = EU (about 300 expected); elsewhere 705 (about 700)" */
function describeSegments(named: readonly Count[], whole: Pick<Count, 'rows' | 'expected'>): string {
  const add = (pick: (count: Count) => number): number => named.reduce((sum, count) => sum + pick(count), 0);
  const rest = {
    rows: whole.rows - add(({ rows }) => rows),
    expected: whole.expected - add(({ expected }) => expected),
  };
  const told = named.map(
    ({ segment, rows, expected }) =>
      `${countRows(rows)} where ${nameSegment(segment.name)} (about ${formatCount(expected)} expected)`,
  );
  const elsewhere =
    rest.expected < 1 ? '' : `; elsewhere ${formatCount(rest.rows)} (about ${formatCount(rest.expected)})`;
  return `${told.join(', ')}${elsewhere}`;
}

function tabulateSegments(title: string, counts: readonly Count[], named: readonly Count[]): FindingParts {
  const others = counts.filter((count) => !named.includes(count));
  return {
    title: `Rows by ${title}`,
    before: 'expected',
    unit: 'count',
    rows: [...named, ...others].slice(0, MOST_PARTS).map((count) => ({
      name: labelOf(count.segment),
      reference: count.expected,
      current: count.rows,
      isNamed: named.includes(count),
      isRest: false,
    })),
  };
}
