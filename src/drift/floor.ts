import { quantileOfSorted } from '../stats/quantiles.ts';
import { sum } from './cells.ts';

/** The level of the floor: one clean column in 200 passes it. */
export const FLOOR_LEVEL = 0.995;
/** The part of the draws that the tail beyond them is fitted to, and how many must lie above a value to count them. */
const FITTED_SHARE = 0.1;
const ENOUGH_ABOVE = 10;

/** Equal tables may differ in the last digits of a value: a draw that equals the observed one must count as such. */
export const ROUNDING = 1e-9;

/** What a method gives at these sample sizes when nothing has changed. */
export type Noise = {
  floor: number;
  /** How often noise alone is at or above the value. */
  pValue(value: number): number;
  /** The same of many more draws, where a verdict is near and they can be had. */
  finer?(): Noise;
};

/** Between these a p-value of the first draws is too coarse for a verdict at a level of a few in a thousand. */
export const NEAR = { low: 0.0005, high: 0.03 };

/** Whether a p-value of the first draws leaves a verdict open. */
export function isNear(pValue: number): boolean {
  return pValue > NEAR.low && pValue < NEAR.high;
}

/** The floor, and p-values that go on beyond the draws: their upper tenth is fitted by an exponential tail. */
export function summariseNoise(values: Float64Array): Noise {
  const sorted = values.slice().sort();
  const start = Math.floor(sorted.length * (1 - FITTED_SHARE));
  const threshold = sorted[start]!;
  const tail = sorted.subarray(start);
  const excess = sum(tail) / tail.length - threshold;
  return {
    floor: floorOfSorted(sorted),
    pValue(value) {
      const above = sorted.length - lowerBound(sorted, value * (1 - ROUNDING));
      const counted = (above + 1) / (sorted.length + 1);
      if (above >= ENOUGH_ABOVE) return counted;
      // What rounding leaves of equal draws is no tail.
      if (!(excess > ROUNDING * threshold)) return value > threshold ? 1 / (sorted.length + 1) : counted;
      return Math.min((ENOUGH_ABOVE + 1) / (sorted.length + 1), FITTED_SHARE * Math.exp(-(value - threshold) / excess));
    },
  };
}

/** As many draws lie above it as a test by draws allows, which counts the observed value as one of them. */
function floorOfSorted(sorted: Float64Array): number {
  const draws = sorted.length;
  const place = (FLOOR_LEVEL * (draws + 1) - 1) / Math.max(1, draws - 1);
  return quantileOfSorted(sorted, Math.min(1, place));
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
