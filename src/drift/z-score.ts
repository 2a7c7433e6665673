import { normalPpf, studentTSf } from '../stats/distributions.ts';
import { countValues, isConstantReference } from './cells.ts';
import { type NumericPair, standardDeviation, variance } from './curve.ts';
import { FLOOR_LEVEL } from './floor.ts';
import type { DriftMethod } from './method.ts';
import { asNumeric } from './wasserstein.ts';

/** What is reported when the mean of a constant moves: there is no spread to divide by, and infinity is no number. */
const CEILING = 1000;

/** How many standard deviations of the reference the mean has moved. Its noise is that of a mean, in closed form. */
export const zScore: DriftMethod = {
  name: 'z_score',
  label: 'Z-score of the mean',
  kinds: ['numeric'],
  defaultThreshold: 2,
  minRows: 10,
  meaning: "How many standard deviations of the reference the mean moved; a constant's move counts as 1,000",
  value(pair) {
    const numeric = asNumeric(pair);
    const moved = Math.abs(meanDifference(numeric));
    return moved === 0 ? 0 : moved / unitOf(numeric, moved);
  },
  noise(pair) {
    const numeric = asNumeric(pair);
    const [n, m] = [countValues(numeric.reference), countValues(numeric.current)];
    const moved = meanDifference(numeric);
    const between = (n * m * moved * moved) / (n + m);
    const pooled = (n * variance(numeric.reference) + m * variance(numeric.current) + between) / (n + m);
    const unit = unitOf(numeric, Math.abs(moved) || 1);
    const error = Math.sqrt(pooled * (1 / n + 1 / m)) / unit;
    return {
      floor: -normalPpf((1 - FLOOR_LEVEL) / 2) * error,
      pValue: (value) => (value === 0 ? 1 : 2 * studentTSf(value / error, n + m - 2)),
    };
  },
};

function unitOf(pair: NumericPair, moved: number): number {
  return isConstantReference(pair) ? moved / CEILING : standardDeviation(pair.reference);
}

function meanDifference({ reference, current }: NumericPair): number {
  return reference.sum / countValues(reference) - current.sum / countValues(current);
}
