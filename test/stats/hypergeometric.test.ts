import { describe, expect, it } from 'vitest';
import { chiSquareSf } from '../../src/stats/distributions.ts';
import { drawHypergeometric } from '../../src/stats/draws.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/permutation.json' with { type: 'json' };

const DRAWS = 40_000;

describe.each(golden.draws)('drawHypergeometric, $name', ({ good, bad, sample, ranges, last }) => {
  it("draws counts as often as scipy's law says", () => {
    const random = createRandom(good);
    const found = ranges.map(() => 0);
    for (let i = 0; i < DRAWS; i++) {
      const count = drawHypergeometric(random, good, bad, sample);
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

it('takes all, none, or what is left without drawing', () => {
  const random = createRandom(1);
  expect(drawHypergeometric(random, 0, 9, 4)).toBe(0);
  expect(drawHypergeometric(random, 9, 0, 4)).toBe(4);
  expect(drawHypergeometric(random, 9, 5, 14)).toBe(9);
  expect(drawHypergeometric(random, 9, 5, 0)).toBe(0);
});
