import { type CellCounts, sum } from './cells.ts';

/** Pearson's chi-square of the two-sample table, without a correction, and its degrees of freedom: categories in use less one. */
export function testHomogeneity({ reference, current }: CellCounts): { chiSquare: number; degrees: number } {
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
