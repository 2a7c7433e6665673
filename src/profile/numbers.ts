import type { Value } from '../warehouse/types.ts';
import type { CollectInput } from './columns.ts';
import { countRows, type Draft, type NumericDraft, toCount } from './drafts.ts';
import { toFinite } from './finite.ts';
import { groupKept, keepFew } from './kept.ts';
import type { Meter } from './meter.ts';
import { isLarge } from './pace.ts';
import { visitPacked } from './pack.ts';
import { numberCells } from './plan-cells.ts';
import { type NumbersColumns, type NumbersPart, numbersSql, splitNumbers } from './plan-numbers.ts';
import type { NumericColumn, Source } from './source.ts';
import { countFinite } from './summary.ts';

type Drafts = ReadonlyMap<number, Draft>;

/** Adds the cells of the numeric columns and, where the sums have left them out, their tails. */
export async function addNumbers(
  meter: Meter,
  { source, known }: CollectInput,
  columns: readonly NumericColumn[],
  drafts: Drafts,
): Promise<void> {
  const unknown = columns.filter(({ name, grid }) => {
    const cells = known?.numeric.get(name)?.cells;
    if (cells !== undefined) for (const draft of drafts.values()) numericOf(draft, name).cells = [...cells];
    return cells === undefined && grid.edges.length > 0;
  });
  for (const { name, grid } of columns) if (grid.edges.length === 0) countInOneCell(name, drafts);
  const rows = countRows(drafts);
  for (const group of groupKept(source, columns, rows)) {
    const cells = unknown.filter((column) => group.includes(column));
    await addGroup(meter, source, splitNumbers(source, group, cells), drafts);
  }
}

async function addGroup(meter: Meter, source: Source, wanted: NumbersColumns, drafts: Drafts): Promise<void> {
  const rows = countRows(drafts);
  const names = new Map(wanted.tail.map(({ alias, name }) => [alias, name]));
  for (const sql of numbersSql(wanted, (columns) => keepFew(source, columns, rows), isLarge(rows))) {
    for (const [part, slice, packed, k, ...tail] of (await meter.run(sql)).rows) {
      const draft = drafts.get(toCount(slice));
      if (draft === undefined) continue;
      if (part === 'tail') addTail(numericOf(draft, names.get(String(k))!), tail);
      else addCounts(draft, wanted[part as NumbersPart], packed);
    }
  }
}

function numericOf(draft: Draft, name: string): NumericDraft {
  return draft.columns[name] as NumericDraft;
}

/** A grid without edges has one cell, for everything. */
function countInOneCell(name: string, drafts: Drafts): void {
  for (const draft of drafts.values()) {
    const profile = numericOf(draft, name);
    profile.cells = [countFinite(profile)];
  }
}

/** @param columns those that the cells are numbered by. */
function addCounts(draft: Draft, columns: readonly NumericColumn[], packed: Value | undefined): void {
  const numbers = numberCells(columns);
  visitPacked(packed, (number, count) => {
    const { column, cell } = numbers.locate(number);
    numericOf(draft, columns[column]!.name).cells[cell]! += count;
  });
}

function addTail(profile: NumericDraft, [side, distance, outliers]: readonly (Value | undefined)[]): void {
  profile[side === 'below' ? 'belowSum' : 'aboveSum'] = toFinite(distance);
  profile.outliers += toCount(outliers);
}
