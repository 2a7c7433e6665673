import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { createNoiseSource } from '../../src/drift/noise.ts';
import { makeGrid, normals, numericPair } from './support.ts';

/** scipy.special.kolmogi(0.005): what sqrt(n m / (n + m)) D exceeds once in 200, for large sides and continuous values. */
const LIMIT = 1.7308;
/** A gap between two of 256 knots is not seen: 0.58 sqrt(1 / 256) on average (Broadie, Glasserman and Kou 1997). */
const UNSEEN = 0.036;

// Each of a size: both drawn from steps; one by steps and one by its values; both by their values.
it.each([
  [20_000, 5000],
  [20_000, 800],
  [1500, 900],
])("the KS floor is that of Kolmogorov's law: %d and %d values", (n, m) => {
  const reference = normals(1, n);
  const pair = numericPair(reference, normals(2, m), makeGrid(reference));
  const { floor } = METHODS.ks_test.noise(pair, createNoiseSource(3, 8000));
  expect(Math.abs((floor * Math.sqrt((n * m) / (n + m))) / (LIMIT - UNSEEN) - 1)).toBeLessThan(0.03);
});
