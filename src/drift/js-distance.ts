import { describeRare } from './categories.ts';
import { type CellCounts, countCells } from './cells.ts';
import { divergenceFactor, jensenShannon } from './js-divergence.ts';
import type { DriftMethod } from './method.ts';

/** The root of the Jensen-Shannon divergence, base 2; scipy.spatial.distance.jensenshannon(reference, current, base=2). */
export const jsDistance: DriftMethod = {
  name: 'js_distance',
  label: 'Jensen-Shannon distance',
  kinds: ['numeric', 'categorical'],
  defaultThreshold: 0.05,
  minRows: 10,
  meaning: 'Distance of the two distributions, 0 (the same) to 1 (nothing in common)',
  value: (pair) => distance(countCells(pair)),
  caveat: describeRare,
  noise: (pair, source) => source.ofCells(pair, distance, { power: 2, factor: divergenceFactor }),
};

function distance(cells: CellCounts): number {
  return Math.sqrt(jensenShannon(cells));
}
