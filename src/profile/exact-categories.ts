import type { QueryOptions, Warehouse } from '../warehouse/types.ts';
import type { Spent, ValueCounts } from './exact.ts';
import { categoryCountsSql, type ExactSide } from './exact-sql.ts';
import { Meter } from './meter.ts';
import { groupSegments } from './segments.ts';
import type { Segment } from './types.ts';

/** How often each category of both sides occurs, in no order, without its name. */
export type CategoryCounts = {
  kind: 'categorical';
  reference: number;
  current: number;
  distinct: number;
  values: ValueCounts[] | null;
  numbers: null;
};

/** A column with more categories than this is not taken apart. */
const MOST_CATEGORIES = 10_000;

/**
 * The categories of each column in each segment, all of them: one statement a column for all segments of the same columns.
 * What occurs equally often is fetched once, so that thousands of rare values are a few rows.
 */
export async function countCategories(
  warehouse: Warehouse,
  reference: ExactSide,
  current: ExactSide,
  columns: readonly string[],
  options: QueryOptions & { segments: readonly Segment[] },
): Promise<{ segments: Record<string, Record<string, CategoryCounts>> } & Spent> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, options);
  const found: Record<string, Record<string, CategoryCounts>> = {};
  for (const segments of groupSegments(options.segments)) {
    for (const column of columns) {
      const { dialect } = warehouse;
      const { rows } = await meter.run(categoryCountsSql({ dialect, reference, current, segments }, column));
      for (const [place, { name }] of segments.entries()) {
        const own = rows.filter(([part]) => Number(part) === place);
        found[name] = { ...found[name], [column]: addUp(own.map(([, ...counts]) => counts.map(Number))) };
      }
    }
  }
  return { segments: found, bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

/** @param rows (a, b, n): n categories occur a and b times. */
function addUp(rows: readonly (readonly number[])[]): CategoryCounts {
  const total = (of: (row: readonly number[]) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  const distinct = total(([, , n = 0]) => n);
  const each = () =>
    rows.flatMap(([reference = 0, current = 0, n = 0]) => Array.from({ length: n }, () => ({ reference, current })));
  return {
    kind: 'categorical',
    reference: total(([a = 0, , n = 0]) => a * n),
    current: total(([, b = 0, n = 0]) => b * n),
    distinct,
    values: distinct <= MOST_CATEGORIES ? each() : null,
    numbers: null,
  };
}
