import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { createNoiseSource } from '../../src/drift/noise.ts';
import type { ColumnPair, DriftRequest } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { drawMultinomial } from '../../src/stats/draws.ts';
import { createRandom, type Random } from '../../src/stats/random.ts';
import golden from '../parity/permutation.json' with { type: 'json' };
import { categoricalPair } from './support.ts';

const CLEAN = 1000;
const MANY = Array.from({ length: 30 }, (_, i) => 1 / (i + 1));
const FEW = [50, 25, 15, 8, 2];

function drawPair(random: Random, weights: readonly number[], sizes: readonly [number, number]): ColumnPair {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const [reference, current] = sizes.map((size) => {
    const counts = new Float64Array(weights.length);
    drawMultinomial(
      random,
      size,
      weights.map((weight) => weight / total),
      counts,
    );
    return [...counts];
  });
  return categoricalPair(reference!, current!);
}

function ask(pair: ColumnPair): DriftRequest {
  const common = { column: 'x', threshold: 0, pValueLimit: null, minRows: 10, exactValue: null } as const;
  return { ...common, method: 'js_distance', pair };
}

it.each(golden.tables)('a drawn p-value of chi-square is that of scipy, by permutation: $name', (table) => {
  const pair = categoricalPair(table.reference, table.current);
  const draws = 4999;
  const drawn = METHODS.chi_square.noise(pair, createNoiseSource(3, draws)).pValue(METHODS.chi_square.value(pair));
  expect(Math.abs(drawn - table.p)).toBeLessThan(4 * Math.sqrt((table.p * (1 - table.p)) / draws) + 1 / draws);
});

// The level is 6.5 in a thousand: of 1,000 clean tables more than 15 have a chance of one in a thousand.
it.each([
  ['few rows of many categories', MANY, [1000, 60]],
  ['a reference smaller than the window', FEW, [300, 900]],
] as const)(
  'clean tables are called drifted no more often than the level says: %s',
  (_, weights, sizes) => {
    const random = createRandom(77);
    let drifted = 0;
    for (let i = 0; i < CLEAN; i++) {
      if (judgeDrift([ask(drawPair(random, weights, sizes))], { draws: 199 })[0]!.drifted) drifted += 1;
    }
    expect(drifted).toBeLessThanOrEqual(15);
    expect(drifted, 'a test that never finds anything is none').toBeGreaterThan(0);
  },
  60_000,
);

it('p-values of clean tables are spread evenly', () => {
  const random = createRandom(78);
  const source = createNoiseSource(1, 199);
  const pValues = Array.from({ length: 600 }, () => source.testCells(drawPair(random, FEW, [2000, 400])).pValue);
  for (const level of [0.1, 0.3, 0.5, 0.8]) {
    const share = pValues.filter((pValue) => pValue <= level).length / pValues.length;
    expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / pValues.length) + 0.01);
  }
});

it('two categories of forty that change are found where chi-square does not see them', () => {
  const reference = Array.from({ length: 40 }, (_, i) => Math.round(8000 / (i + 1)));
  const current = reference.map((count) => Math.round(count / 100));
  current[1]! += 25;
  current[0]! -= 25;
  const pair = categoricalPair(reference, current);
  const source = createNoiseSource(1, 999);
  const { pValue, foundBy } = source.testCells(pair);
  expect(METHODS.chi_square.pValue!(pair, 0)).toBeGreaterThan(0.05);
  expect(foundBy).toBe('largest');
  expect(pValue).toBeLessThan(0.0065);
  const [result] = judgeDrift([ask(pair)]);
  expect(result).toMatchObject({ drifted: true, pValue });
});

it('a change of every category is found by the table as a whole', () => {
  const reference = Array.from({ length: 40 }, () => 250);
  const current = reference.map((_, i) => (i % 2 === 0 ? 33 : 17));
  expect(createNoiseSource(1, 999).testCells(categoricalPair(reference, current))).toMatchObject({ foundBy: 'whole' });
});

it('the same table has the same p-value, whatever was asked before, and another seed another', () => {
  const pair = drawPair(createRandom(79), FEW, [500, 90]);
  const other = drawPair(createRandom(80), MANY, [500, 90]);
  const test = (seed: number, ...pairs: ColumnPair[]) => {
    const source = createNoiseSource(seed, 199);
    return pairs.map((one) => source.testCells(one).pValue).at(-1);
  };
  expect(test(1, other, pair)).toBe(test(1, pair));
  expect(test(2, pair)).not.toBe(test(1, pair));
});

const SMALL = [1000, 100] as const;
/** Every cell is expected to hold eight or more, and the law of many counts says what is surely noise before anything is drawn. */
const ENOUGH = [10_000, 1000] as const;

it.each([
  ['the first draws are sure of', SMALL, [MANY, FEW]],
  ['the law of many counts is sure of', ENOUGH, [MANY, MANY]],
] as const)('noise that %s is never near a verdict, and most clean tables are told so', (_, sizes, [even, odd]) => {
  const random = createRandom(5);
  let sure = 0;
  for (let i = 0; i < 200; i++) {
    const weights = i % 2 === 0 ? even : odd;
    const moved = i % 4 < 2 ? weights : weights.map((weight, at) => (at === 1 ? weight * 2 : weight));
    const clean = drawPair(random, weights, sizes);
    const pair = { ...clean, current: drawPair(random, moved, sizes).current } as ColumnPair;
    if (!createNoiseSource(1, 199).isSurelyNoise(pair)) continue;
    sure += 1;
    expect(createNoiseSource(1, 199).testCells(pair).pValue).toBeGreaterThanOrEqual(0.03);
  }
  expect(sure).toBeGreaterThan(70);
  expect(sure).toBeLessThan(190);
});
