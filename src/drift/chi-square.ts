import { chiSquareSf } from '../stats/distributions.ts';
import { type CellCounts, countCells, sum } from './cells.ts';
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

function testHomogeneity({ reference, current }: CellCounts): { chiSquare: number; degrees: number } {
  const [n, m] = [sum(reference), sum(current)];
  let chiSquare = 0;
  let degrees = -1;
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i]! + current[i]!;
    if (both === 0) continue;
    degrees += 1;
    const difference = reference[i]! - (both * n) / (n + m);
    // Both rows of the table miss their expectation by the same amount.
    chiSquare += (difference * difference * (n + m) * (n + m)) / (both * n * m);
  }
  return { chiSquare, degrees };
}
