import { countCells, countValues, isConstantReference, sum } from '../drift/cells.ts';
import { drawCurve, type NumericPair } from '../drift/curve.ts';
import type { ColumnPair } from '../drift/types.ts';
import { formatShare, formatTogether } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import type { NumericProfile } from '../profile/types.ts';
import { nameValue } from '../words.ts';
import { findParts } from './find-parts.ts';
import type { Part } from './types.ts';

/** Parts are named until they carry this much of the distance, and at most so many. */
const ENOUGH = 0.6;
const MOST_PARTS = 3;
/** A part smaller than this explains nothing. */
const SMALL = 0.05;
/** Where the largest parts together carry less, no part stands out. */
const SPREAD_OUT = 0.3;
const NAMES = 3;

/**
 * Why a column drifted, in a sentence: "62% of the drift comes from delay 30 to 120: 14.0% of rows, was 9.0%".
 * null where nothing moved.
 * @param value of the method, greater than 0.
 */
export function describeDriftCause(
  column: string,
  pair: ColumnPair,
  method: DriftMethodName,
  value: number,
): string | null {
  const name = nameValue(column);
  if (pair.kind === 'numeric' && isConstantReference(pair)) return describeConstant(name, pair);
  if (pair.kind === 'numeric' && method === 'ks_test') return describeGap(name, pair);
  const parts = findParts(pair, method, value);
  const shown = chooseParts(parts, value);
  if (shown.length === 0) return null;
  if (isWhole(shown[0]!)) return describeWhole(name, shown[0]!);
  const carried = shown.reduce((total, { contribution }) => total + contribution, 0) / value;
  if (carried < SPREAD_OUT) {
    const most = parts.slice(0, MOST_PARTS).map((part) => describePart(name, part));
    return `The drift is spread over many values of ${name}, the most of it over ${most.join(', ')}`;
  }
  const [first, ...others] = shown.map((part) => ({
    share: part.contribution / value,
    words: describePart(name, part),
  }));
  // Said once: the sentence stays a line.
  const rest = others.map(
    ({ share, words }) => `, ${formatPart(share)} from ${words.replace(' of rows, was ', ', was ')}`,
  );
  return `${formatPart(first!.share)} of the drift comes from ${first!.words}${rest.join('')}`;
}

function chooseParts(parts: readonly Part[], value: number): Part[] {
  const shown: Part[] = [];
  let carried = 0;
  for (const part of parts) {
    const share = part.contribution / value;
    if (shown.length > 0 && (carried >= ENOUGH || shown.length >= MOST_PARTS || share < SMALL)) break;
    if (share > 0) shown.push(part);
    carried += share;
  }
  return shown;
}

function isWhole({ place }: Part): boolean {
  return place.kind === 'tenths' && place.first === 0 && place.last === 9;
}

function formatPart(share: number): string {
  const percent = Math.round(share * 100);
  return percent >= 100 ? 'All' : `${Math.max(1, percent)}%`;
}

function describePart(column: string, { place, reference, current }: Part): string {
  switch (place.kind) {
    case 'range':
      return `${nameRange(column, place)}: ${formatShare(current)} of rows, was ${formatShare(reference)}`;
    case 'tenths':
      return `${nameTenths(column, place)}: ${describeMeans({ reference, current })}`;
    case 'values':
      if (place.change === 'gone') return `${nameValues(place, 'gone')}: ${formatShare(reference)} of rows before`;
      if (place.change === 'new') return `${nameValues(place, 'new')}: ${formatShare(current)} of rows`;
      return `${nameMoved(place)} (${formatShare(current)} of rows, was ${formatShare(reference)})`;
  }
}

function describeWhole(column: string, part: Part): string {
  return `All of ${column} moved ${part.current > part.reference ? 'up' : 'down'}: ${describeMeans(part)}`;
}

function describeMeans({ reference, current }: Pick<Part, 'reference' | 'current'>): string {
  const [now = '', was = ''] = formatTogether([current, reference]);
  return `${now} on average, was ${was}`;
}

type RangePlace = Extract<Part['place'], { kind: 'range' }>;
type ValuesPlace = Extract<Part['place'], { kind: 'values' }>;
type TenthsPlace = Extract<Part['place'], { kind: 'tenths' }>;

function nameRange(column: string, { from, to, isClosed }: RangePlace): string {
  if (from === null && to === null) return column;
  if (from === null) return `${column} ${isClosed ? 'up to' : 'below'} ${formatTogether([to!])[0]}`;
  if (to === null) return `${column} of ${formatTogether([from])[0]} or more`;
  const [low = '', high = ''] = formatTogether([from, to]);
  return from === to ? `${column} ${low}` : `${column} ${low} to ${high}`;
}

function nameTenths(column: string, { first, last }: TenthsPlace): string {
  const count = last - first + 1;
  const part = count === 1 ? 'tenth' : `${count * 10}%`;
  if (last === 9) return `the highest ${part} of ${column}`;
  if (first === 0) return `the lowest ${part} of ${column}`;
  return `${column} between its ${first * 10}% and ${(last + 1) * 10}% quantiles`;
}

function nameValues({ names, hasOthers }: ValuesPlace, change: 'gone' | 'new'): string {
  if (names.length === 1 && !hasOthers) return `${nameValue(names[0]!)}, which is ${change}`;
  if (names.length === 0) return `many rare values that are ${change}`;
  const shown = names.slice(0, NAMES).map(nameValue);
  const rest = names.length - shown.length;
  const more = hasOthers ? ' and others' : rest > 0 ? ` and ${rest} more` : '';
  return `values that are ${change} (${shown.join(', ')}${more})`;
}

function nameMoved({ names }: ValuesPlace): string {
  return names[0] === undefined ? 'the rare values together' : nameValue(names[0]);
}

/** The gap of the cumulative curves is a single point: where it lies, and how much of either side is beyond it. */
function describeGap(column: string, pair: NumericPair): string | null {
  const { knots, reference, current, isDiscrete } = drawCurve(pair);
  let widest = 0;
  for (let i = 1; i < knots.length; i++) {
    if (Math.abs(reference[i]! - current[i]!) > Math.abs(reference[widest]! - current[widest]!)) widest = i;
  }
  const gap = Math.abs(reference[widest]! - current[widest]!);
  const [now, was] = [shareBelow(pair.current), shareBelow(pair.reference)];
  if (isDiscrete && Math.abs(now - was) > gap) return wordGap(column, knots[0]!, 'below', { now, was });
  const at = knots[widest];
  if (at === undefined || gap === 0) return null;
  const beyond = { now: 1 - current[widest]!, was: 1 - reference[widest]! };
  return wordGap(column, at, isDiscrete ? 'above' : 'at or above', beyond);
}

function shareBelow(profile: NumericProfile): number {
  return profile.cells[0]! / countValues(profile);
}

function wordGap(column: string, at: number, side: string, { now, was }: { now: number; was: number }): string {
  return `The gap is widest at ${formatTogether([at])[0]}: ${formatShare(now)} of ${column} is ${side} it, was ${formatShare(was)}`;
}

/** All values were one; what counts is how many left it. */
function describeConstant(column: string, pair: NumericPair): string | null {
  const { current } = countCells(pair);
  const [below, , above] = [...current].map((count) => count / sum(current));
  if (!below && !above) return null;
  const [constant] = formatTogether([pair.reference.min!]);
  const sides = [above ? `${formatShare(above)} above it` : '', below ? `${formatShare(below)} below it` : ''];
  return `Every value of ${column} was ${constant}; now ${sides.filter((side) => side !== '').join(', ')}`;
}
