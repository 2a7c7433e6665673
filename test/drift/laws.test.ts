import { expect, it } from 'vitest';
import { METHODS } from '../../src/drift/index.ts';
import { createNoiseSource } from '../../src/drift/noise.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { categoricalPair } from './support.ts';

const TABLE_METHODS = ['js_divergence', 'js_distance', 'psi', 'chi_square', 'kl_divergence'] as const;

/** Shares that fall from the first cell to the last, the rarest of them expected `rarest` times in the smaller side. */
function makePair(cells: number, rarest: number, ratio: number): ColumnPair {
  const counts = Array.from({ length: cells }, (_, i) => rarest * (cells - i));
  return categoricalPair(
    counts.map((count) => count * ratio),
    counts,
  );
}

// A floor of 19,999 draws is off by a few per cent itself: the 99.5th percentile has 100 draws above it.
it.each([
  [2, 100, 1],
  [5, 100, 10],
  [20, 150, 1],
  [100, 100, 3],
])(
  'the law of large tables gives the floor of the draws, within a tenth: %d cells, %d expected, sizes 1 : %d',
  (cells, rarest, ratio) => {
    const pair = makePair(cells, rarest * 2, ratio);
    const source = createNoiseSource(1, 19_999);
    for (const name of TABLE_METHODS) {
      let drawn = { floor: Number.NaN, pValue: (_: number) => Number.NaN };
      const known = METHODS[name].noise(pair, source);
      METHODS[name].noise(pair, {
        ...source,
        ofCells: (of, statistic) => {
          drawn = source.ofCells(of, statistic);
          return drawn;
        },
      });
      expect(known.floor / drawn.floor, name).toBeGreaterThan(0.9);
      expect(known.floor / drawn.floor, name).toBeLessThan(1.1);
      for (const value of [known.floor / 2, known.floor / 1.3]) {
        expect(Math.abs(known.pValue(value) - drawn.pValue(value)), name).toBeLessThan(0.03);
      }
      expect(known.pValue(known.floor), name).toBeCloseTo(0.005, 10);
    }
  },
);

it('a table with a rare cell is drawn', () => {
  const source = createNoiseSource(1, 199);
  const pair = categoricalPair([10_000, 20], [10_000, 20]);
  const floorOf = (count: number) => METHODS.psi.noise(pair, createNoiseSource(1, count)).floor;
  expect(METHODS.psi.noise(pair, source).floor).toBe(floorOf(199));
  expect(floorOf(199)).not.toBe(floorOf(999));
});
