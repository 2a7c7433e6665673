import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { createNoiseSource } from '../../src/drift/noise.ts';
import { makeGrid, normals, numericPair } from './support.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const DRAWS = 399;

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
}

it.each([
  ['of a small side and a large one', 300],
  ['of two large sides, which one bridge serves', 6000],
])(
  'turned bridges give the floor of many fresh ones, and scatter far less than the few they came from: %s',
  (_, size) => {
    const logs = (seed: number, count: number): number[] => normals(seed, count).map(Math.exp);
    const reference = logs(1, 5000);
    const pair = numericPair(reference, logs(2, size), makeGrid(reference, 64));
    const noises = SEEDS.map((seed) => METHODS.wasserstein.noise(pair, createNoiseSource(seed, DRAWS)));
    const many = METHODS.wasserstein.noise(pair, createNoiseSource(99, 12_000)).floor;
    const finer = noises.map((noise) => noise.finer!().floor);
    expect(Math.abs(finer.reduce((sum, floor) => sum + floor, 0) / SEEDS.length / many - 1)).toBeLessThan(0.03);
    expect(spreadOf(finer)).toBeLessThan(0.6 * spreadOf(noises.map(({ floor }) => floor)));
  },
  30_000,
);
