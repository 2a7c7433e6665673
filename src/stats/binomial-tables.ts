import { type AliasTable, writeAliases } from './alias.ts';

/** Counts more rare than the commonest by this factor are beyond what a random number of 32 bits can pick. */
const NEGLIGIBLE = 2 ** -36;

/** Alias tables of binomial counts, one after the other: that of count i has sizes[i] places from offsets[i] on, the first for firsts[i]. */
export type BinomialTables = AliasTable & { offsets: Int32Array; sizes: Int32Array; firsts: Int32Array };

/** @param trials of each count. @param p the chance, between 0 and 1 and neither of both. */
export function createBinomialTables(trials: ArrayLike<number>, p: number): BinomialTables {
  const length = trials.length;
  const offsets = new Int32Array(length);
  const sizes = new Int32Array(length);
  const firsts = new Int32Array(length);
  const heights: number[] = [];
  for (let i = 0; i < length; i++) {
    offsets[i] = heights.length;
    firsts[i] = addHeights(heights, trials[i]!, p);
    sizes[i] = heights.length - offsets[i]!;
  }
  const weights = Float64Array.from(heights);
  const table = { keeps: new Float32Array(heights.length), others: new Int32Array(heights.length) };
  for (let i = 0; i < length; i++) writeAliases(weights, table, offsets[i]!, sizes[i]!);
  return { ...table, offsets, sizes, firsts };
}

/** Adds how likely each count is, but for a factor, from the first that is not negligible; returns that. */
function addHeights(heights: number[], trials: number, p: number): number {
  const odds = p / (1 - p);
  const mode = Math.floor((trials + 1) * p);
  const below: number[] = [];
  let first = mode;
  for (let height = 1; first > 0; first--) {
    height *= first / ((trials - first + 1) * odds);
    if (height < NEGLIGIBLE) break;
    below.push(height);
  }
  for (let i = below.length - 1; i >= 0; i--) heights.push(below[i]!);
  let height = 1;
  for (let count = mode; height >= NEGLIGIBLE; count++) {
    heights.push(height);
    height *= ((trials - count) * odds) / (count + 1);
  }
  return first;
}
