import { ksTwoSamplePValue } from '../stats/kolmogorov.ts';
import { type CellCounts, countCells, countValues, isConstantReference, sum } from './cells.ts';
import { drawCurve } from './curve.ts';
import type { DriftMethod } from './method.ts';
import { asNumeric } from './wasserstein.ts';

/**
 * The two-sample Kolmogorov-Smirnov distance D and its p-value as scipy.stats.ks_2samp(method='asymp') prints it.
 * From counts D is taken at the edges of the cells, so it can be low by the share of the fullest cell.
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
    return source.ofCurve(asNumeric(pair), (differences) => {
      let gap = 0;
      for (let i = 0; i < differences.length; i++) gap = Math.max(gap, Math.abs(differences[i]!));
      return gap;
    });
  },
  pValue: (pair, value) => ksTwoSamplePValue(value, countValues(pair.reference), countValues(pair.current)),
  caveat(pair) {
    if (pair.kind !== 'numeric' || pair.grid.isDiscrete) return null;
    const [n, m] = [countValues(pair.reference), countValues(pair.current)];
    const fullest = Math.max(
      ...pair.reference.cells.map((count) => count / n),
      ...pair.current.cells.map((count) => count / m),
    );
    return `Measured at the edges of ${pair.reference.cells.length} cells: the exact D is higher by at most ${fullest.toPrecision(2)}`;
  },
};

function largestGap({ reference, current }: CellCounts): number {
  const [n, m] = [sum(reference), sum(current)];
  let running = 0;
  return reference.reduce((gap, count, i) => {
    running += count / n - current[i]! / m;
    return Math.max(gap, Math.abs(running));
  }, 0);
}
