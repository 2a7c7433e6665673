import { drawHypergeometric } from '../stats/draws.ts';
import { createRandom, deriveSeed } from '../stats/random.ts';
import { type CellCounts, sum } from './cells.ts';

/**
 * A stream of tables of two sides that differ by nothing but chance: the values of both are pooled and dealt out anew,
 * none put back, so that every table has the sizes and the totals of the observed one. That is the permutation test,
 * which keeps its level with whatever small counts. Decided by the seed and the counts alone, and by all the counts:
 * were it by the sizes, one unlucky set of draws would judge a column of that size every day.
 */
export function createTableDraws(observed: CellCounts, seed: number): (into: CellCounts) => void {
  const { reference, current } = observed;
  const totals = reference.map((count, i) => count + current[i]!);
  const [n, m] = [sum(reference), sum(current)];
  const random = createRandom(deriveSeed(seed, ...reference, ...current));
  // From the rarest up: the many draws of few values are the cheap ones.
  const order = Int32Array.from(totals.keys()).sort((a, b) => totals[a]! - totals[b]!);
  const last = order.length - 1;
  return (into) => {
    const [dealt, others] = m <= n ? [into.current, into.reference] : [into.reference, into.current];
    let left = Math.min(n, m);
    let rest = n + m;
    for (let i = 0; i <= last; i++) {
      const cell = order[i]!;
      const total = totals[cell]!;
      const count = i === last ? left : drawHypergeometric(random, total, rest - total, left);
      dealt[cell] = count;
      others[cell] = total - count;
      left -= count;
      rest -= total;
    }
  };
}

/** So many tables of a stream, in one piece of memory: two thousand pieces cost more than the draws. */
export function keepTables(draw: (into: CellCounts) => void, cells: number, count: number): CellCounts[] {
  const memory = new Float64Array(2 * count * cells);
  return Array.from({ length: count }, (_, i) => {
    const at = 2 * i * cells;
    const table = {
      reference: memory.subarray(at, at + cells),
      current: memory.subarray(at + cells, at + 2 * cells),
    };
    draw(table);
    return table;
  });
}
