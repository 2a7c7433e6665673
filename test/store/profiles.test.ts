import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnProfile, Profile } from '../../src/profile/types.ts';
import { decodeProfile, encodeProfile } from '../../src/store/profile-codec.ts';
import { makeNumeric, makeProfile } from './temp-store.ts';

const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
const count = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(2 ** 40));
const counts = fc.array(count, { maxLength: 40 });
const numeric: fc.Arbitrary<ColumnProfile> = fc.record({
  kind: fc.constant('numeric' as const),
  rows: fc.nat(),
  nulls: fc.nat(),
  nans: fc.nat(),
  infinities: fc.nat(),
  min: fc.option(number, { nil: null }),
  max: fc.option(number, { nil: null }),
  sum: number,
  sumSquares: fc.option(number, { nil: null }),
  belowSum: number,
  aboveSum: number,
  cells: counts,
  outliers: fc.nat(),
  invalid: fc.nat(),
});
const categorical: fc.Arbitrary<ColumnProfile> = fc.record({
  kind: fc.constant('categorical' as const),
  rows: fc.nat(),
  nulls: fc.nat(),
  invalid: fc.nat(),
  counts,
  other: fc.nat(),
  unseen: fc.array(fc.record({ value: fc.string({ unit: 'binary' }), count: fc.nat() }), { maxLength: 3 }),
});
const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '$number', 'größe', ''));
const label = fc.option(fc.string(), { nil: null });
const profiles: fc.Arbitrary<Profile> = fc.record({
  rows: fc.nat(),
  columns: fc
    .array(fc.tuple(names, fc.oneof(numeric, categorical)), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
  joint: fc.option(
    fc.record({
      scoreEdges: fc.array(number, { maxLength: 5 }),
      isScoreExact: fc.boolean(),
      cells: fc.array(
        fc.record({
          score: fc.option(fc.nat(), { nil: null }),
          scoreSum: number,
          predicted: label,
          actual: label,
          count: fc.nat(),
        }),
        { maxLength: 5 },
      ),
    }),
  ),
  errors: fc.constant(null),
  lastEventAt: fc.option(fc.nat(), { nil: null }),
});

test('every profile comes back as it was, with NaN, infinities and odd names', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      expect(decodeProfile(encodeProfile(profile))).toEqual(profile);
    }),
    { numRuns: 500 },
  );
});

test('an hour with few values is small', () => {
  const cells = Array.from({ length: 256 }, (_, index) => (index === 128 ? 5 : 0));
  expect(encodeProfile(makeProfile(5, { amount: makeNumeric(cells) })).length).toBeLessThan(300);
});

test('a day of 20 columns of 256 cells takes a few tens of kilobytes', () => {
  const cells = Array.from({ length: 256 }, (_, index) => 3000 + ((index * 7919) % 2000));
  const columns = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`column_${index}`, makeNumeric(cells)]));
  expect(encodeProfile(makeProfile(1_000_000, columns)).length).toBeLessThan(40_000);
});

test.each([-1, Number.NaN])('a cell of %s rows is refused', (rows) => {
  expect(() => encodeProfile(makeProfile(1, { amount: makeNumeric([1, rows]) }))).toThrow(
    expect.objectContaining({ code: 'internal' }),
  );
});
