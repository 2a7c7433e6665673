import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLooser, roundLooser } from '../../src/tune/numbers.ts';
import { findNumber } from '../../src/tune/rule-knobs.ts';

test('a rounded limit is never stricter than what it is rounded from, and at most one step looser', () => {
  const values = fc.double({ min: 1e-9, max: 1e9, noNaN: true }).chain((size) => fc.constantFrom(size, -size));
  const options = fc.record({
    digits: fc.integer({ min: 1, max: 6 }),
    looser: fc.constantFrom('higher' as const, 'lower' as const),
    isBeyond: fc.boolean(),
  });
  fc.assert(
    fc.property(values, options, (value, option) => {
      const rounded = roundLooser(value, option);
      expect(isLooser(value, rounded, option.looser)).toBe(false);
      if (option.isBeyond) expect(rounded).not.toBe(value);
      const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - option.digits + 1);
      expect(Math.abs(rounded - value)).toBeLessThanOrEqual(step * (1 + 1e-9));
    }),
    { numRuns: 2000 },
  );
});

test('a limit is written in few digits', () => {
  const round = (value: number, digits: number, isBeyond = false) =>
    roundLooser(value, { digits, looser: 'higher', isBeyond });
  expect([round(0.1834, 2), round(0.2, 2), round(0.2, 2, true), round(1234, 2), round(0, 2)]).toEqual([
    0.19, 0.2, 0.21, 1300, 0,
  ]);
  expect(roundLooser(0.9127, { digits: 2, looser: 'lower', isBeyond: false })).toBe(0.91);
});

test('a number is found in a condition where it stands once, outside of names', () => {
  const condition = 'drift("psi", "area_0.2") > 0.2 && rows >= 100';
  expect(findNumber(condition, 0.2)).toEqual({ start: 27, end: 30, isInclusive: false });
  expect(findNumber(condition, 100)).toEqual({ start: 42, end: 45, isInclusive: true });
  expect(findNumber('100 <= rows', 100)?.isInclusive).toBe(true);
  expect(findNumber('accuracy < 0.8 || recall < 0.80', 0.8)).toBeNull();
  expect(findNumber('q05 > 1', 5)).toBeNull();
});
