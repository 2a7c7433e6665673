import { expect, it } from 'vitest';
import { addFinite, isOverflow, toFinite } from '../../src/profile/finite.ts';

const { MAX_VALUE, NaN: NONE, POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;

it('sums that overflowed are kept at the largest number, also where infinities of both signs met', () => {
  expect([POSITIVE_INFINITY, NEGATIVE_INFINITY, NONE].map(toFinite)).toEqual([MAX_VALUE, -MAX_VALUE, MAX_VALUE]);
  expect([1.5, -2, 0].map(toFinite)).toEqual([1.5, -2, 0]);
  expect([null, undefined].map(toFinite)).toEqual([0, 0]);
});

it('two sums that do not fit together say so, on either side of 0', () => {
  expect([addFinite(1e308, 1e308), addFinite(-1e308, -1e308), addFinite(1, 2)]).toEqual([MAX_VALUE, -MAX_VALUE, 3]);
  expect([MAX_VALUE, -MAX_VALUE, 1e308].map(isOverflow)).toEqual([true, true, false]);
});
