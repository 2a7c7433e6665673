import { describe, expect, it } from 'vitest';
import {
  cleanName,
  formatCount,
  formatNumber,
  formatPlural,
  formatShare,
  formatTicks,
  formatTogether,
  formatWindow,
  shorten,
} from '../src/format.ts';

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('formatTogether', () => {
  it.each([
    [
      [0.063, 0.05],
      ['0.063', '0.050'],
    ],
    [
      [53.2, 34.1],
      ['53', '34'],
    ],
    [
      [0.8512, 0.85],
      ['0.851', '0.850'],
    ],
    // A hundredth apart takes two decimals, whatever their difference is in binary.
    [
      [4.01, 4],
      ['4.01', '4.00'],
    ],
    [
      [1043.2, 1045.9],
      ['1,043', '1,046'],
    ],
    [
      [12, 7],
      ['12', '7'],
    ],
    // A limit of 0.0025 is not one of 0.003, and 0.5 is not 1.
    [
      [0.048, 0.0025],
      ['0.048', '0.0025'],
    ],
    [
      [33.2, 0.5],
      ['33', '0.5'],
    ],
    [
      [-5, 3.25],
      ['−5.0', '3.3'],
    ],
    [
      [3.1e6, 3.25e6],
      ['3.1M', '3.3M'],
    ],
    [
      [0, 0.05],
      ['0', '0.050'],
    ],
    [
      [0.0001, 5000.5],
      ['0.0001', '5,001'],
    ],
    [
      [-1.2e-11, 8.2e-12],
      ['−1.2e−11', '8.2e−12'],
    ],
    [
      [4e18, 1],
      ['4e18', '1e0'],
    ],
  ])('%j reads %j', (values, texts) => {
    expect(formatTogether(values)).toEqual(texts);
  });

  it('never gives two different numbers the same text while six digits can tell them apart', () => {
    for (const [a, b] of [
      [0.9996, 0.9999],
      [100.01, 100.02],
      [0.00123, 0.00124],
      [999_999, 1_000_001],
    ] as const) {
      const [first, second] = formatTogether([a, b]);
      expect(first).not.toBe(second);
    }
  });

  it('has words for what is no number', () => {
    expect(formatTogether([Number.NaN, 1])).toEqual(['not a number', '1']);
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe('−∞');
  });
});

describe('formatTicks', () => {
  it('gives an axis the same decimals everywhere but at zero', () => {
    expect(formatTicks([0, 0.05, 0.1])).toEqual(['0', '0.05', '0.10']);
    expect(formatTicks([-20, 0, 20])).toEqual(['−20', '0', '20']);
    expect(formatTicks([1.18e6, 1.2e6])).toEqual(['1.18M', '1.20M']);
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0'],
    [0.000001, '<0.001%'],
    [0.00056, '0.056%'],
    [0.0041, '0.41%'],
    [0.0099999, '1.0%'],
    [0.353, '35.3%'],
    [0.9999, '>99.9%'],
    [1, '100%'],
  ])('%d is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe('formatCount', () => {
  it.each([
    [950, '950'],
    [4300, '4,300'],
    [115_432, '115k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_234_567, '1.2M'],
  ])('%d is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it('uses words and the singular in sentences', () => {
    expect(formatPlural(1, 'breach', 'breaches')).toBe('one breach');
    expect(formatPlural(7, 'breach', 'breaches')).toBe('seven breaches');
    expect(formatPlural(12, 'breach', 'breaches')).toBe('12 breaches');
  });
});

describe('formatWindow', () => {
  it.each([
    ['2026-01-01', '2026-02-01', 'January'],
    ['2026-02-19', '2026-02-26', '19–25 Feb'],
    ['2026-02-14', '2026-02-15', '14 Feb'],
    ['2026-01-28', '2026-02-04', '28 Jan – 3 Feb'],
    ['2025-12-28', '2026-01-04', '28 Dec 2025 – 3 Jan 2026'],
  ])('%s to %s is %s', (from, to, text) => {
    expect(formatWindow({ fromAt: day(from), toAt: day(to) })).toBe(text);
  });

  it('names the year where it is not the one meant', () => {
    const window = { fromAt: day('2001-01-01'), toAt: day('2001-02-01') };
    expect(formatWindow(window, day('2001-04-01'))).toBe('January');
    expect(formatWindow(window, day('2026-04-01'))).toBe('January 2001');
  });

  it('names hours, open ends and no limits', () => {
    const hour = day('2026-02-14') + 6 * 3_600_000;
    expect(formatWindow({ fromAt: hour, toAt: hour + 3_600_000 })).toBe('14 Feb 06:00–07:00 UTC');
    expect(formatWindow({ fromAt: hour, toAt: day('2026-02-15') })).toBe('14 Feb 06:00–00:00 UTC');
    expect(formatWindow({ fromAt: hour, toAt: hour + 86_400_000 })).toBe('14 Feb 06:00 – 15 Feb 06:00 UTC');
    expect(formatWindow({ fromAt: hour, toAt: hour + 86_400_000 }, day('2025-01-01'))).toBe(
      '14 Feb 2026 06:00 – 15 Feb 2026 06:00 UTC',
    );
    expect(formatWindow({ fromAt: hour, toAt: null })).toBe('since 14 Feb 06:00 UTC');
    expect(formatWindow({ fromAt: null, toAt: null })).toBe('all rows');
    expect(formatWindow({ fromAt: day('2026-02-14'), toAt: null })).toBe('since 14 Feb');
  });
});

describe('names', () => {
  it('lose what a picture cannot hold', () => {
    expect(cleanName('two\nlines\u0000')).toBe('two lines');
    expect(cleanName('\ud800broken')).toBe('broken');
    expect(cleanName('  ')).toBe('(empty)');
  });

  it('are cut between characters, not inside them', () => {
    expect(shorten('😀😀😀', 2)).toBe('😀…');
    expect(shorten('abc', 3)).toBe('abc');
  });
});
