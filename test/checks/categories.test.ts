import { describe, expect, it } from 'vitest';
import { measureCategories } from '../../src/checks/categories.ts';
import { readFacts } from '../../src/checks/facts.ts';
import { CHECKS } from '../../src/checks/index.ts';
import type { Measurement } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { createRandom } from '../../src/stats/random.ts';
import { categoricalPair, profiledPair } from '../drift/support.ts';
import { makeDrift, makeInput } from './support.ts';

type CategoricalPair = Extract<ColumnPair, { kind: 'categorical' }>;
type Limits = { metric: string; minValue: number | null; maxValue: number | null }[];

function measure(pair: ColumnPair, thresholds: Limits = []): { vanished: Measurement; unseen: Measurement } {
  const [vanished, unseen] = measureCategories('feature_drift', 'origin', pair as CategoricalPair, {
    minRows: 30,
    thresholds,
  });
  return { vanished: vanished!, unseen: unseen! };
}

describe('vanished and unseen values', () => {
  it('have the shares of their own side, and their names', () => {
    const { vanished, unseen } = measure(categoricalPair([600, 300, 100, 0], [500, 0, 0, 500]));
    expect(vanished).toMatchObject({ metric: 'vanished_share', column: 'origin', state: 'ok', drifted: null });
    expect(vanished.value).toBeCloseTo(0.4);
    expect(vanished.reason).toBe('Gone: value 1 (30.0%), value 2 (10.0%)');
    expect(unseen.value).toBeCloseTo(0.5);
    expect(unseen.reason).toBe('New: value 3 (50.0%)');
  });

  it('are 0 where nothing is on one side only', () => {
    const { vanished, unseen } = measure(categoricalPair([600, 400], [1, 99]));
    expect([vanished.value, unseen.value]).toEqual([0, 0]);
    expect(vanished.reason).toBeNull();
  });

  it('count as 0 where a rare value stays out of a small window by chance, which the reason says', () => {
    const { vanished } = measure(categoricalPair([9990, 10], [100, 0]));
    expect(vanished.value).toBe(0);
    expect(vanished.reason).toBe('Gone, as chance explains at these sizes: value 1 (0.10%)');
    expect(vanished.floor).toBeGreaterThanOrEqual(0.001);
    expect(measure(categoricalPair([9990, 10], [10_000, 0])).vanished.value).toBeCloseTo(0.001);
  });

  it('are called so at most once in a hundred clean windows', () => {
    const random = createRandom(11);
    // A long tail: half of the values are rarer than one in 300.
    const draw = (size: number): number[] => {
      const counts = new Array<number>(60).fill(0);
      for (let n = 0; n < size; n++) counts[Math.floor(60 * random.uniform() ** 3)]! += 1;
      return counts;
    };
    const windows = Array.from({ length: 200 }, () => measure(categoricalPair(draw(2000), draw(300))));
    expect(windows.filter(({ vanished }) => vanished.value! > 0).length).toBeLessThanOrEqual(4);
    expect(windows.filter(({ unseen }) => unseen.value! > 0).length).toBeLessThanOrEqual(4);
  });

  it('are not called so where there are more values than are counted by name, and chance alone keeps some away', () => {
    const random = createRandom(5);
    const draw = (size: number, values: number): number[] => {
      const counts = new Array<number>(values).fill(0);
      for (let n = 0; n < size; n++) counts[Math.floor(values * random.uniform() ** 2)]! += 1;
      return counts;
    };
    const windows = [300, 900].flatMap((values) =>
      Array.from({ length: 40 }, () => measure(profiledPair(draw(500, values), draw(800, values)))),
    );
    expect(windows.filter(({ vanished }) => vanished.value! > 0).length).toBeLessThanOrEqual(1);
    expect(windows.filter(({ unseen }) => (unseen.value ?? 0) > 0).length).toBeLessThanOrEqual(1);
    expect(windows.some(({ unseen }) => /^New, as chance explains/.test(unseen.reason ?? ''))).toBe(true);
  });

  it('have their share where new values are a flood, however many and rare', () => {
    const flood = Array.from({ length: 900 }, () => 1);
    const { unseen } = measure(profiledPair([600, 400, ...flood.map(() => 0)], [500, 400, ...flood]));
    expect(unseen.value).toBeCloseTo(0.5);
    expect(unseen.pValue).toBeLessThan(1e-9);
    expect(unseen.reason).toMatch(/ and many more$/);
  });

  it('have their share where a common value goes away among hundreds that are rare', () => {
    const rare = Array.from({ length: 400 }, () => 1);
    const { vanished } = measure(profiledPair([600, 100, ...rare], [700, 0, ...rare]));
    expect(vanished.value).toBeCloseTo(100 / 1100);
    expect(vanished.reason).toBe('Gone: value 1 (9.1%)');
  });

  it('breach only a limit that the monitor sets', () => {
    const pair = categoricalPair([600, 400], [500, 0]);
    const limits = [{ metric: 'vanished_share', minValue: null, maxValue: 0.05 }];
    expect(measure(pair).vanished).toMatchObject({ threshold: null, state: 'ok' });
    expect(measure(pair, limits).vanished).toMatchObject({ threshold: 0.05, direction: 'above', state: 'breach' });
    expect(measure(pair, limits).unseen).toMatchObject({ threshold: null, state: 'ok' });
  });

  it('are unknown with too few values, or where a new value cannot be told from a rare one', () => {
    expect(measure(categoricalPair([600, 400], [10, 0])).vanished).toMatchObject({ state: 'unknown', value: null });
    const pair = categoricalPair([600, 400], [500, 0]) as CategoricalPair;
    const { vanished, unseen } = measure({ ...pair, grid: { ...pair.grid, isComplete: false } });
    expect(vanished.state).toBe('ok');
    expect(unseen).toMatchObject({ state: 'unknown', reason: expect.stringContaining('more than 2 values') });
  });

  it('count rare new values together, beside the named ones', () => {
    const pair = categoricalPair([600, 400, 0], [300, 100, 50]) as CategoricalPair;
    const { unseen } = measure({ ...pair, current: { ...pair.current, rows: 500, other: 50 } });
    expect(unseen.value).toBeCloseTo(0.2);
    expect(unseen.reason).toBe('New: value 2 (10.0%) and others');
  });

  it('stand beside the drift of their column, and conditions know the largest', () => {
    const pairs = { origin: categoricalPair([600, 400], [500, 0]), carrier: categoricalPair([5, 5], [5, 5]) };
    const found = CHECKS.feature_drift.measure(makeInput({ featureDrift: makeDrift({ minRows: 10 }) }, pairs));
    const facts = readFacts(found);
    expect(facts.metrics.vanished_share).toBeCloseTo(0.4);
    expect(facts.metrics.unseen_share).toBe(0);
    expect(facts.metrics.drifted_columns).toBe(1);
  });
});

it('as many rows as the floor are within it, whatever rounding makes of their share', () => {
  const rare = new Array<number>(27).fill(3);
  const present = rare.map((_, i) => (i < 4 ? 0 : 1));
  const { vanished } = measure(categoricalPair([900 - 81, ...rare], [1700 - 23, ...present]));
  expect(Math.round(vanished.floor! * 900)).toBe(12);
  expect(vanished.reason).toMatch(/^Gone, as chance explains at these sizes: /);
  expect(vanished.value).toBe(0);
  expect(vanished.pValue).toBeGreaterThan(0.005);
});
