import { type CellCounts, countCells, sum } from './cells.ts';
import type { DriftMethod } from './method.ts';

/**
 * The Jensen-Shannon divergence of two tables of counts, base 2, nothing added:
 * scipy.spatial.distance.jensenshannon(reference, current, base=2) ** 2.
 */
export function jensenShannon({ reference, current }: CellCounts): number {
  const [n, m] = [sum(reference), sum(current)];
  let bits = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = reference[i]! / n;
    const q = current[i]! / m;
    if (p > 0) bits += p * Math.log2((2 * p) / (p + q));
    if (q > 0) bits += q * Math.log2((2 * q) / (p + q));
  }
  return Math.min(1, Math.max(0, bits / 2));
}

/** Chi-square over the divergence, in bits, of two large tables: an eighth of it in nats, by the sizes. */
export function divergenceFactor(n: number, m: number): number {
  return (8 * Math.LN2 * n * m) / (n + m);
}

export const jsDivergence: DriftMethod = {
  name: 'js_divergence',
  label: 'Jensen-Shannon divergence',
  kinds: ['numeric', 'categorical'],
  defaultThreshold: 0.0025,
  minRows: 10,
  meaning: 'How well one can tell the two sides apart, 0 (not at all) to 1 bit; the square of js_distance',
  value: (pair) => jensenShannon(countCells(pair)),
  noise: (pair, source) => source.ofCells(pair, jensenShannon, { power: 1, factor: divergenceFactor }),
};
