import { formatShare, formatTicks, formatTogether } from '../format.ts';
import { binSpans, findQuantile, listSpans, type Span, sumSpans } from '../profile/spans.ts';
import type { NumericGrid, NumericProfile } from '../profile/types.ts';
import { roundStepUp } from './ticks.ts';
import type { NumericChart } from './types.ts';
import { nameInSentence } from './words.ts';

const DRAWN_BINS = 40;
const MAX_BINS = 60;
/** With so few values, the share of one of them says more than a quantile. */
const FEW_VALUES = 12;
/** A quantile that moves less than this part of the spread is not the story. */
const NOTABLE_MOVE = 0.04;
/** From so many rows on, a bin that gained or lost them is the story instead. */
const NOTABLE_SHARE = 0.01;

const QUANTILES = [
  {
    p: 0.1,
    label: '10th percentile',
    words: (column: string, now: string) => `One in ten values of ${column} is now ${now} or less`,
  },
  { p: 0.5, label: 'median', words: (column: string, now: string) => `The median of ${column} is now ${now}` },
  {
    p: 0.9,
    label: '90th percentile',
    words: (column: string, now: string) => `One in ten values of ${column} is now ${now} or more`,
  },
] as const;

export type NumericPair = { grid: NumericGrid; reference: NumericProfile; current: NumericProfile };

/** What is drawn of a numeric column, and the sentence over it. */
export type NumericFinding = Pick<NumericChart, 'bins' | 'outside' | 'mark'> & { title: string };

/** Finds the quantile (10, 50, 90 %) that moved furthest; where none did, the value or range whose share changed most. */
export function findNumericChange(columnName: string, pair: NumericPair): NumericFinding {
  const column = nameInSentence(columnName);
  const spans = { reference: listSpans(pair.grid, pair.reference), current: listSpans(pair.grid, pair.current) };
  const edges = chooseBinEdges(pair.grid, spans);
  const binned = { reference: binSpans(spans.reference, edges), current: binSpans(spans.current, edges) };
  const outside = {
    below: { reference: orZero(binned.reference.below), current: orZero(binned.current.below) },
    above: { reference: orZero(binned.reference.above), current: orZero(binned.current.above) },
  };
  const bins = edges.slice(1).map((to, i) => ({
    from: edges[i] ?? to,
    to,
    reference: orZero(binned.reference.shares[i] ?? 0),
    current: orZero(binned.current.shares[i] ?? 0),
  }));
  const empty = wordEmptySide(column, spans);
  if (empty !== null) return { bins, outside, mark: null, title: empty };
  const constant = wordConstant(column, spans);
  if (constant !== null) return { bins, outside, mark: null, title: constant };
  const moved = findMovedQuantile(pair, spans, Math.max(0, ...bins.map(change)));
  if (moved === null) return { bins, outside, mark: null, title: wordShareChange(column, pair.grid, bins, spans) };
  const [now = '', was = ''] = formatTogether([moved.current, moved.reference]);
  const title =
    now === was
      ? `The shape of ${column} has hardly changed; its ${moved.quantile.label} is still ${now}`
      : `${moved.quantile.words(column, now)}; it was ${was}`;
  const mark = { reference: moved.reference, current: moved.current, label: moved.quantile.label };
  return { bins, outside, mark, title };
}

type Spans = { reference: readonly Span[]; current: readonly Span[] };

const orZero = (share: number): number => (Number.isFinite(share) ? share : 0);

function wordEmptySide(column: string, spans: Spans): string | null {
  const [reference, current] = [sumSpans(spans.reference), sumSpans(spans.current)];
  if (reference === 0 && current === 0) return `${column} has no numbers on either side`;
  if (current === 0) return `${column} has no numbers any more`;
  return reference === 0 ? `${column} has numbers now; the reference has none` : null;
}

/** Both sides have one value each. */
function wordConstant(column: string, spans: Spans): string | null {
  const [reference, current] = [spans.reference[0], spans.current[0]];
  if (reference === undefined || current === undefined) return null;
  const isOneValue = [spans.reference, spans.current].every(
    (side) => side.length === 1 && side[0]?.from === side[0]?.to,
  );
  if (!isOneValue) return null;
  const [now = '', was = ''] = formatTogether([current.from, reference.from]);
  return now === was
    ? `Every value of ${column} is still ${now}`
    : `Every value of ${column} is now ${now}; it was ${was}`;
}

