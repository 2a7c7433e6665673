import type { NumericGrid, NumericProfile } from '../profile/types.ts';
import { ksTwoSamplePValue } from '../stats/kolmogorov.ts';
import { countCells, countValues, isConstantReference, sum } from './cells.ts';
import { meanDisplacement, type NumericPair } from './curve.ts';
import { FLOOR_LEVEL } from './floor.ts';
import type { DriftMethod } from './method.ts';
import { asNumeric } from './wasserstein.ts';

/** From so many edges on, hardly any noise of D lies inside of cells. */
const FINE_GRID = 64;
/** What sums of many values are wrong by, as a share of their span; and an error of D that no reader need know of. */
const NEGLIGIBLE = 1e-9;

/**
 * The two-sample Kolmogorov-Smirnov distance D and its p-value as scipy.stats.ks_2samp(method='asymp') prints it.
 * From counts D is taken at the edges of the cells, so it can be low: by how much at most, the caveat says.
 */
export const ksTest: DriftMethod = {
  name: 'ks_test',
  label: 'Kolmogorov-Smirnov test',
  kinds: ['numeric'],
  defaultThreshold: 0.1,
  minRows: 10,
  meaning: 'Largest gap between the two cumulative distributions, 0 to 1; the p-value says how often chance does that',
  value(pair) {
    if (isConstantReference(pair)) return largestGap(countCells(pair));
    const { reference, current } = asNumeric(pair);
    return largestGap({ reference: reference.cells, current: current.cells });
  },
  noise(pair, source) {
    if (isConstantReference(pair)) return source.ofCells(pair, largestGap);
    return source.ofCurve(asNumeric(pair), ({ gaps }) => gaps);
  },
  pValue: (pair, value) => ksTwoSamplePValue(value, countValues(pair.reference), countValues(pair.current)),
  floorOfRows(pair) {
    if (pair.kind !== 'numeric' || isConstantReference(pair)) return 0;
    if (pair.grid.isDiscrete || pair.grid.edges.length >= FINE_GRID) return 0;
    return gapAt(1 - FLOOR_LEVEL, countValues(pair.reference), countValues(pair.current));
  },
  caveat(pair) {
    if (pair.kind !== 'numeric' || isConstantReference(pair)) return null;
    const bound = boundOfGap(pair);
    if (bound <= NEGLIGIBLE) return null;
    const how = pair.grid.isDiscrete
      ? 'Values that the reference does not have share the cells of its own'
      : `Measured at the edges of ${pair.reference.cells.length} cells`;
    return `${how}: the exact D is higher by at most ${bound.toPrecision(2)}`;
  },
};

/** The least D that a test of values without ties gives so small a p-value, within a part in a million. */
function gapAt(pValue: number, n: number, m: number): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (ksTwoSamplePValue(middle, n, m) > pValue) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * How much higher D may be inside a cell than at the edges: where one side's values all come before the other's. Values
 * of the reference that are cells themselves stand at the beginning of theirs.
 */
export function boundOfGap(pair: NumericPair): number {
  const [before, now] = [traceCells(pair.reference, pair.grid), traceCells(pair.current, pair.grid)];
  let gap = 0;
  let possible = 0;
  for (let i = 0; i < before.highest.length; i++) {
    gap = Math.max(gap, Math.abs(before.highest[i]! - now.highest[i]!));
    possible = Math.max(possible, before.highest[i]! - now.lowest[i]!, now.highest[i]! - before.lowest[i]!);
  }
  return Math.max(0, possible - gap);
}

/** Between which heights one side's cumulative distribution runs in each cell, from its first value on. */
function traceCells(profile: NumericProfile, grid: NumericGrid): { lowest: Float64Array; highest: Float64Array } {
  const total = countValues(profile);
  const last = grid.edges.length;
  const isBetween =
    grid.isDiscrete && meanDisplacement(profile, grid.edges, grid.center) > NEGLIGIBLE * spanOf(profile);
  const isAbove = profile.max !== null && profile.max > grid.edges[last - 1]!;
  const lowest = new Float64Array(last + 1);
  const highest = new Float64Array(last + 1);
  let running = 0;
  for (let i = 0; i <= last; i++) {
    const isSpread = !grid.isDiscrete || i === 0 || isBetween || (i === last && isAbove);
    lowest[i] = running / total;
    running += profile.cells[i]!;
    highest[i] = running / total;
    if (!isSpread) lowest[i] = highest[i]!;
  }
  return { lowest, highest };
}

function spanOf({ min, max }: NumericProfile): number {
  return (max ?? 0) - (min ?? 0);
}

type Counts = { reference: ArrayLike<number>; current: ArrayLike<number> };

/** Of the cumulative shares, at the end of each cell. */
function largestGap({ reference, current }: Counts): number {
  const [n, m] = [sum(reference), sum(current)];
  let [before, now, gap] = [0, 0, 0];
  for (let i = 0; i < reference.length; i++) {
    before += reference[i]!;
    now += current[i]!;
    gap = Math.max(gap, Math.abs(before / n - now / m));
  }
  return gap;
}
