import { normalSf } from '../stats/distributions.ts';
import { addTallies, errorOfMean, meanOf, type Tally, takeAway } from './tally.ts';

/** Some rows of a finding: those of a segment, of a day, of a range of predictions. `reference` null: it is not known. */
export type Sides = { reference: Tally | null; current: Tally };
export type NamedSides = Sides & { name: string };

/** Parts out of all rows by one thing, such as the regions. */
export type Group<T extends NamedSides = NamedSides> = { title: string; parts: readonly T[] };

/** The parts from which a finding comes, and all other rows together. */
export type Places<T extends NamedSides = NamedSides> = { group: Group<T>; named: readonly T[]; rest: Sides };

/** How often all parts together may be taken for a place by chance. */
const LEVEL = 0.01;
/** Fewer rows on a side say nothing. */
export const LEAST_ROWS = 30;
/** A place moved so many times as far as all other rows. */
export const FACTOR = 1.5;
/** What is named carries so much of the whole move, or it is not where it comes from. */
export const ENOUGH = 0.5;
export const MOST_NAMED = 3;
/** What the table of a picture has room for. */
export const MOST_PARTS = 5;

/**
 * The parts of one group that moved further than all other rows, beyond what chance does to any part of any group, and
 * that carry at least half of the move; null where there are none.
 * @param sign 1 where more is worse, -1 where less is.
 */
export function findPlaces<T extends NamedSides>(
  groups: readonly Group<T>[],
  whole: Sides,
  sign: 1 | -1,
): Places<T> | null {
  const tests = groups.reduce((total, { parts }) => total + parts.length, 0);
  const ranked = groups
    .map((group) => ({ group, sure: listSure(group.parts, whole, { sign, tests }) }))
    .filter(({ sure }) => sure.length > 0)
    .sort((a, b) => b.sure[0]!.z - a.sure[0]!.z);
  for (const { group, sure } of ranked) {
    const named = sure.slice(0, MOST_NAMED).map(({ part }) => part);
    const rest = withoutParts(whole, named);
    if (carriedBy(named, whole, sign) >= ENOUGH) return { group, named, rest };
  }
  return null;
}

function listSure<T extends NamedSides>(
  parts: readonly T[],
  whole: Sides,
  { sign, tests }: { sign: 1 | -1; tests: number },
): { part: T; z: number }[] {
  return parts
    .filter(({ reference }) => reference !== null && whole.reference !== null)
    .map((part) => ({ part, z: contrast(part, withoutParts(whole, [part]), sign) }))
    .filter(({ part, z }) => isBeyondChance(z, tests) && isFurther(part, withoutParts(whole, [part]), sign))
    .sort((a, b) => b.z - a.z);
}

/**
 * Of parts in their order, such as days, the neighbours that moved further than all others, beyond chance for any such
 * stretch; null where none did. Parts without a reference of their own are compared with each other.
 * @param usual the mean before, of parts without a reference of their own.
 * @returns the first and the last of them.
 */
export function findStretch(parts: readonly Sides[], sign: 1 | -1, usual = 0): { first: number; last: number } | null {
  const whole = sumSides(parts);
  const tests = (parts.length * (parts.length + 1)) / 2 - 1;
  let best: { first: number; last: number; z: number } | null = null;
  for (let first = 0; first < parts.length; first++) {
    let inside: Sides | null = null;
    for (let last = first; last < parts.length; last++) {
      inside = inside === null ? parts[last]! : addSides(inside, parts[last]!);
      if (last - first + 1 === parts.length) break;
      const z = contrast(inside, takeAwaySides(whole, inside), sign);
      if (z > (best?.z ?? 0)) best = { first, last, z };
    }
  }
  if (best === null || !isBeyondChance(best.z, tests)) return null;
  const inside = sumSides(parts.slice(best.first, best.last + 1));
  return isFurther(inside, takeAwaySides(whole, inside), sign, usual) ? { first: best.first, last: best.last } : null;
}

/** Whether what is worse now than it was is so beyond chance. */
export function isWorse({ reference, current }: Sides, sign: 1 | -1, tests = 1): boolean {
  if (reference === null || reference.count < LEAST_ROWS || current.count < LEAST_ROWS) return false;
  const error = Math.sqrt(errorOfMean(reference) + errorOfMean(current));
  const moved = sign * (meanOf(current) - meanOf(reference));
  return moved > 0 && isBeyondChance(error === 0 ? Number.POSITIVE_INFINITY : moved / error, tests);
}

function isBeyondChance(z: number, tests: number): boolean {
  return z > 0 && normalSf(z) * tests < LEVEL;
}

/** How many standard errors a part moved further than the rest; 0 where one of them has too few rows. */
function contrast(part: Sides, rest: Sides, sign: 1 | -1): number {
  const sides = [part.current, rest.current, part.reference, rest.reference].filter((side) => side !== null);
  if (sides.some(({ count }) => count < LEAST_ROWS)) return 0;
  const apart = sign * (moveOf(part) - moveOf(rest));
  const error = Math.sqrt(sides.reduce((total, side) => total + errorOfMean(side), 0));
  if (!(apart > 0)) return 0;
  return error === 0 ? Number.POSITIVE_INFINITY : apart / error;
}

function moveOf({ reference, current }: Sides): number {
  return meanOf(current) - (reference === null ? 0 : meanOf(reference));
}

/** Beyond chance is not enough: a place stands out to the eye, too. */
function isFurther(part: Sides, rest: Sides, sign: 1 | -1, usual = 0): boolean {
  const [own, others] = [part, rest].map((side) => sign * (moveOf(side) - (side.reference === null ? usual : 0)));
  return own! > 0 && own! >= FACTOR * others!;
}

/** The part of the whole move that is of these rows. */
function carriedBy(parts: readonly Sides[], whole: Sides, sign: 1 | -1): number {
  const total = sign * moveOf(whole) * whole.current.count;
  const own = parts.reduce((sum, part) => sum + sign * moveOf(part) * part.current.count, 0);
  return total > 0 ? own / total : 0;
}

/** All rows but those of some parts. */
export function withoutParts(whole: Sides, parts: readonly Sides[]): Sides {
  return parts.reduce<Sides>((rest, part) => takeAwaySides(rest, part), whole);
}

function takeAwaySides(whole: Sides, part: Sides): Sides {
  return combine(whole, part, takeAway);
}

function addSides(a: Sides, b: Sides): Sides {
  return combine(a, b, addTallies);
}

export function sumSides(parts: readonly Sides[]): Sides {
  return parts.slice(1).reduce<Sides>((sum, part) => addSides(sum, part), parts[0]!);
}

function combine(a: Sides, b: Sides, join: (a: Tally, b: Tally) => Tally): Sides {
  return {
    reference: a.reference === null || b.reference === null ? null : join(a.reference, b.reference),
    current: join(a.current, b.current),
  };
}