function findMovedQuantile(pair: NumericPair, spans: Spans, mostMovedShare: number) {
  const at = (side: 'reference' | 'current', p: number): number => findQuantile(spans[side], p) ?? 0;
  const spread = at('reference', 0.9) - at('reference', 0.1) || at('current', 0.9) - at('current', 0.1);
  const moves = QUANTILES.map((quantile) => {
    const [reference, current] = [at('reference', quantile.p), at('current', quantile.p)];
    return { quantile, reference, current, size: Math.abs(current - reference) };
  });
  const furthest = moves.reduce((a, b) => (b.size > a.size ? b : a));
  const isNotable = furthest.size > 0 && furthest.size >= NOTABLE_MOVE * spread;
  const hasFewValues = pair.grid.isDiscrete && pair.grid.edges.length <= FEW_VALUES;
  const hasOtherStory = hasFewValues || (!isNotable && mostMovedShare >= NOTABLE_SHARE);
  return hasOtherStory ? null : furthest;
}

/** The value, or the range, whose share of the rows changed most. */
function wordShareChange(column: string, grid: NumericGrid, bins: NumericChart['bins'], spans: Spans): string {
  if (grid.isDiscrete && grid.edges.length <= FEW_VALUES) {
    const share = (side: 'reference' | 'current', value: number): number =>
      spans[side].reduce((sum, s) => sum + (s.from === value ? s.count : 0), 0) / sumSpans(spans[side]);
    const values = grid.edges.map((value) => ({
      value,
      reference: share('reference', value),
      current: share('current', value),
    }));
    const most = values.reduce((a, b) => (change(b) > change(a) ? b : a));
    const [value = ''] = formatTogether([most.value]);
    return `${formatShare(most.current)} of ${column} is now ${value}; it was ${formatShare(most.reference)}`;
  }
  const most = bins.reduce((a, b) => (change(b) > change(a) ? b : a));
  const [from = '', to = ''] = formatTicks([most.from, most.to]);
  return `${formatShare(most.current)} of ${column} is now between ${from} and ${to}; it was ${formatShare(most.reference)}`;
}

const change = (share: { reference: number; current: number }): number => Math.abs(share.current - share.reference);

/** Edges of equal bins over the bulk of both sides: one bin a value for a few whole steps, else about 40 round ones. */
function chooseBinEdges(grid: NumericGrid, spans: Spans): number[] {
  const gap = grid.isDiscrete ? smallestGap(grid.edges) : null;
  const whole = findRange(spans);
  const isFew = gap !== null && (whole[1] - whole[0]) / gap + 1 <= MAX_BINS;
  const [low, high] = isFew ? whole : findBulk(spans);
  if (gap !== null && (high - low) / gap + 1 <= MAX_BINS) {
    const count = Math.round((high - low) / gap) + 1;
    return Array.from({ length: count + 1 }, (_, i) => round(low + (i - 0.5) * gap));
  }
  if (!(high > low)) return [round(low - 0.5 * (Math.abs(low) || 1)), round(low + 0.5 * (Math.abs(low) || 1))];
  const width = roundStepUp(Math.max((high - low) / DRAWN_BINS, gap ?? 0), [1, 2, 2.5, 5, 10]);
  // Bins that hold two and three values in turn would draw a comb.
  const step = gap === null ? width : Math.max(1, Math.round(width / gap)) * gap;
  // Whole values stand in the middle of their bins.
  const shift = gap === null ? 0 : gap / 2;
  const first = Math.floor((low + shift) / step);
  const last = Math.max(first + 1, Math.ceil((high + shift) / step));
  return Array.from({ length: Math.min(MAX_BINS, last - first) + 1 }, (_, i) => round((first + i) * step - shift));
}

const round = (value: number): number => Number(value.toPrecision(12));

function findRange(spans: Spans): [number, number] {
  const all = [...spans.reference, ...spans.current];
  if (all.length === 0) return [0, 0];
  return [Math.min(...all.map((span) => span.from)), Math.max(...all.map((span) => span.to))];
}

/** The middle 98 % of both sides, less of a long tail. */
function findBulk(spans: Spans): [number, number] {
  const sides = [spans.reference, spans.current].filter((side) => side.length > 0);
  if (sides.length === 0) return [0, 0];
  const all = (p: number): number[] => sides.map((side) => findQuantile(side, p) ?? 0);
  const [low, high] = [Math.min(...all(0.01)), Math.max(...all(0.99))];
  const [inner, outer] = [Math.min(...all(0.1)), Math.max(...all(0.9))];
  const reach = outer > inner ? 1.1 * (outer - inner) : Number.POSITIVE_INFINITY;
  return [Math.max(low, inner - reach), Math.min(high, outer + reach)];
}

function smallestGap(values: readonly number[]): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) least = Math.min(least, (values[i] ?? 0) - (values[i - 1] ?? 0));
  return Number.isFinite(least) && least > 0 ? least : null;
}
