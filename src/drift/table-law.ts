import { chiSquareSf, normalSf } from '../stats/distributions.ts';
import { type CellCounts, sum } from './cells.ts';
import type { Measures } from './table-measures.ts';

/** Expected values in every cell from which on the laws below are good for a rough answer (Cochran's rule). */
const LEAST_EXPECTED = 5;
/** With fewer cells, what one gains another loses, and draws are cheap. */
const LEAST_CELLS = 10;
/** Both p-values from here on: they are nowhere near a verdict, whatever the laws are wrong by. */
const CLEARLY_NOISE = 0.12;
const STEPS = 64;

/** Whether the law of many counts takes both measures for noise by far. False where the law says nothing. */
export function isNoiseByLaw({ reference, current }: CellCounts, { whole, largest }: Measures): boolean {
  const [n, m] = [sum(reference), sum(current)];
  const share = Math.min(n, m) / (n + m);
  if (reference.length < LEAST_CELLS) return false;
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i]! + current[i]!) * share < LEAST_EXPECTED) return false;
  }
  const cells = reference.length;
  return chiSquareSf(whole, cells - 1) >= CLEARLY_NOISE && largestSf(largest, cells) >= CLEARLY_NOISE;
}

/**
 * How often the largest gain and the largest loss of so many cells, as likelihood ratios, add up to x or more: signed
 * roots of likelihood ratios are nearly normal, and nearly independent where there are many cells.
 */
function largestSf(x: number, cells: number): number {
  const below = (ratio: number): number => (1 - normalSf(Math.sqrt(ratio))) ** cells;
  let chance = 0;
  for (let i = 0; i < STEPS; i++) {
    const [from, to] = [(x * i) / STEPS, (x * (i + 1)) / STEPS];
    chance += (below(to) - (i === 0 ? 0 : below(from))) * below(x - (from + to) / 2);
  }
  return 1 - chance;
}
