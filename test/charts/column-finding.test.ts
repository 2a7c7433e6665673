import { describe, expect, it } from 'vitest';
import { buildColumnChart } from '../../src/charts/findings.ts';
import type { CategoricalChart, NumericChart } from '../../src/charts/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import { makeCategoricalPair, makeNumericPair, SAMPLES } from './samples.ts';

const build = (pair: ColumnPair, state: 'ok' | 'breach' | 'unknown' = 'breach') =>
  buildColumnChart({
    modelName: 'churn',
    column: 'tenure',
    pair,
    method: 'psi',
    value: state === 'unknown' ? null : 0.3,
    threshold: 0.2,
    state,
    names: { reference: 'January', current: '19–25 Feb' },
  });

const title = (pair: ColumnPair): string => build(pair).header.title;
const edges = Array.from({ length: 101 }, (_, i) => i);
const flat = (from: number, to: number): number[] => [0, ...edges.map((e) => (e >= from && e < to ? 10 : 0))];

describe('the title of a numeric column', () => {
  it('names the quantile that moved furthest', () => {
    expect(title(makeNumericPair(edges, flat(0, 50), flat(0, 100)))).toBe(
      'One in ten values of tenure is now 90 or more; it was 45',
    );
    expect(title(makeNumericPair(edges, flat(50, 100), flat(0, 100)))).toBe(
      'One in ten values of tenure is now 10 or less; it was 55',
    );
  });

  it('names the value whose share changed most where there are few', () => {
    expect(title(makeNumericPair([0, 1, 2], [0, 50, 40, 10], [0, 50, 20, 30], { isDiscrete: true }))).toBe(
      '20.0% of tenure is now 1; it was 40.0%',
    );
  });

  it('names the range whose share changed most where no quantile moved', () => {
    const pinched = edges.map((e) => (e < 20 || (e >= 40 && e < 100) ? 10 : e < 30 ? 20 : 0));
    expect(title(makeNumericPair(edges, flat(0, 100), [0, ...pinched]))).toBe(
      '5.0% of tenure is now between 20.0 and 22.5; it was 2.5%',
    );
  });

  it('says that nothing moved', () => {
    expect(title(makeNumericPair(edges, flat(0, 100), flat(0, 100)))).toBe(
      'The shape of tenure has hardly changed; its 10th percentile is still 10',
    );
    expect(title(makeNumericPair([7], [0, 10], [0, 10], { isDiscrete: true }))).toBe(
      'Every value of tenure is still 7',
    );
  });

  it('says which side has no numbers', () => {
    expect(title(makeNumericPair(edges, flat(0, 100), flat(0, 0)))).toBe('tenure has no numbers any more');
    expect(title(makeNumericPair(edges, flat(0, 0), flat(0, 100)))).toBe(
      'tenure has numbers now; the reference has none',
    );
  });
});

describe('the bins of a numeric column', () => {
  it('are about 40 of equal, round width, and hold every row together with what lies outside', () => {
    const { bins, outside } = build(makeNumericPair(edges, flat(0, 50), flat(0, 100))) as NumericChart;
    const widths = new Set(bins.map((bin) => (bin.to - bin.from).toFixed(9)));
    expect(widths).toEqual(new Set(['2.500000000']));
    for (const side of ['reference', 'current'] as const) {
      const drawn = bins.reduce((sum, bin) => sum + bin[side], 0);
      expect(drawn + outside.below[side] + outside.above[side]).toBeCloseTo(1, 9);
    }
  });

  it('are one a value where there are few values', () => {
    const { bins } = build(
      makeNumericPair([1, 2, 4], [0, 5, 5, 5], [0, 5, 5, 5], { isDiscrete: true }),
    ) as NumericChart;
    expect(bins.map(({ from, reference }) => [from, Number(reference.toFixed(3))])).toEqual([
      [0.5, 0.333],
      [1.5, 0.333],
      [2.5, 0],
      [3.5, 0.333],
    ]);
  });
});

describe('a categorical column', () => {
  it('counts what vanished and what is new', () => {
    expect(title(makeCategoricalPair({ a: [900, 990], b: [50, 0], c: [50, 0] }))).toBe(
      'Two values of tenure are gone; they were 10.0% of rows',
    );
    expect(title(makeCategoricalPair({ a: [1000, 880], b: [0, 60], c: [0, 60] }))).toBe(
      'Two values of tenure are new; they are 12.0% of rows',
    );
    expect(title(makeCategoricalPair({ a: [1000, 900], b: [0, 100] }))).toBe('b is new in tenure, at 10.0% of rows');
    expect(title(makeCategoricalPair({ a: [900, 1000], b: [100, 0] }))).toBe(
      'b is gone from tenure; it was 10.0% of rows',
    );
  });

  it('names the category that contributes most where none vanished or came', () => {
    expect(title(makeCategoricalPair({ a: [500, 400], b: [300, 300], c: [200, 300] }))).toBe(
      'c is now 30.0% of tenure; it was 20.0%',
    );
  });

  it('has its rows by contribution and the rest in one row with their number', () => {
    const { rows } = SAMPLES['categorical-40'] as CategoricalChart;
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)).toMatchObject({ name: 'other (29)', isOther: true });
    for (const side of ['reference', 'current'] as const) {
      expect(rows.reduce((sum, row) => sum + row[side], 0)).toBeCloseTo(1, 9);
    }
  });
});

describe('the header', () => {
  it('holds measure, limit and sample sizes', () => {
    expect(build(makeCategoricalPair({ a: [120_000, 4_300] })).header).toMatchObject({
      eyebrow: 'Drift above limit · churn',
      subtitle: 'PSI 0.30, limit 0.20 · 4,300 rows against 120k',
    });
  });

  it('makes no finding of too little data', () => {
    expect(build(makeCategoricalPair({ a: [120, 3] }), 'unknown').header).toMatchObject({
      state: 'unknown',
      eyebrow: 'Too little data · churn',
      title: 'Too few values of tenure to compare: 3 against 120',
    });
  });
});
