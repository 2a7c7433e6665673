import { ksTwoSamplePValue } from '../stats/kolmogorov.ts';
import { type CellCounts, countCells, countValues, isConstantReference, sum } from './cells.ts';
import { drawCurve, type NumericPair } from './curve.ts';
import { FLOOR_LEVEL } from './floor.ts';
import type { DriftMethod } from './method.ts';
import { asNumeric } from './wasserstein.ts';

/** From so many edges on, hardly any noise of D lies inside of cells. */
const FINE_GRID = 64;

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
    const { reference, current } = drawCurve(asNumeric(pair));
    return reference.reduce((gap, share, i) => Math.max(gap, Math.abs(share - current[i]!)), 0);
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
    if (pair.kind !== 'numeric') return null;
    if (pair.grid.isDiscrete) return caveatOfUnseen(pair, this.value(pair));
    const bound = boundOfGap(pair);
    if (bound === 0) return null;
    const cells = pair.reference.cells.length;
    return `Measured at the edges of ${cells} cells: the exact D is higher by at most ${bound.toPrecision(2)}`;
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

/** Where each value is a cell, values above the reference's largest are counted with it: D cannot stand between the two. */
function caveatOfUnseen(pair: NumericPair, gap: number): string | null {
  const { grid, current } = pair;
  const largest = grid.edges.at(-1);
  if (isConstantReference(pair) || largest === undefined || current.max === null || current.max <= largest) return null;
  const bound = current.cells.at(-1)! / countValues(current) - gap;
  if (bound <= 0) return null;
  return `Values above the reference's largest share its cell: the exact D is higher by at most ${bound.toPrecision(2)}`;
}

/** How much higher D may be inside a cell than at the edges: where one side's values all come before the other's. */
export function boundOfGap(pair: NumericPair): number {
  const { reference, current } = drawCurve(pair);
  let gap = 0;
  let possible = 0;
  let left = 0;
  let otherLeft = 0;
  for (let i = 0; i <= reference.length; i++) {
    const right = reference[i] ?? 1;
    const otherRight = current[i] ?? 1;
    possible = Math.max(possible, right - otherLeft, otherRight - left);
    gap = Math.max(gap, Math.abs(right - otherRight));
    left = right;
    otherLeft = otherRight;
  }
  return Math.max(0, possible - gap);
}

function largestGap({ reference, current }: CellCounts): number {
  const [n, m] = [sum(reference), sum(current)];
  let running = 0;
  return reference.reduce((gap, count, i) => {
    running += count / n - current[i]! / m;
    return Math.max(gap, Math.abs(running));
  }, 0);
}
