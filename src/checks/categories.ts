import { type CategoricalPair, expectUnseen, listCompared } from '../drift/categories.ts';
import { countValues } from '../drift/cells.ts';
import { FLOOR_LEVEL } from '../drift/floor.ts';
import type { MetricThreshold } from '../monitors/types.ts';
import { normalPpf, normalSf } from '../stats/distributions.ts';
import { quantileOfSorted } from '../stats/quantiles.ts';
import { createRandom } from '../stats/random.ts';
import { listShares } from '../words.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import type { CheckName, Measurement } from './types.ts';

/** How often a value occurs on the side that has it, and on both; `name` null: many rare values together. */
type OneSided = { name: string | null; count: number };

const DRAWS = 999;
const NAMED = 5;
/** A value that stays away more rarely than this by chance says nothing about the noise. */
const NEGLIGIBLE = 1e-9;

/**
 * Which values of the reference no longer occur (`vanished_share`: of the reference's values), and which occur that it
 * does not have (`unseen_share`: of the current ones). A rare value stays out of a small window by chance: what chance
 * explains counts as 0, and the floor says how much that is.
 */
export function measureCategories(
  check: CheckName,
  column: string,
  pair: CategoricalPair,
  options: { minRows: number; thresholds: readonly MetricThreshold[]; isSegment?: boolean },
): Measurement[] {
  const sizes = { reference: countValues(pair.reference), current: countValues(pair.current) };
  const small = (['reference', 'current'] as const).find((side) => sizes[side] < options.minRows);
  return (['vanished_share', 'unseen_share'] as const).map((metric) => {
    if (small !== undefined) {
      const reason = `Too few values in the ${small} window: ${sizes[small]}, and ${options.minRows} are needed`;
      return makeUnknown(check, metric, reason, column);
    }
    if (metric === 'unseen_share' && pair.grid.isComplete === false) {
      const reason = `The reference has more than ${pair.grid.values.length} values: a new one looks like a rare one`;
      return makeUnknown(check, metric, reason, column);
    }
    const judge = options.isSegment === true ? judgeByBound : judgeByDraws;
    const found = metric === 'vanished_share' ? findVanished(pair, sizes, judge) : findUnseen(pair, sizes, judge);
    const measurement = makeMeasurement({ check, metric, column, ...found });
    return judgeLimits(measurement, limitsOf(metric, options.thresholds));
  });
}

type Sizes = { reference: number; current: number };
type Found = Pick<Measurement, 'value' | 'floor' | 'pValue' | 'reason'>;

function findVanished(pair: CategoricalPair, { reference: own, current: other }: Sizes, judge: Judge): Found {
  const { values } = pair.grid;
  const isGone = (i: number): boolean => pair.reference.counts[i]! > 0 && pair.current.counts[i] === 0;
  const gone = values.flatMap((name, i) => (isGone(i) ? [{ name, count: pair.reference.counts[i]! }] : []));
  if (!hasUnnamed(pair)) return judgeOneSided(gone, { pooled: poolCounts(pair), own, other, word: 'Gone' }, judge);
  // A value that is named because chance made it common before is the rarer now: of those that are rare nothing is said.
  const compared = listCompared(pair).filter(({ name }) => name !== null);
  const names = new Set(compared.map(({ name }) => name));
  const pooled = compared.map((one) => one.reference + one.current);
  const basis = { pooled, own, other, word: 'Gone' };
  const certain = gone.filter(({ name }) => names.has(name));
  return certain.length > 0 ? judgeOneSided(certain, basis, judge) : explain(gone, basis, NOTHING);
}

function findUnseen(pair: CategoricalPair, { reference: other, current: own }: Sizes, judge: Judge): Found {
  const known = new Set(pair.reference.unseen.map(({ value }) => value));
  const fresh: OneSided[] = pair.current.unseen
    .filter(({ value }) => !known.has(value))
    .map(({ value, count }) => ({ name: value, count }));
  // A value of the column may be new in a segment of it.
  fresh.push(
    ...pair.grid.values.flatMap((name, i) => {
      const isNew = pair.reference.counts[i] === 0 && pair.current.counts[i]! > 0;
      return isNew ? [{ name, count: pair.current.counts[i]! }] : [];
    }),
  );
  const basis = { pooled: poolCounts(pair), own, other, word: 'New' };
  if (pair.reference.other > 0 || pair.current.other === 0) return judgeOneSided(fresh, basis, judge);
  fresh.push({ name: null, count: pair.current.other });
  return judgeOneSided(fresh, basis, (_, rows) => judgeByRare(pair, other, { share: rows / own, rows: own }));
}

function hasUnnamed({ reference, current }: CategoricalPair): boolean {
  return reference.other + current.other > 0;
}

