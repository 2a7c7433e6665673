import { expect, it } from 'vitest';
import { type Lumps, tailAbove, tailBelow } from '../../src/drift/lumps.ts';
import { asNumeric } from '../../src/drift/wasserstein.ts';
import { normals, numericPair } from './support.ts';

const heavy = (seed: number, size: number): number[] =>
  normals(seed, size).map((x) => Math.sign(x) * Math.exp(2 * Math.abs(x)));
const reference = heavy(1, 10_000);
const current = heavy(2, 5_000);
const pair = asNumeric(numericPair(reference, current));
const pooled = [...reference, ...current];
const meanOf = (lumps: readonly Lumps[]): number => lumps.reduce((sum, { size, share }) => sum + size * share, 0);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

it('a tail in lumps of one size, and in parts, lies as far beyond its point as its values do', () => {
  const knot = pair.grid.edges.length - 1;
  const point = pair.grid.edges[knot]!;
  const { whole, parts } = tailAbove(pair, knot);
  const expected = mean(pooled.map((value) => Math.max(0, value - point)));
  expect(meanOf([whole]) / expected).toBeCloseTo(1, 9);
  expect(meanOf(parts) / expected).toBeCloseTo(1, 9);
});

it('the largest value of each side is a lump of its own, as rare as one row, and the smallest part comes first', () => {
  const point = pair.grid.edges[0]!;
  const { parts } = tailBelow(pair, 0);
  const single = parts.filter(({ share }) => share === 1 / pooled.length).map(({ size }) => size);
  const ends = [reference, current].map((side) => point - Math.min(...side)).sort((a, b) => a - b);
  expect(single).toEqual(ends.map((end) => expect.closeTo(end, 6)));
  expect(parts.map(({ size }) => size)).toEqual(parts.map(({ size }) => size).sort((a, b) => a - b));
});

it('the lumps of an open tail are as large as makes their number scatter as that of exponential values does', () => {
  const last = pair.grid.edges.length;
  const values = 1000;
  const side = { ...pair.reference, max: pair.grid.edges[last - 1]! + 8, aboveSum: values };
  const cells = pair.reference.cells.map((count, i) => (i === last ? values : count));
  const { whole } = tailAbove({ ...pair, reference: { ...side, cells }, current: { ...side, cells } }, last - 1);
  // Of exponential distances with mean 1: squares of 2 over a mean of 1.
  expect(whole.size).toBeGreaterThan(1.9);
  expect(whole.size).toBeLessThan(2.1);
});
