import { describe, expect, it } from 'vitest';
import { fitIsotonic, predictIsotonic } from '../../src/stats/isotonic.ts';

const fitTo = (points: readonly (readonly [x: number, y: number, weight?: number])[]) =>
  fitIsotonic(points.map(([x, y, weight = 1]) => ({ x, y, weight })));

describe('fitIsotonic', () => {
  it('pools what decreases, weight by weight', () => {
    // IsotonicRegression().fit([1, 2, 3, 4, 5], [1, 3, 2, 0, 5], sample_weight=[1, 1, 3, 1, 1]).predict([1, 2, 3, 4, 5])
    const found = fitTo([
      [1, 1],
      [2, 3],
      [3, 2, 3],
      [4, 0],
      [5, 5],
    ]);
    expect(found.y).toEqual([1, 1.8, 1.8, 1.8, 5]);
    expect(found.x).toEqual([1, 2, 3, 4, 5]);
  });

  it('averages points of equal x, leaves out those without weight, and takes them in any order', () => {
    const found = fitTo([
      [2, 1],
      [1, 0],
      [2, 0, 3],
      [3, 9, 0],
    ]);
    expect(found).toEqual({ x: [1, 2], y: [0, 0.25] });
  });
});

describe('predictIsotonic', () => {
  const found = fitTo([
    [1, 0],
    [3, 1],
    [4, 5],
  ]);

  it('is a line between two points and flat outside', () => {
    expect([0, 1, 2, 3, 3.5, 4, 99].map((x) => predictIsotonic(found, x))).toEqual([0, 0, 0.5, 1, 3, 5, 5]);
  });

  it('knows nothing where nothing was fitted', () => {
    expect(predictIsotonic(fitTo([]), 1)).toBeNaN();
  });
});
