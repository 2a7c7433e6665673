import { type CellCounts, countCells, isConstantReference, sum } from './cells.ts';
import { meanDisplacement, measureArea, type NumericPair, standardDeviation } from './curve.ts';
import type { DriftMethod } from './method.ts';
import type { ColumnPair } from './types.ts';

/** An error of the value that no reader need know of. */
const NEGLIGIBLE = 1e-6;

/**
 * The first Wasserstein distance in units of the reference's standard deviation
 * (scipy.stats.wasserstein_distance(reference, current) / numpy.std(reference)), from counts per cell and exact means. Where the reference is constant there is no such unit: the share of values that moved away.
 */
export const wasserstein: DriftMethod = {
  name: 'wasserstein',
  label: 'Wasserstein distance',
  kinds: ['numeric'],
  defaultThreshold: 0.1,
  minRows: 10,
  meaning: 'How far the values moved on average, in standard deviations of the reference; 0.1 is a tenth of one',
  value(pair) {
    if (isConstantReference(pair)) return shareMoved(countCells(pair));
    const numeric = asNumeric(pair);
    return measureArea(numeric) / standardDeviation(numeric.reference);
  },
  caveat(pair) {
    const { grid, reference, current } = asNumeric(pair);
    if (!grid.isDiscrete || isConstantReference(pair)) return null;
    const moved = [reference, current].map((side) => meanDisplacement(side, grid.edges, grid.center));
    const bound = (moved[0]! + moved[1]!) / standardDeviation(reference);
    if (bound < NEGLIGIBLE) return null;
    return `Values lie between those of the reference: the exact distance is within ${bound.toPrecision(2)} of this one`;
  },
  noise(pair, source) {
    if (isConstantReference(pair)) return source.ofCells(pair, shareMoved);
    const numeric = asNumeric(pair);
    const unit = standardDeviation(numeric.reference);
    return source.ofCurve(numeric, ({ areas }) => areas.map((area) => area / unit));
  },
};

/** Half the sum of the differences of shares. */
function shareMoved({ reference, current }: CellCounts): number {
  const [n, m] = [sum(reference), sum(current)];
  return reference.reduce((total, count, i) => total + Math.abs(count / n - current[i]! / m), 0) / 2;
}

/** A method of numbers is only ever asked of numbers: the verdict refuses other kinds first. */
export function asNumeric(pair: ColumnPair): NumericPair {
  if (pair.kind !== 'numeric') throw new TypeError('Cannot measure a categorical column: the method needs numbers');
  return pair;
}
