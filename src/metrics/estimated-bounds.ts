import type { IsotonicFit } from '../stats/isotonic.ts';
import { predictIsotonic } from '../stats/isotonic.ts';

/**
 * How far the calibrated probability of one score can be from that of its cell's mean: a non-decreasing function stays
 * between its values at the neighbouring cells (0 and 1 where there is none).
 */
export function boundProbability(fit: IsotonicFit, score: number): number {
  const probability = predictIsotonic(fit, score);
  const at = nearestPlace(fit.x, score);
  const below = fit.y[at - 1] ?? 0;
  const above = fit.y[at + 1] ?? 1;
  return Math.max(probability - below, above - probability);
}

function nearestPlace(places: readonly number[], score: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < score) low = middle + 1;
    else high = middle;
  }
  const isLowerNearer = low > 0 && score - places[low - 1]! <= places[low]! - score;
  return isLowerNearer ? low - 1 : low;
}
