import { describeRare } from './categories.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import type { DriftMethod } from './method.ts';

/**
 * The Jensen-Shannon divergence of two tables of counts, base 2, nothing added:
 * scipy.spatial.distance.jensenshannon(reference, current, base=2) ** 2.
 */
export function jensenShannon({ reference, current }: CellCounts): number {
  const [n, m] = [sum(reference), sum(current)];
  let nats = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = reference[i]! / n;
    const q = current[i]! / m;
    if (p + q > 0) nats += ((p + q) / 2) * divergence((p - q) / (p + q));
  }
  return Math.min(1, nats / (2 * Math.LN2));
}

/** Up to here the series is exact to the last digit, and much cheaper than logarithms. */
const SMALL = 0.2;
/** 1 / (k (2 k - 1)), k from 10 down to 1. */
const SERIES = Float64Array.from({ length: 10 }, (_, i) => 1 / ((10 - i) * (2 * (10 - i) - 1)));

/** (1 + d) ln(1 + d) + (1 - d) ln(1 - d), for d from -1 to 1. */
function divergence(d: number): number {
  const square = d * d;
  if (square < SMALL * SMALL) {
    let total = 0;
    for (let k = 0; k < SERIES.length; k++) total = total * square + SERIES[k]!;
    return total * square;
  }
  return timesLog(1 + d) + timesLog(1 - d);
}

function timesLog(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
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
  caveat: describeRare,
  noise: (pair, source) => source.ofCells(pair, jensenShannon, { power: 1, factor: divergenceFactor }),
};
