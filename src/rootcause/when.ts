import { formatDay, formatMoment, formatWindow } from '../format.ts';
import { GRAIN_MS, type Grain, type GridSet, type Profile } from '../profile/types.ts';
import { metricWord } from '../words.ts';
import { findStretch, type Sides, sumSides } from './places.ts';
import type { Subject } from './subject.ts';
import { addTallies, type Tally } from './tally.ts';
import { formatSides } from './where.ts';

const DAY_MS = GRAIN_MS['1 day'];
/** More slices than these are looked at by days. */
const MOST_SLICES = 48;

type Slice = { at: number; profile: Pick<Profile, 'rows' | 'columns' | 'joint' | 'errors'> };
type Stretch = { at: number; tally: Tally };

/**
 * The days (or hours) of the window in which it rose: "MAE is 12.1 since 10 Feb, was 5.0 on the days before"; null where
 * none stand out.
 * @param usual the mean before the window, 0 where it is not known.
 */
export function explainWhen(
  subject: Subject,
  slices: readonly Slice[],
  { grids, grain, usual }: { grids: GridSet; grain: Grain; usual: number },
): string | null {
  const tallied = slices.flatMap(({ at, profile }) => {
    const tally = subject.tally(profile, grids);
    return tally === null ? [] : [{ at, tally }];
  });
  const isByDay = grain === '1 day' || tallied.length > MOST_SLICES;
  const parts = isByDay && grain !== '1 day' ? gatherDays(tallied) : tallied;
  const sides = parts.map(({ tally }): Sides => ({ reference: null, current: tally }));
  const found = parts.length < 2 ? null : findStretch(sides, subject.sign, usual);
  if (found === null) return null;
  const { first, last } = found;
  const inside = sumSides(sides.slice(first, last + 1)).current;
  const others = sumSides([...sides.slice(0, first), ...sides.slice(last + 1)]).current;
  const { now, was } = formatSides(subject.metric, { current: inside, reference: others });
  const stepMs = isByDay ? DAY_MS : GRAIN_MS[grain];
  const unit = isByDay ? 'day' : 'hour';
  const [from, to] = [parts[first]!.at, parts[last]!.at + stepMs];
  const word = metricWord(subject.metric);
  if (last === parts.length - 1 && first < last) {
    const since = isByDay ? formatDay(from) : formatMoment(from);
    return `${word} is ${now} since ${since}, was ${was} on the ${first === 1 ? unit : `${unit}s`} before`;
  }
  const rest = parts.length - (last - first + 1) === 1 ? `the other ${unit}` : `the other ${unit}s`;
  return `${word} is ${now} on ${formatWindow({ fromAt: from, toAt: to })}, ${was} on ${rest}`;
}

function gatherDays(slices: readonly Stretch[]): Stretch[] {
  const days = new Map<number, Tally>();
  for (const { at, tally } of slices) {
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    const known = days.get(day);
    days.set(day, known === undefined ? tally : addTallies(known, tally));
  }
  return [...days].map(([at, tally]) => ({ at, tally }));
}
