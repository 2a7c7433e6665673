import type { Value } from '../warehouse/types.ts';
import { type Draft, type NumericDraft, numericDraft, toCount } from './drafts.ts';
import { toFinite } from './finite.ts';
import type { Meter } from './meter.ts';
import { nonFiniteSql } from './plan-moments.ts';
import { readMoments } from './read-moments.ts';
import type { NumericColumn, Source } from './source.ts';

/** Takes the columns whose sums are not finite through a filter; returns all columns as later statements must read them. */
export async function askAgain(
  meter: Meter,
  source: Source,
  numeric: readonly NumericColumn[],
  drafts: ReadonlyMap<number, Draft>,
): Promise<NumericColumn[]> {
  const isWild = ({ name }: NumericColumn) =>
    [...drafts.values()].some((draft) => !Number.isFinite((draft.columns[name] as NumericDraft).sum));
  const wild = numeric.filter(isWild);
  if (wild.length === 0) return [...numeric];
  const finite = wild.map((column) => ({
    ...column,
    sql: `CASE WHEN ${source.dialect.isFinite(column.sql)} THEN ${column.sql} END`,
  }));
  const counts = await meter.records(nonFiniteSql(source, wild));
  const byAlias = new Map(counts.map((record) => [toCount(record.slice), record]));
  const plain = finite.map((column) => ({ ...column, invalid: null, unique: null }));
  for (const record of await readMoments(meter, source, plain, [])) {
    const slice = toCount(record.slice);
    const draft = drafts.get(slice);
    if (draft === undefined) continue;
    for (const column of finite) replaceSums(draft, column, record, byAlias.get(slice) ?? {});
  }
  const byName = new Map(finite.map((column) => [column.name, column]));
  return numeric.map((column) => byName.get(column.name) ?? column);
}

function replaceSums(
  draft: Draft,
  column: NumericColumn,
  record: Record<string, Value>,
  counts: Record<string, Value>,
): void {
  const first = draft.columns[column.name] as NumericDraft;
  const again = numericDraft(record, column, draft.rows);
  const { nulls, invalid } = first;
  const nans = toCount(counts[`${column.alias}_nans`]);
  const infinities = toCount(counts[`${column.alias}_infinities`]);
  Object.assign(first, again, { nulls, invalid, nans, infinities, sum: toFinite(again.sum) });
}
