import type { DriftMethodName } from '../monitors/types.ts';
import { chiSquareSf, normalSf } from '../stats/distributions.ts';
import { ksTwoSamplePValue } from '../stats/kolmogorov.ts';
import { ksTwoSampleExactPValue } from '../stats/kolmogorov-exact.ts';

/** What Evidently's default tests need of a column: exact, from the rows themselves. */
export type RawColumn = {
  kind: 'numeric' | 'categorical';
  /** Values that are there (and finite, for numbers). */
  reference: number;
  current: number;
  /** Different values on both sides together. */
  distinct: number;
  /** How often each value occurs on either side, or each of so many (`times`); null where they are not counted. */
  values: readonly { reference: number; current: number; times?: number }[] | null;
  /** Of numbers; null for categories. Distance in the column's unit, population standard deviation of the reference. */
  numbers: { ks: number; distance: number; deviation: number } | null;
};

/** Evidently's number and verdict. `value` is a p-value where `isPValue`, and drift is then at or under the threshold. */
export type EvidentlyVerdict = {
  method: DriftMethodName;
  test: string;
  value: number;
  threshold: number;
  isPValue: boolean;
  drifted: boolean;
};

type Test = {
  method: DriftMethodName;
  /** Evidently's name of the test. */
  test: string;
  threshold: number;
  isPValue: boolean;
  value(column: RawColumn): number | null;
};

/** From so many reference rows on, Evidently measures distances instead of testing. */
const LARGE_REFERENCE = 1000;
/** Numbers of at most so many different values are taken for categories. */
const FEW_VALUES = 5;
const EXACT_KS_ROWS = 10_000;

const WASSERSTEIN: Test = {
  method: 'wasserstein',
  test: 'wasserstein',
  threshold: 0.1,
  isPValue: false,
  value: ({ numbers }) => (numbers === null ? null : numbers.distance / Math.max(numbers.deviation, 0.001)),
};
const JENSEN_SHANNON: Test = {
  method: 'js_distance',
  test: 'jensenshannon',
  threshold: 0.1,
  isPValue: false,
  value: measureJensenShannon,
};
const KS: Test = {
  method: 'ks_test',
  test: 'ks',
  threshold: 0.05,
  isPValue: true,
  value: ({ numbers, reference, current }) => {
    if (numbers === null) return null;
    const isExact = Math.max(reference, current) <= EXACT_KS_ROWS;
    return (isExact ? ksTwoSampleExactPValue : ksTwoSamplePValue)(numbers.ks, reference, current);
  },
};
const CHI_SQUARE: Test = {
  method: 'chi_square',
  test: 'chisquare',
  threshold: 0.05,
  isPValue: true,
  value: testGoodnessOfFit,
};
/** Its method is chi_square too: with two values both ask whether the shares differ. */
const Z_TEST: Test = { method: 'chi_square', test: 'z', threshold: 0.05, isPValue: true, value: testProportions };

/**
 * The number and the verdict of Evidently 0.7's default test for a column, computed as Evidently does: which test depends
 * on the reference's rows and on the number of different values; no noise floor, no correction.
 * @returns null where a test needs the counts of more values than are known.
 */
export function judgeLikeEvidently(column: RawColumn, threshold: number | null = null): EvidentlyVerdict | null {
  const { method, test, isPValue, ...chosen } = chooseTest(column);
  const value = chosen.value(column);
  if (value === null) return null;
  const limit = threshold ?? chosen.threshold;
  const isPassed = test === 'ks' ? value <= limit : value < limit;
  return { method, test, value, threshold: limit, isPValue, drifted: isPValue ? isPassed : value >= limit };
}

function chooseTest({ kind, reference, distinct }: RawColumn): Test {
  const isNumeric = kind === 'numeric' && distinct > FEW_VALUES;
  if (reference > LARGE_REFERENCE) return isNumeric ? WASSERSTEIN : JENSEN_SHANNON;
  if (isNumeric) return KS;
  return distinct > 2 ? CHI_SQUARE : Z_TEST;
}

/** The root of the divergence, in natural logarithms, over the values of both sides. */
function measureJensenShannon({ values, reference, current }: RawColumn): number | null {
  if (values === null) return null;
  const term = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log(share / middle));
  const divergence = values.reduce((sum, one) => {
    const [p, q] = [one.reference / reference, one.current / current];
    const middle = (p + q) / 2;
    return sum + (one.times ?? 1) * (term(p, middle) + term(q, middle));
  }, 0);
  return Math.sqrt(Math.max(0, divergence / 2));
}

/** Takes the reference's shares for exact: a value that it does not have makes the p-value 0. */
function testGoodnessOfFit({ values, reference, current, distinct }: RawColumn): number | null {
  if (values === null) return null;
  const statistic = values.reduce((sum, one) => {
    const expected = (one.reference * current) / reference;
    return sum + ((one.times ?? 1) * (one.current - expected) ** 2) / expected;
  }, 0);
  return Number.isFinite(statistic) ? chiSquareSf(statistic, distinct - 1) : 0;
}

/** The pooled test of two proportions, two-sided. */
function testProportions({ values, reference, current, distinct }: RawColumn): number | null {
  if (values === null) return null;
  const [first] = values;
  if (first === undefined || distinct === 1) return 1;
  const [p, q] = [first.reference / reference, first.current / current];
  const pooled = (first.reference + first.current) / (reference + current);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / reference + 1 / current));
  return Math.min(1, 2 * normalSf(Math.abs(p - q) / error));
}
