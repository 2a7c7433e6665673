import { describe, expect, it } from 'vitest';
import { binSpans, findQuantile, listSpans } from '../../src/profile/spans.ts';
import { makeNumericPair } from './samples.ts';

function spansOf(
  edges: readonly number[],
  cells: readonly number[],
  options: { isDiscrete?: boolean; reach?: number } = {},
) {
  const pair = makeNumericPair(edges, cells, cells, options);
  if (pair.kind !== 'numeric') throw new Error('numeric expected');
  return listSpans(pair.grid, pair.reference);
}

describe('quantiles of a profile', () => {
  it('are interpolated within a cell', () => {
    const spans = spansOf([0, 10, 20], [0, 100, 100, 0]);
    expect(findQuantile(spans, 0.25)).toBe(5);
    expect(findQuantile(spans, 0.5)).toBe(10);
    expect(findQuantile(spans, 0.9)).toBe(18);
  });

  it('are the values themselves where every cell is a value', () => {
    const spans = spansOf([0, 1, 7], [0, 50, 30, 20], { isDiscrete: true });
    expect([0.1, 0.5, 0.6, 0.9].map((p) => findQuantile(spans, p))).toEqual([0, 0, 1, 7]);
  });

  it('reach into the open tails as far as their sums say', () => {
    const spans = spansOf([0, 10], [100, 0, 100], { reach: 6 });
    expect(spans).toEqual([
      { from: -6, to: 0, count: 100 },
      { from: 10, to: 16, count: 100 },
    ]);
  });

  it('do not exist without rows', () => {
    expect(findQuantile([], 0.5)).toBeNull();
  });
});

describe('bins for drawing', () => {
  it('share a cell out by width and lose nothing', () => {
    const spans = spansOf([0, 10, 20], [10, 100, 80, 10], { reach: 5 });
    const { shares, below, above } = binSpans(spans, [-2.5, 2.5, 12.5, 22.5]);
    expect([below, ...shares, above].reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(below).toBeCloseTo(5 / 200, 12);
    expect(shares[1]).toBeCloseTo((75 + 20) / 200, 12);
    expect(above).toBeCloseTo(5 / 200, 12);
  });

  it('take a single value at their upper end into the next bin, at the last end into the last', () => {
    const spans = spansOf([0, 1, 2], [0, 1, 1, 2], { isDiscrete: true });
    expect(binSpans(spans, [0, 1, 2])).toEqual({ shares: [0.25, 0.75], below: 0, above: 0 });
  });
});
