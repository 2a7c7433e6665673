import { chiSquareSf } from '../stats/distributions.ts';
import { type CellCounts, sum } from './cells.ts';
import { isNear, NEAR, ROUNDING, summariseNoise } from './floor.ts';
import { testHomogeneity } from './homogeneity.ts';

/** What was found least likely by chance: the table as a whole, or the one category that gained most and the one that lost most. */
export type TableTest = { pValue: number; foundBy: 'whole' | 'largest' };

/** Draws of one table: those that floors are read from, and as many more as are asked for. */
export type TableDraws = {
  kept: readonly CellCounts[];
  /** null where no verdict hangs on the p-value. */
  more: ((count: number, use: (table: CellCounts) => void) => void) | null;
};

/** Four parts of the level go to chi-square and one to the largest changes: the tests' p-values are weighted so. */
const LARGEST_WEIGHT = 4;
/** The least of both p-values is no p-value; by Bonferroni it is too small by no more than this. */
const BOTH = 1 + 1 / LARGEST_WEIGHT;
/** How many times the first draws. */
const FINER = 4;

/**
 * Whether the sides of a table differ by more than chance, in one test of two statistics with one level: Pearson's
 * chi-square, which sees changes all over the table, and the change of the two categories that moved most, which
 * chi-square loses among fifty that did not. The p-value is that of the smaller of both (weighted), by permutation:
 * draws to which the same is done.
 */
export function testTable(observed: CellCounts, { kept, more }: TableDraws): TableTest {
  const measure = createMeasures(observed);
  const pairs = kept.map(measure);
  const whole = summariseNoise(Float64Array.from(pairs, (pair) => pair.whole));
  const largest = summariseNoise(Float64Array.from(pairs, (pair) => pair.largest));
  const score = (pair: Measures): number =>
    Math.min(whole.pValue(pair.whole), LARGEST_WEIGHT * largest.pValue(pair.largest));
  const own = measure(observed);
  const least = score(own);
  const foundBy = whole.pValue(own.whole) <= LARGEST_WEIGHT * largest.pValue(own.largest) ? 'whole' : 'largest';
  const first = countExceedance(pairs.map(score), least);
  const fitted = Math.min(1, BOTH * least);
  // Where no draw comes near, the fitted tail knows more than the count.
  const coarse = first.above > 0 ? first.pValue : Math.min(first.pValue, fitted);
  if (more === null || !isNear(coarse)) return { pValue: coarse, foundBy };
  const scores: number[] = [];
  more(FINER * kept.length, (table) => scores.push(score(measure(table))));
  const { above, pValue } = countExceedance(scores, least);
  return { pValue: above > 0 ? pValue : Math.min(pValue, fitted), foundBy };
}

/** So many of the draws are looked at to be sure: more than four clean tables in five are told by fewer. */
const LOOKED_AT = 400;

/**
 * Whether testTable finds nothing for certain, told by the first of its `draws`: so many of them reach what was observed,
 * by either statistic, that its p-value is no longer near a verdict. False where that remains open.
 * @param draw the tables of testTable in their order.
 */
export function isSurelyNoise(observed: CellCounts, draw: (into: CellCounts) => void, draws: number): boolean {
  const measure = createMeasures(observed);
  const own = measure(observed);
  const cells = observed.reference.length;
  const table = { reference: new Float64Array(cells), current: new Float64Array(cells) };
  const enough = Math.ceil(NEAR.high * (draws + 1));
  const reached = { whole: 0, largest: 0 };
  for (let i = 0; i < Math.min(LOOKED_AT, draws); i++) {
    draw(table);
    const { whole, largest } = measure(table);
    if (whole >= own.whole * (1 - ROUNDING)) reached.whole += 1;
    if (largest >= own.largest * (1 - ROUNDING)) reached.largest += 1;
    if (Math.min(reached.whole, reached.largest) >= enough) return true;
  }
  return false;
}

/** The same where every cell is expected to hold many values: there chi-square follows its law and needs no draws. */
export function testLargeTable(observed: CellCounts): TableTest {
  const { chiSquare, degrees } = testHomogeneity(observed);
  return { pValue: chiSquareSf(chiSquare, degrees), foundBy: 'whole' };
}

function countExceedance(scores: readonly number[], least: number): { above: number; pValue: number } {
  const above = scores.reduce((count, score) => (score <= least * (1 + ROUNDING) ? count + 1 : count), 0);
  return { above, pValue: (above + 1) / (scores.length + 1) };
}

type Measures = { whole: number; largest: number };

/** Both statistics of a table with the totals of the observed one. */
function createMeasures(observed: CellCounts): (table: CellCounts) => Measures {
  const [n, m] = [sum(observed.reference), sum(observed.current)];
  const all = n + m;
  const totals = observed.reference.map((count, i) => count + observed.current[i]!);
  const margins = totals.map(
    (total) => timesLog(total) + timesLog(all - total) + timesLog(n) + timesLog(m) - timesLog(all),
  );
  return ({ reference, current }) => {
    let whole = 0;
    let gain = 0;
    let loss = 0;
    for (let i = 0; i < totals.length; i++) {
      const total = totals[i]!;
      if (total === 0) continue;
      const a = reference[i]!;
      const b = current[i]!;
      const difference = b - (total * m) / all;
      whole += (difference * difference) / total;
      // The likelihood ratio of this category against all other: rarer changes weigh more, and losses as much as gains.
      const ratio = 2 * (timesLog(a) + timesLog(b) + timesLog(n - a) + timesLog(m - b) - margins[i]!);
      if (difference > 0) gain = Math.max(gain, ratio);
      else loss = Math.max(loss, ratio);
    }
    return { whole: (whole * all * all) / (n * m), largest: gain + loss };
  };
}

const TIMES_LOG = Float64Array.from({ length: 16_384 }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

/** x ln x, 0 at 0. */
function timesLog(x: number): number {
  return x < TIMES_LOG.length ? TIMES_LOG[x]! : x * Math.log(x);
}
