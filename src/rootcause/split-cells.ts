import { type CellCounts, sum } from '../drift/cells.ts';
import type { DriftMethodName } from '../monitors/types.ts';

/** The methods that compare cells: each is a sum over cells, or the root of one. */
export const CELL_METHODS = ['js_divergence', 'js_distance', 'psi', 'kl_divergence', 'chi_square'] as const;
export type CellMethod = (typeof CELL_METHODS)[number];

export function isCellMethod(method: DriftMethodName): method is CellMethod {
  return (CELL_METHODS as readonly string[]).includes(method);
}

/**
 * What each cell adds to the distance, never below 0. The terms add up to js_divergence, psi and kl_divergence; those of
 * js_distance and chi_square, which are roots, to their square.
 */
export function splitOverCells({ reference, current }: CellCounts, method: CellMethod): number[] {
  const added = method === 'psi' || method === 'kl_divergence' ? 0.5 : 0;
  const n = sum(reference) + added * reference.length;
  const m = sum(current) + added * current.length;
  const term = TERMS[method];
  return Array.from(reference, (count, i) => Math.max(0, term((count + added) / n, (current[i]! + added) / m, n, m)));
}

type Term = (r: number, c: number, n: number, m: number) => number;

const jsTerm: Term = (r, c) => {
  const half = (share: number): number => (share > 0 ? share * Math.log2((2 * share) / (r + c)) : 0);
  return (half(r) + half(c)) / 2;
};

const TERMS: Record<CellMethod, Term> = {
  js_divergence: jsTerm,
  js_distance: jsTerm,
  psi: (r, c) => (r - c) * Math.log(r / c),
  // c - r adds up to nothing, and makes every term say how far the cell is off.
  kl_divergence: (r, c) => r * Math.log(r / c) + c - r,
  // Pearson's statistic over the number of rows: the square of Cramér's V.
  chi_square: (r, c, n, m) => {
    const pooled = (r * n + c * m) / (n + m);
    return pooled === 0 ? 0 : (((r - c) / (n + m)) ** 2 * n * m) / pooled;
  },
};
