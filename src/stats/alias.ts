/**
 * An alias table (Walker 1977, Vose 1991): with u uniform and place = floor(u * size), the fraction that is left is
 * compared with keeps[place]; below it the draw is the place itself, else others[place].
 */
export type AliasTable = { keeps: Float32Array; others: Int32Array };

/** Writes the table of `size` weights, which lie from a place on in `weights`, to the same place of `into`; the weights are lost. */
export function writeAliases(weights: Float64Array, { keeps, others }: AliasTable, from: number, size: number): void {
  const own = weights.subarray(from, from + size);
  let total = 0;
  for (let i = 0; i < size; i++) total += own[i]!;
  // The low ones from the front, the high ones from the back.
  const places = new Int32Array(size);
  let low = 0;
  let high = size;
  for (let i = 0; i < size; i++) {
    own[i] = (own[i]! * size) / total;
    if (own[i]! < 1) places[low++] = i;
    else places[--high] = i;
  }
  while (low > 0 && high < size) {
    const small = places[--low]!;
    const large = places[high]!;
    keeps[from + small] = own[small]!;
    others[from + small] = large;
    own[large] = own[large]! + own[small]! - 1;
    if (own[large]! < 1) {
      high += 1;
      places[low++] = large;
    }
  }
  // What is left on either side is a whole place but for rounding.
  for (let i = 0; i < low; i++) keeps[from + places[i]!] = 1;
  for (let i = high; i < size; i++) keeps[from + places[i]!] = 1;
}
