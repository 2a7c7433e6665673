/** Counts more rare than the commonest by this factor are beyond what a random number of 32 bits can pick. */
const NEGLIGIBLE = 2 ** -36;

/**
 * Alias tables (Walker 1977, Vose 1991) of binomial counts with one chance, in one piece of memory. Count i is drawn by a
 * uniform number u: with place = offsets[i] + floor(u * sizes[i]) and the fraction that is left, it is the place's own
 * count, firsts[i] + floor(u * sizes[i]), where the fraction is below keeps[place], else others[place].
 */
export type BinomialTables = {
  offsets: Int32Array;
  sizes: Int32Array;
  firsts: Float64Array;
  keeps: Float64Array;
  others: Float64Array;
};

/** @param trials of each count. @param p the chance, between 0 and 1 and neither of both. */
export function createBinomialTables(trials: ArrayLike<number>, p: number): BinomialTables {
  const length = trials.length;
  const offsets = new Int32Array(length);
  const sizes = new Int32Array(length);
  const firsts = new Float64Array(length);
  const heights: number[] = [];
  for (let i = 0; i < length; i++) {
    offsets[i] = heights.length;
    firsts[i] = addHeights(heights, trials[i]!, p);
    sizes[i] = heights.length - offsets[i]!;
  }
  const keeps = Float64Array.from(heights);
  const others = new Float64Array(heights.length);
  const places = new Int32Array(sizes.reduce((most, size) => Math.max(most, size), 0));
  for (let i = 0; i < length; i++) {
    const [from, to] = [offsets[i]!, offsets[i]! + sizes[i]!];
    fillAliases(keeps.subarray(from, to), others.subarray(from, to), firsts[i]!, places);
  }
  return { offsets, sizes, firsts, keeps, others };
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

/** Vose's method: places that are too low take from one that is too high. Heights become the chances to keep a place's own count. */
function fillAliases(keeps: Float64Array, others: Float64Array, first: number, places: Int32Array): void {
  const size = keeps.length;
  let total = 0;
  for (let i = 0; i < size; i++) total += keeps[i]!;
  // The low ones from the front, the high ones from the back.
  let low = 0;
  let high = size;
  for (let i = 0; i < size; i++) {
    keeps[i] = (keeps[i]! * size) / total;
    if (keeps[i]! < 1) places[low++] = i;
    else places[--high] = i;
  }
  while (low > 0 && high < size) {
    const small = places[--low]!;
    const large = places[high]!;
    others[small] = first + large;
    keeps[large] = keeps[large]! + keeps[small]! - 1;
    if (keeps[large]! < 1) {
      high += 1;
      places[low++] = large;
    }
  }
  // What is left on either side is a whole place but for rounding.
  for (let i = 0; i < low; i++) keeps[places[i]!] = 1;
  for (let i = high; i < size; i++) keeps[places[i]!] = 1;
}
