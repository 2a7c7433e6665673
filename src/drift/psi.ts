import { describeRare } from './categories.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import type { DriftMethod } from './method.ts';

/** The population stability index: the sum of (r - c) ln(r / c) over shares with half a count added to every cell. */
export const psi: DriftMethod = {
  name: 'psi',
  label: 'Population stability index',
  kinds: ['numeric', 'categorical'],
  defaultThreshold: 0.2,
  minRows: 10,
  meaning: 'Change of the shares of cells; by custom under 0.1 is little and over 0.2 is much',
  value: (pair) => stabilityIndex(countCells(pair)),
  caveat: describeRare,
  noise: (pair, source) => source.ofCells(pair, stabilityIndex, { power: 1, factor: (n, m) => (n * m) / (n + m) }),
};

function stabilityIndex({ reference, current }: CellCounts): number {
  const half = reference.length / 2;
  const [n, m] = [sum(reference) + half, sum(current) + half];
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = (reference[i]! + 0.5) / n;
    const c = (current[i]! + 0.5) / m;
    index += (r - c) * Math.log(r / c);
  }
  return index;
}
