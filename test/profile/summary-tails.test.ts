import { describe, expect, it } from 'vitest';
import { quantileOf } from '../../src/profile/summary.ts';
import { quantileOfSorted } from '../../src/stats/quantiles.ts';
import { makeGrid, normals, profileNumbers } from '../drift/support.ts';

const grid = makeGrid(normals(1, 5000));

describe.each([-12, -5, -3.5, 3.5, 5, 12])('values that moved out of the cells by %s deviations', (shift) => {
  const values = normals(2, 2000, shift);
  const profile = profileNumbers(grid, values);
  const sorted = [...values].sort((a, b) => a - b);

  it('have their median within half a deviation', () => {
    expect(Math.abs(quantileOf(profile, grid, 0.5)! - quantileOfSorted(sorted, 0.5))).toBeLessThan(0.5);
  });

  it('have quantiles in their order, between the least and the largest', () => {
    const found = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((p) => quantileOf(profile, grid, p)!);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect([found[0], found.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
  });
});

it('whole numbers beyond those of the reference have a median among themselves', () => {
  const reference = Array.from({ length: 1000 }, (_, i) => i % 10);
  const whole = makeGrid(reference);
  const values = Array.from({ length: 1000 }, (_, i) => 20 + (i % 11));
  expect(Math.abs(quantileOf(profileNumbers(whole, values), whole, 0.5)! - 25)).toBeLessThan(1);
  expect(quantileOf(profileNumbers(whole, reference), whole, 0.95)).toBe(9);
});
