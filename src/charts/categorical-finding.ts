import { capitalise, formatCountWord, formatShare } from '../format.ts';
import { listCategories } from '../profile/category-counts.ts';
import type { CategoricalGrid, CategoricalProfile } from '../profile/types.ts';
import { type CategoryRow, collapseCategories } from './categorical.ts';
import { nameInSentence } from './words.ts';

export type CategoricalPair = { grid: CategoricalGrid; reference: CategoricalProfile; current: CategoricalProfile };

/** Rows by their contribution to the distance, and the sentence over them: what vanished, what is new, or who moved most. */
export function findCategoricalChange(
  columnName: string,
  pair: CategoricalPair,
): { rows: readonly CategoryRow[]; title: string } {
  const column = nameInSentence(columnName);
  const { named, other, totals } = listCategories(pair.grid, pair.reference, pair.current);
  const share = (count: number, total: number): number => (total > 0 ? count / total : 0);
  const rows = named
    .map(({ name, reference, current }) => ({
      name,
      reference: share(reference, totals.reference),
      current: share(current, totals.current),
      isOther: false,
    }))
    .sort((a, b) => contribution(b) - contribution(a) || b.reference - a.reference);
  const hasOther = other.reference > 0 || other.current > 0;
  const rest = { reference: share(other.reference, totals.reference), current: share(other.current, totals.current) };
  const all = hasOther ? [...rows, { name: 'other', ...rest, isOther: true }] : rows;
  return { rows: collapseCategories(all), title: wordChange(column, rows, totals) };
}

/** A category's term of the Jensen-Shannon divergence. */
function contribution({ reference, current }: CategoryRow): number {
  const middle = (reference + current) / 2;
  const term = (share: number): number => (share > 0 ? share * Math.log2(share / middle) : 0);
  return middle > 0 ? (term(reference) + term(current)) / 2 : 0;
}

function wordChange(
  column: string,
  rows: readonly CategoryRow[],
  totals: { reference: number; current: number },
): string {
  if (totals.reference === 0 && totals.current === 0) return `${column} has no values on either side`;
  if (totals.current === 0) return `${column} has no values any more`;
  if (totals.reference === 0) return `${column} has values now; the reference has none`;
  const gone = rows.filter((row) => row.current === 0);
  const fresh = rows.filter((row) => row.reference === 0);
  const sum = (list: readonly CategoryRow[], side: 'reference' | 'current'): number =>
    list.reduce((total, row) => total + row[side], 0);
  const [lost, gained] = [sum(gone, 'reference'), sum(fresh, 'current')];
  // A category that is on one side only contributes half its share.
  const moved = rows
    .filter((row) => row.current > 0 && row.reference > 0)
    .reduce<CategoryRow | null>((a, b) => (a === null || contribution(b) > contribution(a) ? b : a), null);
  const most = Math.max(lost / 2, gained / 2, moved === null ? 0 : contribution(moved));
  if (most === 0) return `The shares of ${column} have not changed`;
  if (gained / 2 === most) return wordNew(column, fresh, gained);
  if (lost / 2 === most) return wordGone(column, gone, lost);
  if (moved === null) return `The shares of ${column} have not changed`;
  return `${nameInSentence(moved.name)} is now ${formatShare(moved.current)} of ${column}; it was ${formatShare(moved.reference)}`;
}

function wordNew(column: string, fresh: readonly CategoryRow[], gained: number): string {
  if (fresh.length === 1)
    return `${nameInSentence(fresh[0]?.name ?? '')} is new in ${column}, at ${formatShare(gained)} of rows`;
  return `${capitalise(formatCountWord(fresh.length))} values of ${column} are new; they are ${formatShare(gained)} of rows`;
}

function wordGone(column: string, gone: readonly CategoryRow[], lost: number): string {
  if (gone.length === 1)
    return `${nameInSentence(gone[0]?.name ?? '')} is gone from ${column}; it was ${formatShare(lost)} of rows`;
  return `${capitalise(formatCountWord(gone.length))} values of ${column} are gone; they were ${formatShare(lost)} of rows`;
}
