import { formatTogether } from '../format.ts';
import { listSpans } from '../profile/spans.ts';
import type { ColumnProfile, Grid, NumericGrid, NumericProfile } from '../profile/types.ts';

/** One side is named where it has so much of the rise. */
const NEARLY_ALL = 0.8;

/** Beyond which fence the outliers came, and how far they reach; null where they came on both sides. */
export function describeOutliers(
  grid: Grid | undefined,
  before: ColumnProfile | undefined,
  now: ColumnProfile | undefined,
): string | null {
  if (grid?.kind !== 'numeric' || grid.fences === null || now?.kind !== 'numeric' || before?.kind !== 'numeric')
    return null;
  const { low, high } = grid.fences;
  const [was, is] = [countBeyond(grid, before), countBeyond(grid, now)];
  const [below, above] = [Math.max(0, is.below - was.below), Math.max(0, is.above - was.above)];
  const isUp = now.max !== null && now.max > high && above > 0 && above >= NEARLY_ALL * (above + below);
  const isDown = now.min !== null && now.min < low && below > 0 && below >= NEARLY_ALL * (above + below);
  if (isUp) return describeReach('above', high, [now.max, before.max]);
  return isDown ? describeReach('below', low, [now.min, before.min]) : null;
}

/** "The outliers came above 120, up to 9,999; the reference's highest value is 130" */
function describeReach(
  side: 'above' | 'below',
  fence: number,
  extremes: readonly [number | null, number | null],
): string {
  const [now = 0, was] = extremes.map((value) => value ?? undefined);
  const [at = '', reach = '', usual = ''] = formatTogether([fence, now, was ?? 0]);
  const [way, extreme] = side === 'above' ? ['up', 'highest'] : ['down', 'lowest'];
  const told = `The outliers came ${side} ${at}, ${way} to ${reach}`;
  return was === undefined ? told : `${told}; the reference’s ${extreme} value is ${usual}`;
}

/** Shares of the finite values beyond either fence, as the cells tell them. */
function countBeyond(grid: NumericGrid, profile: NumericProfile): { below: number; above: number } {
  const { low, high } = grid.fences!;
  const total = profile.cells.reduce((a, b) => a + b, 0);
  let [below, above] = [0, 0];
  for (const { from, to, count } of listSpans(grid, profile)) {
    const width = to - from;
    if (to > high) above += count * (width > 0 ? Math.min(1, (to - high) / width) : 1);
    if (from < low) below += count * (width > 0 ? Math.min(1, (low - from) / width) : 1);
  }
  return { below: below / Math.max(1, total), above: above / Math.max(1, total) };
}
