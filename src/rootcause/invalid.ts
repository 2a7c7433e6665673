import { capitalise, formatShare, formatTogether } from '../format.ts';
import type { ValueRule } from '../monitors/types.ts';
import { listCategories } from '../profile/category-counts.ts';
import type { CategoricalGrid, CategoricalProfile, ColumnProfile, Grid, NumericProfile } from '../profile/types.ts';
import { listShares, nameValue } from '../words.ts';
import { MOST_NAMED, MOST_PARTS } from './places.ts';
import type { Explanation, FindingParts } from './types.ts';

/** A way to be invalid, its share of the rows before and now, and what is said of it. */
type Breach = { rule: string; reference: number; current: number };

/**
 * Which rule the values of a column break, and by which values: those that the counts name. A part is told with its share
 * only where the counts are sure of it.
 */
export function explainInvalid(
  rule: ValueRule,
  grid: Grid | undefined,
  before: ColumnProfile | undefined,
  now: ColumnProfile | undefined,
): Explanation {
  const nothing: Explanation = { sentences: [], parts: null, segments: [] };
  if (grid === undefined || before === undefined || now === undefined || now.invalid === 0) return nothing;
  const missing = describeMissing(rule, before, now);
  const own =
    grid.kind === 'categorical' && before.kind === 'categorical' && now.kind === 'categorical'
      ? explainValues(rule, grid, before, now)
      : { sentences: now.kind === 'numeric' ? describeBounds(rule, now) : [], breaches: [] };
  const breaches = [...(missing === null ? [] : [missing]), ...own.breaches];
  const sentences = [
    ...(missing === null
      ? []
      : [`${formatShare(missing.current)} are missing, were ${formatShare(missing.reference)}`]),
    ...own.sentences,
    ...describeDuplicates(rule, now, breaches, own.sentences.length > 0),
  ];
  return { sentences, parts: tabulate(own, breaches), segments: [] };
}

/** Rows without a value, where these are invalid. */
function describeMissing(rule: ValueRule, before: ColumnProfile, now: ColumnProfile): Breach | null {
  if (!rule.notNull || now.nulls === 0) return null;
  return { rule: 'missing', reference: shareOf(before.nulls, before), current: shareOf(now.nulls, now) };
}

function shareOf(count: number, { rows }: ColumnProfile): number {
  return rows === 0 ? 0 : count / rows;
}

type Values = { sentences: string[]; breaches: Breach[]; rows?: FindingParts['rows'] };

function explainValues(
  rule: ValueRule,
  grid: CategoricalGrid,
  before: CategoricalProfile,
  now: CategoricalProfile,
): Values {
  const broken = listCategories(grid, before, now).named.flatMap(({ name, reference, current }) => {
    const why = findBroken(rule, name);
    if (why === null || current === 0) return [];
    return [{ name, why, count: current, reference: shareOf(reference, before), current: shareOf(current, now) }];
  });
  // The engine has the last word: where it found fewer, it reads the rule differently.
  if (broken.reduce((sum, { count }) => sum + count, 0) > now.invalid) return { sentences: [], breaches: [] };
  const byRule = [...new Set(broken.map(({ why }) => why))].map((why) => {
    const own = broken.filter((one) => one.why === why);
    const add = (pick: (one: (typeof own)[number]) => number): number => own.reduce((sum, one) => sum + pick(one), 0);
    return { rule: why, own, reference: add(({ reference }) => reference), current: add(({ current }) => current) };
  });
  byRule.sort((a, b) => b.current - a.current);
  const sentences = byRule.map(({ rule: why, own }) => {
    const values = own.map(({ name, current }) => ({ name, share: current }));
    return `${capitalise(why)}: ${listShares(values, { most: MOST_NAMED, hasMore: false })}`;
  });
  const rows = [...broken]
    .sort((a, b) => b.current - a.current)
    .slice(0, MOST_PARTS)
    .map(({ name, reference, current }) => ({ name, reference, current, isNamed: true, isRest: false }));
  return { sentences, breaches: byRule, rows };
}

/** The rule that a text breaks as the engines read it; null where it breaks none, or none that can be told from here. */
function findBroken(rule: ValueRule, value: string): string | null {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (rule.in !== null && !rule.in.some((allowed) => String(allowed) === value)) return 'not in the list';
  if (rule.min !== null && number < rule.min) return `below ${formatTogether([rule.min])[0]}`;
  if (rule.max !== null && number > rule.max) return `above ${formatTogether([rule.max])[0]}`;
  if ((rule.min !== null || rule.max !== null) && Number.isNaN(number)) return 'no number';
  if (rule.type === 'number' && Number.isNaN(number)) return 'no number';
  if (rule.type === 'integer' && !Number.isInteger(number)) return 'no whole number';
  if (rule.type === 'boolean' && !/^(true|false)$/i.test(value)) return 'neither true nor false';
  return rule.matches !== null && isUnlike(rule.matches, value) ? `not like ${nameValue(rule.matches)}` : null;
}

/** An expression that only the engine knows says nothing here. */
function isUnlike(pattern: string, value: string): boolean {
  try {
    return !new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}

/** "Values go down to −999; 0 is the least that is valid": extremes are exact, what lies between is not known by rule. */
function describeBounds(rule: ValueRule, now: NumericProfile): string[] {
  const { min, max } = boundsOf(rule);
  const low = min !== null && now.min !== null && now.min < min;
  const high = max !== null && now.max !== null && now.max > max;
  const [least = '', from = ''] = low ? formatTogether([now.min!, min]) : [];
  const [most = '', to = ''] = high ? formatTogether([now.max!, max]) : [];
  return [
    ...(low ? [`Values go down to ${least}; the least that is valid is ${from}`] : []),
    ...(high ? [`Values go up to ${most}; the most that is valid is ${to}`] : []),
  ];
}

/** A list of numbers has a least and a largest one, too. */
function boundsOf({ min, max, in: allowed }: ValueRule): { min: number | null; max: number | null } {
  const listed = (allowed ?? []).map(Number).filter(Number.isFinite);
  if (listed.length === 0) return { min, max };
  return {
    min: Math.max(min ?? Number.NEGATIVE_INFINITY, Math.min(...listed)),
    max: Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(...listed)),
  };
}

/** What nothing else explains, where values must be unique and no other rule is left that could be broken. */
function describeDuplicates(
  rule: ValueRule,
  now: ColumnProfile,
  breaches: readonly Breach[],
  hasOthers: boolean,
): string[] {
  const isOnly =
    rule.min === null && rule.max === null && rule.in === null && rule.matches === null && rule.type === null;
  if (!rule.unique || !isOnly || hasOthers) return [];
  const share = shareOf(now.invalid, now) - breaches.reduce((sum, { current }) => sum + current, 0);
  return share > 0 ? [`${formatShare(share)} are values that occur more than once`] : [];
}

function tabulate({ rows = [] }: Values, breaches: readonly Breach[]): FindingParts | null {
  const common = { before: 'reference', unit: 'share' as const };
  if (rows.length > 0 && breaches.every(({ rule }) => rule !== 'missing'))
    return { ...common, title: 'Invalid values, share of rows', rows };
  if (breaches.length === 0) return null;
  return {
    ...common,
    title: 'Share of rows by rule',
    rows: breaches
      .slice(0, MOST_PARTS)
      .map(({ rule, reference, current }) => ({ name: rule, reference, current, isNamed: true, isRest: false })),
  };
}
