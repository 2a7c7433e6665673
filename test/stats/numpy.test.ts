import { describe, expect, it } from 'vitest';
import { countDoaneCells } from '../../src/stats/doane.ts';
import { pairwiseSum } from '../../src/stats/pairwise-sum.ts';

/*
 * import numpy as np; i = np.arange(1000)
 * values = ((i * 7919) % 10007) / 10007 * np.where(i % 3 == 0, 1e-9, 1.0) + 0.1
 * [np.sum(values[:n]) for n in (5, 10, 100, 129, 1000)]
 * len(np.histogram_bin_edges(values, 'doane')) - 1; np.mean(((values - values.mean()) / values.std()) ** 3)
 */
const VALUES = Array.from({ length: 1000 }, (_, i) => (((i * 7919) % 10007) / 10007) * (i % 3 === 0 ? 1e-9 : 1) + 0.1);

it.each([
  [0, 0],
  [5, 2.0394224046910163],
  [10, 4.366343560752573],
  [100, 42.32757071834506],
  [129, 54.49658241508184],
  [1000, 431.71899687094526],
])('pairwiseSum() of %i values has the last digit of numpy.sum', (length, sum) => {
  expect(pairwiseSum(VALUES.slice(0, length))).toBe(sum);
});

describe('countDoaneCells()', () => {
  it.each([
    ['three values', { rows: 3, low: 0, high: 2, skewness: 0 }, 3],
    ['two values', { rows: 2, low: 0, high: 5, skewness: 0 }, 1],
    ['a constant', { rows: 3, low: 1, high: 1, skewness: 0 }, 1],
    ['squares', { rows: 100, low: 0, high: 99 ** 2, skewness: 0.6440904335963367 }, 10],
    ['powers of two', { rows: 20, low: 1, high: 2 ** 19, skewness: 2.9017564047359428 }, 9],
  ])("is numpy's for %s", (_, sample, cells) => {
    expect(countDoaneCells(sample)).toBe(cells);
  });
});
