import { createBinomialTables } from './binomial-tables.ts';
import { drawRoundedNormal, NORMAL_VARIANCE } from './draws.ts';
import type { Random } from './random.ts';

/** Whether a binomial count is drawn as a rounded normal. */
export function isNearlyNormal(n: number, p: number): boolean {
  return n * p * (1 - p) > NORMAL_VARIANCE;
}

/** Binomial counts, the successes of n trials each. Many of one law are far cheaper so than one by one. */
export function drawBinomials(random: Random, n: number, p: number, draws: number): Float64Array {
  const counts = new Float64Array(draws);
  if (n <= 0 || p <= 0) return counts;
  if (p >= 1) return counts.fill(n);
  if (!isNearlyNormal(n, p)) drawByTable(random, n, p, counts);
  else {
    const deviation = Math.sqrt(n * p * (1 - p));
    for (let i = 0; i < draws; i++) counts[i] = drawRoundedNormal(random, n, n * p, deviation);
  }
  return counts;
}

function drawByTable(random: Random, n: number, p: number, counts: Float64Array): void {
  const { firsts, keeps, others } = createBinomialTables([n], p);
  const first = firsts[0]!;
  const size = keeps.length;
  for (let i = 0; i < counts.length; i++) {
    const scaled = random.uniform() * size;
    const place = Math.floor(scaled);
    counts[i] = first + (scaled - place < keeps[place]! ? place : others[place]!);
  }
}
