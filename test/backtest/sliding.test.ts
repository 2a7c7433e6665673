import { expect, test } from 'vitest';
import { createSlidingMerge } from '../../src/backtest/sliding.ts';
import { mergeProfiles } from '../../src/profile/merge.ts';
import type { GridSet, NumericProfile, Profile } from '../../src/profile/types.ts';
import { createRandom } from '../../src/stats/random.ts';

const GRID = { kind: 'numeric' as const, edges: [0, 1], isDiscrete: false };
const GRIDS = { version: 'v', columns: { x: GRID }, scoreEdges: [], isScoreExact: false } as unknown as GridSet;

/** A slice of its own number of rows: whole numbers, which add up to the last digit in whatever order. */
function makeSlice(at: number): { at: number; profile: Profile } {
  const rows = 2 ** at;
  const x: NumericProfile = {
    kind: 'numeric',
    rows,
    nulls: at,
    nans: 0,
    infinities: 0,
    min: -at,
    max: at,
    sum: rows,
    sumSquares: rows,
    belowSum: 0,
    aboveSum: 0,
    cells: [0, rows, at],
    outliers: 0,
    invalid: 0,
  };
  return { at, profile: { rows, columns: { x }, joint: null, errors: null, lastEventAt: at } };
}

const SLICES = Array.from({ length: 30 }, (_, at) => makeSlice(at));
const merge = (fromAt: number, toAt: number) =>
  mergeProfiles(
    GRIDS,
    SLICES.filter(({ at }) => at >= fromAt && at < toAt).map(({ profile }) => profile),
  );

test('ranges that move on are merged as each by itself would be', () => {
  const random = createRandom(7);
  for (let round = 0; round < 40; round++) {
    const sliding = createSlidingMerge(GRIDS, SLICES);
    let [fromAt, toAt] = [0, 0];
    while (fromAt < 30) {
      fromAt += Math.floor(random.uniform() * 4);
      toAt = Math.max(toAt, fromAt + Math.floor(random.uniform() * 9));
      expect(sliding({ fromAt, toAt })).toEqual(merge(fromAt, toAt));
    }
  }
});

test('a range may move back, be open, or hold nothing', () => {
  const sliding = createSlidingMerge(GRIDS, SLICES);
  for (const [fromAt, toAt] of [
    [10, 20],
    [4, 9],
    [4, 30],
    [12, 15],
    [40, 50],
    [0, 1],
  ] as const) {
    expect(sliding({ fromAt, toAt })).toEqual(merge(fromAt, toAt));
  }
  expect(sliding({ fromAt: null, toAt: null })).toEqual(merge(0, 30));
  expect(createSlidingMerge(GRIDS, [])({ fromAt: 0, toAt: 9 })).toEqual(mergeProfiles(GRIDS, []));
});
