import type { CategoricalGrid, CategoricalProfile } from './types.ts';

/** The rows of one category on both sides. */
export type CategoryCount = { name: string; reference: number; current: number };

/** Rows with a value per category on both sides, those of the grid first, then unseen ones; rows that no profile names apart. */
export function listCategories(
  grid: CategoricalGrid,
  reference: CategoricalProfile,
  current: CategoricalProfile,
): {
  named: CategoryCount[];
  other: { reference: number; current: number };
  totals: { reference: number; current: number };
} {
  const counts = new Map<string, CategoryCount>();
  const at = (name: string): CategoryCount => {
    const known = counts.get(name) ?? { name, reference: 0, current: 0 };
    counts.set(name, known);
    return known;
  };
  for (const [i, name] of grid.values.entries()) {
    at(name).reference += reference.counts[i] ?? 0;
    at(name).current += current.counts[i] ?? 0;
  }
  for (const { value, count } of reference.unseen) at(value).reference += count;
  for (const { value, count } of current.unseen) at(value).current += count;
  const named = [...counts.values()].filter((row) => row.reference > 0 || row.current > 0);
  const sum = (side: 'reference' | 'current', other: number): number => named.reduce((n, row) => n + row[side], other);
  return {
    named,
    other: { reference: reference.other, current: current.other },
    totals: { reference: sum('reference', reference.other), current: sum('current', current.other) },
  };
}
