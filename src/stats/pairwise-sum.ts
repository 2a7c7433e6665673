/** Shorter stretches are summed by eight running sums, longer ones are halved. */
const BLOCK = 128;

/**
 * The sum of the values, rounded as numpy.sum rounds it: where a difference of two sums decides, its last digits count.
 * https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src
 */
export function pairwiseSum(values: readonly number[], from = 0, to = values.length): number {
  const length = to - from;
  if (length < 8) return addUp(values, from, to, 0);
  if (length > BLOCK) {
    const half = Math.floor(length / 2);
    const middle = from + half - (half % 8);
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  const sums = values.slice(from, from + 8);
  const rest = to - (length % 8);
  for (let i = from + 8; i < rest; i += 8) {
    for (let k = 0; k < 8; k++) sums[k] = sums[k]! + values[i + k]!;
  }
  const [a, b, c, d, e, f, g, h] = sums as [number, number, number, number, number, number, number, number];
  return addUp(values, rest, to, a + b + (c + d) + (e + f + (g + h)));
}

function addUp(values: readonly number[], from: number, to: number, start: number): number {
  let sum = start;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}
