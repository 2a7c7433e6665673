import { chiSquareSf } from '../../src/stats/distributions.ts';

/** Ranges of counts, each its first count and how likely it is; the last one ends with the count `last`. */
export type Law = { ranges: readonly (readonly number[])[]; last: number };

/** The p-value of Pearson's test that counts were drawn from a law. What lies beyond both ends is a range of its own. */
export function testFit(counts: Iterable<number>, { ranges, last }: Law): number {
  const found = ranges.map(() => 0);
  let [draws, beyond] = [0, 0];
  for (const count of counts) {
    const place = ranges.findLastIndex(([start]) => count >= start!);
    draws += 1;
    if (place >= 0 && count <= last) found[place]! += 1;
    else beyond += 1;
  }
  const rest = 1 - ranges.reduce((sum, [, probability]) => sum + probability!, 0);
  const cells = [...ranges.map(([, probability], i) => [found[i]!, probability!] as const), [beyond, rest] as const];
  const statistic = cells.reduce((sum, [count, share]) => sum + (count - share * draws) ** 2 / (share * draws), 0);
  return chiSquareSf(statistic, cells.length - 1);
}
