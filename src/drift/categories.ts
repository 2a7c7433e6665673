import type { CategoricalProfile } from '../profile/types.ts';
import type { ColumnPair } from './types.ts';

export type CategoricalPair = Extract<ColumnPair, { kind: 'categorical' }>;

/** The rows of a category on both sides; `name` null: of all that are compared as one. */
export type ComparedCategory = { name: string | null; reference: number; current: number };

/** Standard deviations within which chance may have kept a value below the rarest that is counted by name. */
const CHANCE = 3.5;
/** Chance is less than one in three million on either side (Chernoff's bound, exp(-x / 2)). */
const NO_CHANCE = 30;

/**
 * The categories that are compared, those that occur on neither side left out.
 *
 * Which values are counted by name, the reference decides: its commonest, or all that it has. Chance helped the last of
 * them to that place, and kept others from it, which stand in one cell for all other; compared as they are, the named
 * ones look as if they all lost. So where values are unnamed, those are set apart that are common on both sides together,
 * which does not tell one side from the other, and all rarer ones join the unnamed. Alone remain, rare or not, those
 * whose two counts no chance explains.
 */
export function listCompared({ grid, reference, current }: CategoricalPair): ComparedCategory[] {
  const named = listNamed(grid.values, reference, current);
  const other = { name: null, reference: reference.other, current: current.other };
  if (other.reference + other.current === 0) return named;
  const rows = [...named, other];
  const [n, m] = [totalOf(rows, 'reference'), totalOf(rows, 'current')];
  const isNamedByRank = grid.isComplete === false || grid.rest !== undefined;
  const rarest = isNamedByRank ? Math.min(...reference.counts) : 0;
  const limit = limitOf(rarest, n, m);
  const isAlone = (one: ComparedCategory) => one.reference + one.current > limit || ratioOf(one, n, m) > NO_CHANCE;
  const alone = named.filter(isAlone);
  const rare = [...named.filter((one) => !isAlone(one)), other];
  return [...alone, { name: null, reference: totalOf(rare, 'reference'), current: totalOf(rare, 'current') }];
}

/** What a reader must know of a column whose rare values are compared as one, or null. */
export function describeRare(pair: ColumnPair): string | null {
  if (pair.kind !== 'categorical' || pair.reference.other + pair.current.other === 0) return null;
  const alone = listCompared(pair).filter(({ name }) => name !== null).length;
  return `Its ${alone} commonest values are compared one by one, all rarer ones as one`;
}

function listNamed(
  values: readonly string[],
  reference: CategoricalProfile,
  current: CategoricalProfile,
): ComparedCategory[] {
  const unseenOf = (side: CategoricalProfile) => new Map(side.unseen.map(({ value, count }) => [value, count]));
  const [before, now] = [unseenOf(reference), unseenOf(current)];
  const known = values.map((name, i) => ({ name, reference: reference.counts[i]!, current: current.counts[i]! }));
  const unseen = [...new Set([...before.keys(), ...now.keys()])].map((name) => ({
    name,
    reference: before.get(name) ?? 0,
    current: now.get(name) ?? 0,
  }));
  return [...known, ...unseen].filter((one) => one.reference + one.current > 0);
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
