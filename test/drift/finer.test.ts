import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { createNoiseSource } from '../../src/drift/noise.ts';
import { makeGrid, normals, numericPair } from './support.ts';

const SEEDS = Array.from({ length: 24 }, (_, i) => i + 1);
const MANY_SEEDS = [97, 98, 99];
const DRAWS = 399;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) / mean;
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
    const many = MANY_SEEDS.map((seed) => METHODS.wasserstein.noise(pair, createNoiseSource(seed, 12_000)).floor);
    const finer = noises.map((noise) => noise.finer!().floor);
    expect(Math.abs(meanOf(finer) / meanOf(many) - 1)).toBeLessThan(0.03);
    expect(spreadOf(finer)).toBeLessThan(0.6 * spreadOf(noises.map(({ floor }) => floor)));
  },
  30_000,
);
