import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProfile, mergeProfiles } from '../../src/profile/merge.ts';
import type { GridSet, Profile } from '../../src/profile/types.ts';

const FINE = { transform: { kind: 'identity' }, low: 0, high: 2, count: 2, starts: [0, 1, 3] } as const;
const GRIDS: GridSet = {
  version: 'v',
  scoreEdges: [0.5],
  isScoreExact: false,
  columns: {
    x: { kind: 'numeric', edges: [0, 2], isDiscrete: false, decileEdges: [], center: 0, fences: null, fine: FINE },
    s: { kind: 'categorical', values: ['a', 'b'] },
  },
};

// Whole numbers, so that sums are exact and any order of adding gives the same.
const count = fc.nat(1000);
const whole = fc.integer({ min: -1000, max: 1000 });
const label = fc.option(fc.constantFrom('yes', 'no'));
const profile: fc.Arbitrary<Profile> = fc
  .record({
    counts: fc.array(count, { minLength: 10, maxLength: 10 }),
    wholes: fc.array(whole, { minLength: 6, maxLength: 6 }),
    squares: fc.option(count),
    unseen: fc.uniqueArray(fc.record({ value: fc.constantFrom('p', 'q', 'r', 't'), count }), {
      selector: (u) => u.value,
    }),
    joint: fc.option(
      fc.uniqueArray(
        fc.record({ score: fc.option(fc.nat(1)), scoreSum: whole, predicted: label, actual: label, count }),
        {
          selector: (cell) => JSON.stringify([cell.score, cell.predicted, cell.actual]),
        },
      ),
    ),
    lastEventAt: fc.option(count),
  })
  .map(({ counts: c, wholes: w, squares, unseen, joint, lastEventAt }) => ({
    rows: c[0]!,
    lastEventAt,
    errors: null,
    joint: joint === null ? null : { scoreEdges: [0.5], isScoreExact: false, cells: joint },
    columns: {
      x: {
        kind: 'numeric',
        rows: c[0]!,
        nulls: c[1]!,
        nans: c[2]!,
        infinities: c[3]!,
        min: lastEventAt === null ? null : w[0]!,
        max: lastEventAt === null ? null : w[1]!,
        sum: w[2]!,
        sumSquares: squares,
        belowSum: w[3]!,
        aboveSum: w[4]!,
        cells: c.slice(4, 7),
        outliers: c[7]!,
        invalid: c[8]!,
      },
      s: {
        kind: 'categorical',
        rows: c[0]!,
        nulls: c[1]!,
        invalid: c[2]!,
        counts: c.slice(8, 10),
        other: c[3]!,
        unseen,
      },
    },
  }));
const merge = (...profiles: Profile[]) => mergeProfiles(GRIDS, profiles);

const NO_ERRORS = {
  count: 0,
  unlabelled: 0,
  unpredicted: 0,
  error: 0,
  absoluteError: 0,
  squaredError: 0,
  absolutePercentageError: 0,
  percentageCount: 0,
  actual: 0,
  actualSpread: 0,
};

describe('mergeProfiles()', () => {
  it('does not depend on the order', () => {
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        expect(merge(a, b)).toEqual(merge(b, a));
      }),
    );
  });
  it('does not depend on the grouping', () => {
    fc.assert(
      fc.property(profile, profile, profile, (a, b, c) => {
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
      }),
    );
  });
  it('changes nothing when nothing is added', () => {
    fc.assert(
      fc.property(profile, (a) => {
        expect(merge(a, emptyProfile(GRIDS))).toEqual(merge(a));
      }),
    );
  });
  it('gives the empty profile for none', () => {
    expect(mergeProfiles(GRIDS, [])).toEqual(emptyProfile(GRIDS));
  });
  it('has no squares rather than infinite ones', () => {
    const base = emptyProfile(GRIDS);
    const huge = {
      ...base,
      columns: { ...base.columns, x: { ...base.columns.x!, sumSquares: 1e308, sum: 1.5e308 } },
    } as Profile;
    const merged = merge(huge, huge).columns.x!;
    expect(merged).toMatchObject({ sumSquares: null, sum: Number.MAX_VALUE });
  });
  it('refuses profiles of different grids', () => {
    const base = emptyProfile(GRIDS);
    const other = { ...base, columns: { ...base.columns, x: { ...base.columns.x!, cells: [1] } } } as Profile;
    expect(() => merge(other)).toThrow('Cannot merge profiles: 3 cells and 1 cells are of different grids');
  });
  it('adds the errors of a regressor', () => {
    const errors = {
      count: 1,
      unlabelled: 2,
      unpredicted: 3,
      disputed: 4,
      error: 3,
      absoluteError: 4,
      squaredError: 5,
      absolutePercentageError: 6,
      percentageCount: 7,
      actual: 8,
      actualSpread: 0,
    };
    const one = { ...emptyProfile(GRIDS), errors };
    expect(Object.values(merge(one, emptyProfile(GRIDS), one).errors!)).toEqual([2, 4, 6, 8, 6, 8, 10, 12, 14, 16, 0]);
  });
  it('adds the spread of labels about the mean of both', () => {
    const labels = (values: readonly number[]) => {
      const actual = values.reduce((sum, value) => sum + value, 0);
      const actualSpread = values.reduce((sum, value) => sum + (value - actual / values.length) ** 2, 0);
      return { ...NO_ERRORS, count: values.length, actual, actualSpread };
    };
    const [a, b] = [[1e9, 1e9 + 1, 1e9 + 2], [1e9 + 7]];
    const merged = merge({ ...emptyProfile(GRIDS), errors: labels(a) }, { ...emptyProfile(GRIDS), errors: labels(b) });
    expect(merged.errors!.actualSpread).toBeCloseTo(labels([...a, ...b]).actualSpread, 9);
  });
  it('has no spread where that of a part did not fit', () => {
    const lost = { ...NO_ERRORS, count: 1, actualSpread: null };
    const merged = merge({ ...emptyProfile(GRIDS), errors: lost }, { ...emptyProfile(GRIDS), errors: NO_ERRORS });
    expect(merged.errors!.actualSpread).toBeNull();
  });
});
