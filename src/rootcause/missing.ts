import { formatPlural, formatShare } from '../format.ts';
import type { ColumnProfile, NumericProfile, Profile } from '../profile/types.ts';
import { nameValue } from '../words.ts';
import { isWorse, MOST_NAMED, MOST_PARTS, type Sides } from './places.ts';
import { rateOf } from './subject.ts';
import { meanOf } from './tally.ts';
import type { Explanation } from './types.ts';
import { type BothProfiles, tallyProfiles } from './where.ts';

/** A column that lost less than this part of what the finding's own lost did not go with it. */
const LEAST_PART = 0.5;
/** So much of what is missing more are NaN. */
const NEARLY_ALL = 0.9;

type Lost = Sides & { name: string };

/** Columns whose gaps came on other days did not go together. */
const LEAST_OVERLAP = 0.7;

type Slices = readonly { profile: Pick<Profile, 'rows' | 'columns'> }[];

/** The columns that went missing on the same days, and whether it is NaN that came. */
export function explainMissing(
  column: string,
  columns: readonly string[],
  profiles: BothProfiles,
  slices: Slices,
): Explanation {
  const own = tallyProfiles(rateOf('missing_rate', column), profiles)(null);
  if (own?.reference == null || !isWorse(own, 1)) return { sentences: [], parts: null, segments: [] };
  const lost = riseOf(own);
  const others = columns
    .filter((name) => name !== column)
    .flatMap((name): Lost[] => {
      const sides = tallyProfiles(rateOf('missing_rate', name), profiles)(null);
      return sides === null ? [] : [{ name, ...sides }];
    })
    .filter((one) => isWorse(one, 1, columns.length) && riseOf(one) >= LEAST_PART * lost)
    .filter(
      (one) => overlap(spread(column, own, slices, profiles), spread(one.name, one, slices, profiles)) >= LEAST_OVERLAP,
    )
    .sort((a, b) => riseOf(b) - riseOf(a));
  const nan = describeNan(profiles.reference.columns[column], profiles.current.columns[column]);
  return {
    sentences: [...(others.length === 0 ? [] : [describeOthers(others)]), ...(nan === null ? [] : [nan])],
    parts: others.length === 0 ? null : tabulate([{ name: column, ...own }, ...others]),
    segments: [],
  };
}

function riseOf({ reference, current }: Sides): number {
  return meanOf(current) - (reference === null ? 0 : meanOf(reference));
}

/** How much of what is missing more fell into each slice; parts of 1. */
function spread(column: string, { reference }: Sides, slices: Slices, { grids }: BothProfiles): number[] {
  const usual = reference === null ? 0 : meanOf(reference);
  const more = slices.map(({ profile }) => {
    const tally = rateOf('missing_rate', column).tally({ ...profile, joint: null, errors: null }, grids);
    return tally === null ? 0 : Math.max(0, tally.sum - usual * tally.count);
  });
  const total = more.reduce((a, b) => a + b, 0);
  return more.map((one) => (total === 0 ? 0 : one / total));
}

function overlap(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, one, i) => total + Math.min(one, b[i]!), 0);
}

function describeOthers(others: readonly Lost[]): string {
  const named = others
    .slice(0, MOST_NAMED)
    .map(({ name, current }) => `${nameValue(name)} (${formatShare(meanOf(current))})`);
  const rest = others.length - named.length;
  if (rest > 0)
    return `${named.join(', ')} and ${formatPlural(rest, 'other column', 'other columns')} went missing too`;
  const last = named.pop();
  return `${named.length === 0 ? last : `${named.join(', ')} and ${last}`} went missing too`;
}

function tabulate(rows: readonly Lost[]): NonNullable<Explanation['parts']> {
  return {
    title: 'Missing rate by column',
    before: 'reference',
    unit: 'share',
    rows: rows.slice(0, MOST_PARTS).map(({ name, reference, current }) => ({
      name,
      reference: reference === null ? null : meanOf(reference),
      current: meanOf(current),
      isNamed: true,
      isRest: false,
    })),
  };
}

/** NaN is what a computation leaves, null what a join does. */
function describeNan(before: ColumnProfile | undefined, now: ColumnProfile | undefined): string | null {
  if (before?.kind !== 'numeric' || now?.kind !== 'numeric' || now.nans === 0) return null;
  const rise = (pick: (profile: NumericProfile) => number): number => pick(now) / now.rows - pick(before) / before.rows;
  const [nans, nulls] = [rise(({ nans: count }) => count), rise(({ nulls: count }) => count)];
  return nans >= NEARLY_ALL * (nans + Math.max(0, nulls)) ? 'What is missing more is NaN, not null' : null;
}
