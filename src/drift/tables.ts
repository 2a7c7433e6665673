import { createDeal } from '../stats/deal.ts';
import { createRandom, deriveSeed } from '../stats/random.ts';
import { type CellCounts, sum } from './cells.ts';

/** Deals tables one after the other. */
export type TableDraws = {
  /** Writes the counts of one side, the smaller, from a place on; the other side has what is left of the totals. */
  deal(counts: Float64Array, at: number): void;
  /** Both sides of what was dealt; written into `into`. */
  expand(counts: Float64Array, at: number, into: CellCounts): void;
};

/**
 * A stream of tables of two sides that differ by nothing but chance: the values of both are pooled and dealt out anew,
 * none put back, so that every table has the sizes and the totals of the observed one. That is the permutation test,
 * which keeps its level with whatever small counts. Decided by the seed and the counts alone, and by all the counts:
 * were it by the sizes, one unlucky set of draws would judge a column of that size every day.
 */
export function createTableDraws({ reference, current }: CellCounts, seed: number): TableDraws {
  const totals = reference.map((count, i) => count + current[i]!);
  const [n, m] = [sum(reference), sum(current)];
  const random = createRandom(deriveSeed(seed, ...reference, ...current));
  return {
    deal: createDeal(random, totals, Math.min(n, m)),
    expand(counts, at, into) {
      const [dealt, others] = m <= n ? [into.current, into.reference] : [into.reference, into.current];
      for (let i = 0; i < totals.length; i++) {
        const count = counts[at + i]!;
        dealt[i] = count;
        others[i] = totals[i]! - count;
      }
    },
  };
}
