import { describeRare } from './categories.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import type { DriftMethod } from './method.ts';

/** Kullback-Leibler of the reference over the current, natural logarithm, half a count added to every cell; scipy.stats.entropy(r, c). */
export const klDivergence: DriftMethod = {
  name: 'kl_divergence',
  label: 'Kullback-Leibler divergence',
  kinds: ['numeric', 'categorical'],
  defaultThreshold: 0.1,
  minRows: 10,
  meaning: 'Information lost when the current distribution stands for the reference, in nats; 0 for none',
  value: (pair) => relativeEntropy(countCells(pair)),
  caveat: describeRare,
  noise: (pair, source) => source.ofCells(pair, relativeEntropy, { power: 1, factor: (n, m) => (2 * n * m) / (n + m) }),
};

function relativeEntropy({ reference, current }: CellCounts): number {
  const half = reference.length / 2;
  const [n, m] = [sum(reference) + half, sum(current) + half];
  let nats = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = (reference[i]! + 0.5) / n;
    nats += r * Math.log((r * m) / (current[i]! + 0.5));
  }
  return Math.max(0, nats);
}
