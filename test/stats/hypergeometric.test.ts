import { describe, expect, it } from 'vitest';
import { drawHypergeometric } from '../../src/stats/draws.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/permutation.json' with { type: 'json' };
import { testFit } from './goodness-of-fit.ts';

const DRAWS = 40_000;

describe.each(golden.draws)('drawHypergeometric, $name', ({ good, bad, sample, ...law }) => {
  it("draws counts as often as scipy's law says", () => {
    const random = createRandom(good);
    const counts = Array.from({ length: DRAWS }, () => drawHypergeometric(random, good, bad, sample));
    expect(testFit(counts, law)).toBeGreaterThan(0.001);
  });
});

it('takes all, none, or what is left without drawing', () => {
  const random = createRandom(1);
  expect(drawHypergeometric(random, 0, 9, 4)).toBe(0);
  expect(drawHypergeometric(random, 9, 0, 4)).toBe(4);
  expect(drawHypergeometric(random, 9, 5, 14)).toBe(9);
  expect(drawHypergeometric(random, 9, 5, 0)).toBe(0);
});
