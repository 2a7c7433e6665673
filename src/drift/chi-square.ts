import { chiSquareSf } from '../stats/distributions.ts';
import { describeRare } from './categories.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
import { testHomogeneity } from './homogeneity.ts';
import type { DriftMethod } from './method.ts';

/**
 * Cramér's V of the two-sample table, and the p-value of Pearson's chi-square on it:
 * scipy.stats.chi2_contingency([reference, current], correction=False).
 */
export const chiSquare: DriftMethod = {
  name: 'chi_square',
  label: 'Chi-square test',
  kinds: ['numeric', 'categorical'],
  defaultThreshold: 0.1,
  minRows: 10,
  meaning: "Cramér's V, 0 (the same shares) to 1; the p-value says how often chance gives such a table",
  value: (pair) => cramersV(countCells(pair)),
  caveat: describeRare,
  noise: (pair, source) => source.ofCells(pair, cramersV, { power: 2, factor: (n, m) => n + m }),
  pValue(pair) {
    const { chiSquare: statistic, degrees } = testHomogeneity(countCells(pair));
    return degrees < 1 ? 1 : chiSquareSf(statistic, degrees);
  },
};

function cramersV(cells: CellCounts): number {
  const rows = sum(cells.reference) + sum(cells.current);
  return Math.min(1, Math.sqrt(testHomogeneity(cells).chiSquare / rows));
}
