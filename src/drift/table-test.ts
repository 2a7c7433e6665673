import { chiSquareSf } from '../stats/distributions.ts';
import type { CellCounts } from './cells.ts';
import { isNear, NEAR, ROUNDING, summariseNoise } from './floor.ts';
import { testHomogeneity } from './homogeneity.ts';
import type { MeasuredDraws, Measures } from './table-measures.ts';

/** What was found least likely by chance: the table as a whole, or the one category that gained most and the one that lost most. */
export type TableTest = { pValue: number; foundBy: 'whole' | 'largest' };

/** Four parts of the level go to chi-square and one to the largest changes: the tests' p-values are weighted so. */
const LARGEST_WEIGHT = 4;
/** The least of both p-values is no p-value; by Bonferroni it is too small by no more than this. */
const BOTH = 1 + 1 / LARGEST_WEIGHT;

/** How many times the first draws, where a verdict is open. */
const FINER = 4;
/** So many draws that reach what was observed tell a p-value by a sixth, as all of them tell one at the level of a verdict. */
const ENOUGH_REACHED = 40;

/** Gives at most so many draws, for as long as `use` asks for more. */
type MoreDraws = (count: number, use: (pair: Measures) => boolean) => void;

/**
 * Whether the sides of a table differ by more than chance, in one test of two statistics with one level: Pearson's
 * chi-square, which sees changes all over the table, and the change of the two categories that moved most, which
 * chi-square loses among fifty that did not. The p-value is that of the smaller of both (weighted), by permutation:
 * draws to which the same is done.
 * @param first of the draws that floors are read from; `more` gives others, null where no verdict hangs on the p-value.
 */
export function testTable(own: Measures, first: MeasuredDraws, more: MoreDraws | null): TableTest {
  const whole = summariseNoise(first.whole.slice());
  const largest = summariseNoise(first.largest.slice());
  const score = (pair: Measures): number =>
    Math.min(whole.pValue(pair.whole), LARGEST_WEIGHT * largest.pValue(pair.largest));
  const least = score(own);
  const foundBy = whole.pValue(own.whole) <= LARGEST_WEIGHT * largest.pValue(own.largest) ? 'whole' : 'largest';
  const isReached = (pair: Measures): boolean => score(pair) <= least * (1 + ROUNDING);
  const coarse = countAll(first, isReached);
  const fitted = Math.min(1, BOTH * least);
  // Where no draw comes near, the fitted tail knows more than the count.
  const pValue = coarse.above > 0 ? coarse.pValue : Math.min(coarse.pValue, fitted);
  if (more === null || !isNear(pValue)) return { pValue, foundBy };
  const fine = countUntilSure(more, FINER * first.whole.length, isReached);
  return { pValue: fine.above > 0 ? fine.pValue : Math.min(fine.pValue, fitted), foundBy };
}

/**
 * Whether testTable finds nothing for certain, told by as few of its `draws` as will do: so many of them reach what was observed,
 * by either statistic, that its p-value is no longer near a verdict. False where that remains open.
 * @param compare the measures of the first draws of testTable, at least so many.
 */
export function isSurelyNoise(own: Measures, compare: (count: number) => MeasuredDraws, draws: number): boolean {
  const enough = Math.ceil(NEAR.high * (draws + 1));
  const reached = { whole: 0, largest: 0 };
  for (let i = 0; i < draws; i++) {
    const { whole, largest } = compare(i + 1);
    if (whole[i]! >= own.whole * (1 - ROUNDING)) reached.whole += 1;
    if (largest[i]! >= own.largest * (1 - ROUNDING)) reached.largest += 1;
    if (Math.min(reached.whole, reached.largest) >= enough) return true;
  }
  return false;
}

/** The same where every cell is expected to hold many values: there chi-square follows its law and needs no draws. */
export function testLargeTable(observed: CellCounts): TableTest {
  const { chiSquare, degrees } = testHomogeneity(observed);
  return { pValue: chiSquareSf(chiSquare, degrees), foundBy: 'whole' };
}

type Counted = { above: number; pValue: number };

function countAll({ whole, largest }: MeasuredDraws, isReached: (pair: Measures) => boolean): Counted {
  let above = 0;
  for (let i = 0; i < whole.length; i++) {
    if (isReached({ whole: whole[i]!, largest: largest[i]! })) above += 1;
  }
  return { above, pValue: (above + 1) / (whole.length + 1) };
}

/** Besag and Clifford's sequential p-value (1991): where enough draws reach what was observed, it is told as sharply by fewer. */
function countUntilSure(more: MoreDraws, draws: number, isReached: (pair: Measures) => boolean): Counted {
  let [above, drawn] = [0, 0];
  more(draws, (pair) => {
    drawn += 1;
    if (isReached(pair)) above += 1;
    return above < ENOUGH_REACHED;
  });
  return { above, pValue: above < ENOUGH_REACHED ? (above + 1) / (draws + 1) : above / drawn };
}