/** How often each value occurs on both sides together. */
function poolCounts({ reference, current }: CategoricalPair): number[] {
  const unseen = new Map<string, number>();
  for (const { value, count } of [...reference.unseen, ...current.unseen]) {
    unseen.set(value, (unseen.get(value) ?? 0) + count);
  }
  const named = reference.counts.map((count, i) => count + current.counts[i]!);
  return [...named, ...unseen.values(), reference.other + current.other].filter((count) => count > 0);
}

type Basis = { pooled: readonly number[]; own: number; other: number; word: string };

function judgeOneSided(values: readonly OneSided[], basis: Basis, judge: Judge): Found {
  const rows = countRows(values);
  if (rows === 0) return { value: 0, floor: null, pValue: null, reason: null };
  return explain(values, basis, judge(listPossible(basis), rows, basis));
}

function countRows(values: readonly OneSided[]): number {
  return values.reduce((total, { count }) => total + count, 0);
}

function explain(
  values: readonly OneSided[],
  { own, word }: Basis,
  { isBeyond, floor, pValue }: ReturnType<Judge>,
): Found {
  if (values.length === 0) return { value: 0, floor, pValue, reason: null };
  const named = values.flatMap(({ name, count }) => (name === null ? [] : [{ name, share: count / own }]));
  const rare = values.length - named.length;
  const list = listShares(named, { most: NAMED, hasMore: rare > 0 });
  if (isBeyond) return { value: countRows(values) / own, floor, pValue, reason: `${word}: ${list}` };
  return { value: 0, floor, pValue, reason: `${word}, as chance explains at these sizes: ${list}` };
}

/** Are so many rows on one side only more than chance gives? They are whole numbers: shares of equal rows differ by rounding. */
type Judge = (
  possible: readonly Possible[],
  rows: number,
  sizes: Pick<Basis, 'own' | 'other'>,
) => { isBeyond: boolean; floor: number | null; pValue: number | null };

const NOTHING: ReturnType<Judge> = { isBeyond: false, floor: null, pValue: null };

function judgeByDraws(
  possible: readonly Possible[],
  rows: number,
  { own, other }: Pick<Basis, 'own' | 'other'>,
): ReturnType<Judge> {
  const drawn = drawRows(possible, own + other);
  const floor = quantileOfSorted(drawn, FLOOR_LEVEL);
  const larger = drawn.filter((one) => one >= rows).length;
  return { isBeyond: rows > floor, floor: floor / own, pValue: (larger + 1) / (DRAWS + 1) };
}

/** By a bound instead of draws, which are too few where many segments are corrected together, and too dear. */
function judgeByBound(possible: readonly Possible[], rows: number, { own }: Pick<Basis, 'own'>): ReturnType<Judge> {
  const pValue = boundTail(possible, rows, own);
  return { isBeyond: pValue <= 1 - FLOOR_LEVEL, floor: null, pValue };
}

/** By what the reference's rare values let expect of new ones, where these are too many to be counted by name. */
function judgeByRare(
  { reference }: CategoricalPair,
  size: number,
  { share, rows }: { share: number; rows: number },
): ReturnType<Judge> {
  const expected = expectUnseen(reference, size, rows);
  const floor = expected.share + normalPpf(FLOOR_LEVEL) * expected.deviation;
  return { isBeyond: share > floor, floor, pValue: normalSf((share - expected.share) / expected.deviation) };
}

/** A value that may by chance fall on one side only: its rows, and how likely that is. */
type Possible = { rows: number; chance: number };

/** When both sides are drawn from one pool, each value falls on one side only with its exact (hypergeometric) probability. */
function listPossible({ pooled, own, other }: Basis): Possible[] {
  return pooled
    .map((rows) => ({ rows, chance: chanceOfOneSide(rows, own, own + other) }))
    .filter(({ chance }) => chance > NEGLIGIBLE);
}

/** The rows of one side's values that the other side has none of, drawn many times. Ascending. */
function drawRows(possible: readonly Possible[], seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: DRAWS }, () =>
    possible.reduce((total, { rows, chance }) => (random.uniform() < chance ? total + rows : total), 0),
  ).sort();
}

/** Chernoff's bound of the chance that the possible values reach so many of all rows together. */
function boundTail(possible: readonly Possible[], rows: number, all: number): number {
  const exponents = Array.from({ length: 40 }, (_, i) => 1.4 ** i / all);
  const logs = exponents.map((t) =>
    possible.reduce((sum, one) => sum + Math.log1p(one.chance * Math.expm1(t * one.rows)), -t * rows),
  );
  return Math.exp(Math.min(0, ...logs.filter((log) => !Number.isNaN(log))));
}

/** The chance that all of `count` values fall among `own` of `all` places. */
function chanceOfOneSide(count: number, own: number, all: number): number {
  let chance = 1;
  for (let i = 0; i < count && chance > NEGLIGIBLE; i++) chance *= (own - i) / (all - i);
  return Math.max(0, chance);
}
