import { expect, it } from 'vitest';
import type { ColumnPair, DriftRequest } from '../../src/drift/types.ts';
import { judgeDrift } from '../../src/drift/verdict.ts';
import { categoricalPair, makeGrid, normals, numericPair, profileNumbers } from './support.ts';

const WINDOWS = 100;
const logs = (seed: number, size: number): number[] => normals(seed, size).map(Math.exp);
const grid = makeGrid(logs(700, 10_000));
const reference = profileNumbers(grid, logs(700, 10_000));
/** A quarter of the standard deviation of a lognormal, about 2.16. */
const QUARTER = 0.54;

function ask(pair: ColumnPair, pValueLimit: number | null = null): DriftRequest {
  const method = pair.kind === 'numeric' ? 'wasserstein' : 'js_distance';
  return { column: 'x', method, pair, threshold: 0.1, pValueLimit, minRows: 30, exactValue: null };
}

function lognormalWindow(window: number, shift: number): ColumnPair {
  const values = logs(7000 + window, 50).map((value) => value + shift);
  return { kind: 'numeric', grid, reference, current: profileNumbers(grid, values) };
}

/** Each window is judged alone: a correction over all would hide what one verdict does. */
function countDrifted(shift: number): number {
  const windows = Array.from({ length: WINDOWS }, (_, window) => lognormalWindow(window, shift));
  return windows.filter((pair) => judgeDrift([ask(pair)], { draws: 399 })[0]!.drifted).length;
}

it('finds a shift of a heavy-tailed column in 50 rows, which the mean distance alone finds in one window of ten', () => {
  expect(countDrifted(QUARTER)).toBeGreaterThan(0.95 * WINDOWS);
});

// Seven in a thousand are meant at most: more than four in a hundred have a chance of one in a thousand.
it('raises no more false alarms for it than a few per thousand', () => {
  expect(countDrifted(0)).toBeLessThanOrEqual(4);
});

it('says that it was the second look, and not the value, that noise cannot explain', () => {
  const [result] = judgeDrift([ask(lognormalWindow(0, QUARTER))]);
  expect(result!.value).toBeLessThan(result!.floor!);
  expect(result).toMatchObject({ drifted: true, state: 'breach' });
  expect(result!.reason).toMatch(/^Within its own noise, but not by ks_test: p = \d/);
});

it('leaves the verdict to the limit on the p-value where there is one', () => {
  const [result] = judgeDrift([ask(lognormalWindow(0, QUARTER), 0.001)]);
  expect(result).toMatchObject({ drifted: false, state: 'ok' });
});

it('finds a rare category that grows, which JS takes for noise', () => {
  const pair = categoricalPair([5000, 3000, 1800, 150, 50], [24, 15, 8, 0, 3]);
  const [result] = judgeDrift([ask(pair)]);
  expect(result!.value).toBeLessThan(result!.floor!);
  expect(result!.drifted).toBe(true);
  expect(result!.reason).toMatch(/^Within its own noise, but not by chi-square: p = 0\.00/);
});

it('asks of ranks what is left of its level beside the floor: within the floor, p = 0.002 is no drift', () => {
  const heavy = normals(1, 3000).map((value) => Math.exp(1.5 * value));
  const pair = numericPair(
    heavy,
    normals(80, 60).map((value) => Math.exp(1.5 * value + 0.45)),
  );
  const [ranks] = judgeDrift([{ ...ask(pair), method: 'ks_test' }]);
  expect(ranks!.pValue).toBeGreaterThan(0.0015);
  expect(ranks!.pValue).toBeLessThan(0.003);
  const [result] = judgeDrift([ask(pair)]);
  expect(result!.value).toBeLessThan(result!.floor!);
  expect(result).toMatchObject({ drifted: false, state: 'ok' });
});
