import { listCategories } from '../profile/category-counts.ts';
import type { CategoricalProfile } from '../profile/types.ts';
import type { ColumnPair } from './types.ts';

export type CategoricalPair = Extract<ColumnPair, { kind: 'categorical' }>;

/** The rows of a category on both sides; `name` null: of many that are compared as one. */
export type ComparedCategory = { name: string | null; reference: number; current: number };

/** Standard deviations within which chance may have kept a value below the rarest that is counted by name. */
const CHANCE = 3.5;
/** Chance is less than one in three million on either side (Chernoff's bound, exp(-x / 2)). */
const NO_CHANCE = 30;
/** The same, in standard deviations. */
const NO_CHANCE_DEVIATIONS = 5;
/** Of a reference where no value is rare: values that it does not have may still hold five of its rows' share, once in 200. */
const LEAST_VARIANCE = 4;

/**
 * The categories that are compared, those that occur on neither side left out.
 *
 * Which values are counted by name, the reference decides: its commonest, or all that it has. Chance helped the last of
 * them to that place, and kept others from it, which stand in one cell for all other; compared as they are, the named
 * ones look as if they all lost. So where values are unnamed, those are set apart that are common on both sides together,
 * which does not tell one side from the other, and all rarer ones join the unnamed. Alone remain, rare or not, those
 * whose two counts no chance explains; and where no chance explains how many values are new, these stay apart together.
 */
export function listCompared({ grid, reference, current }: CategoricalPair): ComparedCategory[] {
  const { named, other: unnamed, totals } = listCategories(grid, reference, current);
  if (unnamed.reference + unnamed.current === 0) return named;
  const other = { name: null, ...unnamed };
  const { reference: n, current: m } = totals;
  const isNamedByRank = grid.isComplete === false || grid.rest !== undefined;
  const rarest = isNamedByRank ? Math.min(...reference.counts) : 0;
  const limit = limitOf(rarest, n, m);
  const isAlone = (one: ComparedCategory) => one.reference + one.current > limit || ratioOf(one, n, m) > NO_CHANCE;
  const alone = named.filter(isAlone);
  const rare = [...named.filter((one) => !isAlone(one)), other];
  const fresh = isNamedByRank ? [] : rare.filter((one) => one.reference === 0);
  if (!isFlooded(reference, totalOf(fresh, 'current'), n, m)) return [...alone, asOne(rare)];
  return [...alone, asOne(rare.filter((one) => one.reference > 0)), asOne(fresh)];
}

function asOne(rows: readonly ComparedCategory[]): ComparedCategory {
  return { name: null, reference: totalOf(rows, 'reference'), current: totalOf(rows, 'current') };
}

/** Whether so many of m values are new, to a reference of n that names all its own, that no chance left them out of it. */
function isFlooded(reference: CategoricalProfile, fresh: number, n: number, m: number): boolean {
  const { share, deviation } = expectUnseen(reference, n, m);
  return fresh / m > share + NO_CHANCE_DEVIATIONS * deviation;
}

/**
 * What the reference's rare values tell of those that it did not happen to have: their share is about that of the values
 * that occur once (Good and Turing), and the more uncertain the more of them occur once or twice.
 * @param n values of the reference; @param m values among which new ones are looked for.
 */
export function expectUnseen(
  { counts }: CategoricalProfile,
  n: number,
  m: number,
): { share: number; deviation: number } {
  const occurring = (times: number) => counts.filter((count) => count === times).length;
  const share = (occurring(1) + 1) / n;
  const drawn = (share * Math.max(0, 1 - share)) / m;
  return { share, deviation: Math.sqrt((occurring(1) + 2 * occurring(2) + LEAST_VARIANCE) / (n * n) + drawn) };
}

/** What a reader must know of a column whose rare values are compared as one, or null. */
export function describeRare(pair: ColumnPair): string | null {
  if (pair.kind !== 'categorical' || pair.reference.other + pair.current.other === 0) return null;
  const rows = listCompared(pair);
  const alone = rows.filter(({ name }) => name !== null).length;
  const fresh = rows.length - alone > 1 ? ', and all other new ones as one' : '';
  return `Its ${alone} commonest values are compared one by one, all rarer ones as one${fresh}`;
}

/** So often on both sides together a value occurs at most that chance may have left with `count` in the reference or fewer. */
function limitOf(count: number, n: number, m: number): number {
  const share = n / (n + m);
  const variance = CHANCE * CHANCE * share * (1 - share);
  return ((Math.sqrt(variance) + Math.sqrt(variance + 4 * share * (count + 1))) / (2 * share)) ** 2;
}

/** The likelihood ratio of its two counts against their share of all values. */
function ratioOf({ reference, current }: ComparedCategory, n: number, m: number): number {
  const both = (reference + current) / (n + m);
  const term = (count: number, size: number) => (count === 0 ? 0 : count * Math.log(count / (both * size)));
  return 2 * (term(reference, n) + term(current, m));
}

function totalOf(rows: readonly ComparedCategory[], side: 'reference' | 'current'): number {
  return rows.reduce((total, one) => total + one[side], 0);
}
