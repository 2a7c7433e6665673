import { describe, expect, it } from 'vitest';
import { drawBinomials } from '../../src/stats/binomials.ts';
import { createRandom } from '../../src/stats/random.ts';
import golden from '../parity/binomial.json' with { type: 'json' };
import { testFit } from './goodness-of-fit.ts';

const DRAWS = 40_000;

describe.each(golden)('drawBinomials, $name', ({ n, p, ...law }) => {
  it("draws counts as often as scipy's law says", () => {
    expect(testFit(drawBinomials(createRandom(n), n, p, DRAWS), law)).toBeGreaterThan(0.001);
  });
});

it('stays within the trials at the ends', () => {
  const drawTwo = (n: number, p: number): number[] => [...drawBinomials(createRandom(1), n, p, 2)];
  expect(drawTwo(7, 0)).toEqual([0, 0]);
  expect(drawTwo(7, 1)).toEqual([7, 7]);
  expect(drawTwo(0, 0.5)).toEqual([0, 0]);
});
