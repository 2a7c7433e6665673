import { describe, expect, it } from 'vitest';
import { drawBinomial, drawMultinomial } from '../../src/stats/draws.ts';
import { createRandom, deriveSeed } from '../../src/stats/random.ts';

const DRAWS = 20_000;

function summarise(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  return { mean, variance };
}

describe('createRandom', () => {
  it('gives the same stream for the same seed and another for another', () => {
    const stream = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(stream(3)).toEqual(stream(3));
    expect(stream(3)).not.toEqual(stream(4));
  });

  it('draws uniforms and normals with their mean and variance', () => {
    const random = createRandom(11);
    const uniform = summarise(() => random.uniform());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = summarise(() => random.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(0.03);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.04);
  });
});

describe('drawBinomial', () => {
  for (const [n, p] of [
    [5, 0.3],
    [1000, 0.002],
    [200, 0.25],
    [60, 0.9],
    [10_000, 0.4],
  ] as const) {
    it(`has the mean and the variance of binomial(${n}, ${p})`, () => {
      const random = createRandom(n);
      const { mean, variance } = summarise(() => drawBinomial(random, n, p));
      const expected = n * p * (1 - p);
      expect(Math.abs(mean - n * p)).toBeLessThan(4 * Math.sqrt(expected / DRAWS));
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
    });
  }

  it('stays within the trials at the ends', () => {
    const random = createRandom(1);
    expect(drawBinomial(random, 7, 0)).toBe(0);
    expect(drawBinomial(random, 7, 1)).toBe(7);
    expect(drawBinomial(random, 0, 0.5)).toBe(0);
  });
});

describe('drawMultinomial', () => {
  it('shares every trial out in proportion', () => {
    const random = createRandom(2);
    const shares = [0.5, 0, 0.3, 0.2];
    const counts = new Float64Array(4);
    const totals = [0, 0, 0, 0];
    for (let i = 0; i < 2000; i++) {
      drawMultinomial(random, 100, shares, counts);
      expect(counts.reduce((sum, count) => sum + count)).toBe(100);
      counts.forEach((count, cell) => {
        totals[cell]! += count;
      });
    }
    totals.forEach((total, cell) => {
      expect(total / 200_000).toBeCloseTo(shares[cell]!, 2);
    });
  });
});

describe('deriveSeed', () => {
  it('tells apart parts that would join to the same text', () => {
    expect(deriveSeed('ab', 'c')).not.toBe(deriveSeed('a', 'bc'));
    expect(deriveSeed('ab', 1)).toBe(deriveSeed('ab', 1));
  });
});
