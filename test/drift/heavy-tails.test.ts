import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNoiseSource } from '../../src/drift/noise.ts';
import { asNumeric, wasserstein } from '../../src/drift/wasserstein.ts';
import { numericPair } from './support.ts';

type Golden = { name: string; reference: number[]; current: number[]; p: number };

const CASES: Golden[] = JSON.parse(readFileSync(new URL('../parity/heavy-tails.json', import.meta.url), 'utf8'));

describe('the Wasserstein distance of a small window with a heavy tail', () => {
  it.each(CASES)("has the p-value of scipy's permutations: $name", ({ reference, current, p }) => {
    const pair = asNumeric(numericPair(reference, current));
    const drawn = wasserstein.noise(pair, createNoiseSource(1, 999)).finer!().pValue(wasserstein.value(pair));
    expect(drawn / p).toBeGreaterThan(0.5);
    expect(drawn / p).toBeLessThan(2);
  });
});
