import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeSegments,
  describeSeries,
  drawSlice,
  formatTick,
  makeScale,
  pickLabels,
} from '../../src/playground/page/lib/chart.ts';

describe('the scale', () => {
  it('has round ticks', () => {
    expect(makeScale([0.02, 0.063], false).ticks).toEqual([0, 0.02, 0.04, 0.06, 0.08]);
    expect(makeScale([0, 100], true).ticks).toEqual([0, 25, 50, 75, 100]);
  });

  it('covers every value, and zero for bars', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.boolean(), (data, isFromZero) => {
        const { min, max, ticks } = makeScale(data, isFromZero);
        const slack = (max - min) * 1e-6;
        expect(min - slack).toBeLessThanOrEqual(Math.min(...data, ...(isFromZero ? [0] : [])));
        expect(max + slack).toBeGreaterThanOrEqual(Math.max(...data, ...(isFromZero ? [0] : [])));
        expect(ticks.length).toBeLessThan(9);
      }),
      {
        examples: [
          [[-5e-324, 5e-324], false],
          [[1e9, 1e9 + 1e-7], false],
        ],
      },
    );
  });

  it('gives all ticks the same decimals', () => {
    expect([0, 0.02, 0.04].map((tick, _, all) => formatTick(tick, all))).toEqual(['0.00', '0.02', '0.04']);
    expect([0, 2.5, 5].map((tick, _, all) => formatTick(tick, all))).toEqual(['0.0', '2.5', '5.0']);
    expect([0, 5000].map((tick, _, all) => formatTick(tick, all))).toEqual(['0', '5,000']);
  });
});

it('shows the first and last label, and none that touch', () => {
  expect(pickLabels(3, 10)).toEqual([0, 1, 2]);
  expect(pickLabels(14, 5)).toEqual([0, 3, 6, 9, 13]);
  expect(pickLabels(1, 5)).toEqual([0]);
});

it('says in words what the lines do', () => {
  const data = [
    { label: 'Mon', value: 0.031 },
    { label: 'Tue', value: 0.063 },
  ];
  expect(describeSeries('line', [{ name: 'delay', data }], 'PSI')).toBe(
    'Line chart, PSI. delay goes from 0.031 (Mon) to 0.063 (Tue).',
  );
  expect(
    describeSegments([
      { label: 'ok', value: 3 },
      { label: 'late', value: 1 },
    ]),
  ).toBe('Pie chart. ok 75%, late 25%.');
});

it('draws a whole pie when there is one part', () => {
  expect(drawSlice(0, 1, 10)).toBe('M0 -10A10 10 0 1 1 -0.01 -10Z');
  expect(drawSlice(0, 0.25, 10)).toBe('M0 0L0.00 -10.00A10 10 0 0 1 10.00 -0.00Z');
});
