import type { Value } from '../warehouse/types.ts';
import { toCount } from './drafts.ts';
import type { Meter } from './meter.ts';
import { momentsInParts } from './plan-moments.ts';
import type { CategoricalColumn, NumericColumn, Source } from './source.ts';

/** One record a slice with the sums of all columns, whatever number of statements they take. */
export async function readMoments(
  meter: Meter,
  source: Source,
  numeric: readonly NumericColumn[],
  categorical: readonly CategoricalColumn[],
): Promise<Record<string, Value>[]> {
  return readParts(meter, momentsInParts(source, numeric, categorical));
}

/** One record a slice out of statements that each have some of its numbers. */
export async function readParts(meter: Meter, statements: readonly string[]): Promise<Record<string, Value>[]> {
  const bySlice = new Map<number, Record<string, Value>>();
  for (const sql of statements) {
    for (const record of await meter.records(sql)) {
      const slice = toCount(record.slice);
      bySlice.set(slice, { ...bySlice.get(slice), ...record });
    }
  }
  return [...bySlice.values()];
}
