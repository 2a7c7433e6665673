import { createBinomialTables } from './binomial-tables.ts';
import { drawRoundedNormal, NORMAL_VARIANCE } from './draws.ts';
import type { Random } from './random.ts';

/** Fills `into` with binomial counts, the successes of n trials each. Many of one law are far cheaper so than one by one. */
export function drawBinomials(random: Random, n: number, p: number, into: Float64Array): void {
  const deviation = Math.sqrt(n * p * (1 - p));
  if (n <= 0 || p <= 0) into.fill(0);
  else if (p >= 1) into.fill(n);
  else if (deviation ** 2 > NORMAL_VARIANCE) {
    for (let i = 0; i < into.length; i++) into[i] = drawRoundedNormal(random, n, n * p, deviation);
  } else drawByTable(random, n, p, into);
}

function drawByTable(random: Random, n: number, p: number, into: Float64Array): void {
  const { firsts, keeps, others } = createBinomialTables([n], p);
  const first = firsts[0]!;
  const size = keeps.length;
  for (let i = 0; i < into.length; i++) {
    const scaled = random.uniform() * size;
    const place = Math.floor(scaled);
    into[i] = scaled - place < keeps[place]! ? first + place : others[place]!;
  }
}
