import { formatDay, formatMonth, formatTime } from '../format.ts';
import type { Measure } from './text-width.ts';
import { PLOT_WIDTH } from './theme.ts';
import { findStep, pickTicks, pickTimeTicks } from './ticks.ts';
import type { HistoryChart } from './types.ts';
import { formatAxis } from './words.ts';

const DAY_MS = 86_400_000;
const CURVE_HEIGHT = 170;
/** Over a table of parts. */
const LOW_CURVE_HEIGHT = 100;
const MAX_POINTS = 2_000;

export type HistoryPoint = HistoryChart['points'][number];

/** Where a history is drawn: its points with the missing windows filled in, and both scales. */
export type HistoryFrame = {
  points: readonly HistoryPoint[];
  /** Usual distance of two windows, ms. */
  stepMs: number;
  left: number;
  right: number;
  top: number;
  base: number;
  x: (at: number) => number;
  y: (value: number) => number;
  xTicks: readonly { x: number; text: string }[];
  yTicks: readonly { y: number; text: string }[];
};

/** Lays out a history; `top` is where the curve's area begins and `rightRoom` what labels at its end need, px. */
export function makeHistoryFrame(chart: HistoryChart, top: number, rightRoom: number, measure: Measure): HistoryFrame {
  const stepMs = findStep(chart.points.map(({ at }) => at)) ?? DAY_MS;
  const points = fillMissing(chart.points, stepMs);
  const height = chart.parts === null ? CURVE_HEIGHT : LOW_CURVE_HEIGHT;
  const base = top + height;
  const [low, high] = findDomain(chart);
  const y = (value: number): number => base - ((value - low) / (high - low)) * height;
  const values = pickValues(low, high);
  const texts = formatAxis(values, chart.isShare);
  const yTicks = values.map((value, i) => ({ y: y(value), text: texts[i] ?? '' }));
  const left = Math.ceil(Math.max(0, ...texts.map((text) => measure(text, 12)))) + 8;
  const right = PLOT_WIDTH - rightRoom;
  // Half a window on either side; more where there are so few that each would be a block.
  const margin = points.length < 4 ? 1.5 * stepMs : stepMs / 2;
  const [fromAt, toAt] = [(points[0]?.at ?? 0) - margin, (points.at(-1)?.at ?? 0) + margin];
  const x = (at: number): number => left + Math.min(1, Math.max(0, (at - fromAt) / (toAt - fromAt))) * (right - left);
  const xTicks = labelTimes(fromAt, toAt, stepMs, measure).map((tick) => ({ x: x(tick.at), text: tick.text }));
  return { points, stepMs, left, right, top, base, x, y, xTicks, yTicks };
}

/** Three to five round values. */
function pickValues(low: number, high: number): number[] {
  const choices = [4, 5, 6].map((count) => pickTicks(low, high, count));
  return choices.find((ticks) => ticks.length >= 3) ?? choices.at(-1) ?? [];
}

/** Adds empty points where windows are missing, so that the line has a gap there. */
function fillMissing(points: readonly HistoryPoint[], stepMs: number): HistoryPoint[] {
  const filled: HistoryPoint[] = [];
  for (const point of points) {
    const previous = filled.at(-1);
    if (previous !== undefined && filled.length < MAX_POINTS) {
      const missing = Math.min(MAX_POINTS, Math.round((point.at - previous.at) / stepMs) - 1);
      for (let i = 1; i <= missing; i++) {
        filled.push({ at: previous.at + i * stepMs, value: null, state: 'unknown', band: null });
      }
    }
    filled.push(point);
  }
  return filled;
}

export function isDrawable(band: HistoryPoint['band']): band is { low: number; high: number } {
  return band !== null && Number.isFinite(band.low) && Number.isFinite(band.high);
}

/** Holds every value and the limit; bands stretch it by at most 60 % of that, the rest of them is cut off. */
function findDomain(chart: HistoryChart): [number, number] {
  const values = chart.points.flatMap((point) => (point.value === null ? [] : [point.value]));
  const bands = chart.points.flatMap((point) => (point.value === null || !isDrawable(point.band) ? [] : [point.band]));
  const kept = chart.threshold === null ? values : [...values, chart.threshold];
  if (kept.length === 0) return [0, 1];
  const [least, most] = [Math.min(...kept), Math.max(...kept)];
  const reach = most > least ? 0.6 * (most - least) : Number.POSITIVE_INFINITY;
  const low = Math.max(least - reach, Math.min(least, ...bands.map((band) => band.low)));
  const high = Math.min(most + reach, Math.max(most, ...bands.map((band) => band.high)));
  const room = high > low ? 0.06 * (high - low) : Math.abs(high) * 0.1 || 1;
  // A measure that never goes below zero does not need an axis that does.
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

function labelTimes(fromAt: number, toAt: number, windowMs: number, measure: Measure): { at: number; text: string }[] {
  const { at, stepMs } = pickTimeTicks(fromAt, toAt, 6, windowMs);
  const isLong = toAt - fromAt > 320 * DAY_MS;
  const words = (instant: number): string => {
    if (isLong) return formatMonth(instant);
    return stepMs < DAY_MS && instant % DAY_MS !== 0 ? formatTime(instant) : formatDay(instant);
  };
  const room = (PLOT_WIDTH - 100) / Math.max(1, at.length);
  const every = at.some((instant) => measure(words(instant), 12) + 8 > room) ? 2 : 1;
  return at.filter((_, i) => i % every === 0).map((instant) => ({ at: instant, text: words(instant) }));
}
