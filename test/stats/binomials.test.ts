import { describe, expect, it } from 'vitest';
import { drawBinomials } from '../../src/stats/binomials.ts';
import { chiSquareSf } from '../../src/stats/distributions.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/binomial.json' with { type: 'json' };

const DRAWS = 40_000;

describe.each(golden)('drawBinomials, $name', ({ n, p, ranges, last }) => {
  it("draws counts as often as scipy's law says", () => {
    const counts = drawBinomials(createRandom(n), n, p, DRAWS);
    const found = ranges.map(() => 0);
    for (const count of counts) {
      const place = ranges.findLastIndex(([start]) => count >= start!);
      if (place >= 0 && count <= last) found[place]! += 1;
    }
    // The counts beyond both ends, two in a thousand, are a range of their own.
    const beyond = DRAWS - found.reduce((sum, count) => sum + count, 0);
    const rest = 1 - ranges.reduce((sum, [, probability]) => sum + probability!, 0);
    const cells = [...ranges.map(([, probability], i) => [found[i]!, probability!] as const), [beyond, rest] as const];
    const statistic = cells.reduce((sum, [count, share]) => sum + (count - share * DRAWS) ** 2 / (share * DRAWS), 0);
    expect(chiSquareSf(statistic, cells.length - 1)).toBeGreaterThan(0.001);
  });
});

it('stays within the trials at the ends', () => {
  const drawTwo = (n: number, p: number): number[] => [...drawBinomials(createRandom(1), n, p, 2)];
  expect(drawTwo(7, 0)).toEqual([0, 0]);
  expect(drawTwo(7, 1)).toEqual([7, 7]);
  expect(drawTwo(0, 0.5)).toEqual([0, 0]);
});
