import type { QueryOptions, Warehouse } from '../warehouse/types.ts';
import type { Spent, ValueCounts } from './exact.ts';
import { type Compared, categoryCountsSql, type ExactSide } from './exact-sql.ts';
import { Meter } from './meter.ts';
import { groupSegments } from './segments.ts';
import type { Segment } from './types.ts';

/** How often each category of both sides occurs, in no order, without its name. */
export type ExactCategories = {
  kind: 'categorical';
  reference: number;
  current: number;
  distinct: number;
  /** Categories that occur equally often stand together. */
  values: (ValueCounts & { times: number })[];
  numbers: null;
};

/**
 * The categories of each column, all of them: one statement a column. What occurs equally often is fetched once, so that
 * thousands of rare values are a few rows.
 */
export async function countCategories(
  warehouse: Warehouse,
  reference: ExactSide,
  current: ExactSide,
  columns: readonly string[],
  options: QueryOptions = {},
): Promise<{ columns: Record<string, ExactCategories> } & Spent> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, options);
  const sides: Compared = { dialect: warehouse.dialect, reference, current, segments: null };
  const found = new Map<string, ExactCategories>();
  for (const column of columns) found.set(column, addUp(await countParts(meter, sides, column), 0));
  return { columns: Object.fromEntries(found), bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

/** The same of the rows of each segment: one statement a column for all segments of the same columns. */
export async function countBySegment(
  warehouse: Warehouse,
  reference: ExactSide,
  current: ExactSide,
  columns: readonly string[],
  options: QueryOptions & { segments: readonly Segment[] },
): Promise<{ segments: Record<string, Record<string, ExactCategories>> } & Spent> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, options);
  const found: Record<string, Record<string, ExactCategories>> = {};
  for (const segments of groupSegments(options.segments)) {
    const sides: Compared = { dialect: warehouse.dialect, reference, current, segments };
    for (const column of columns) {
      const counted = await countParts(meter, sides, column);
      for (const [part, { name }] of segments.entries()) {
        found[name] = { ...found[name], [column]: addUp(counted, part) };
      }
    }
  }
  return { segments: found, bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

/** Rows (part, a, b, n): n categories of a part occur a and b times. */
async function countParts(meter: Meter, sides: Compared, column: string): Promise<number[][]> {
  const { rows } = await meter.run(categoryCountsSql(sides, column));
  return rows.map((row) => row.map(Number));
}

function addUp(rows: readonly (readonly number[])[], part: number): ExactCategories {
  const values = rows
    .filter(([place]) => place === part)
    .map(([, reference = 0, current = 0, times = 0]) => ({ reference, current, times }));
  const total = (side: 'reference' | 'current') => values.reduce((sum, one) => sum + one[side] * one.times, 0);
  return {
    kind: 'categorical',
    reference: total('reference'),
    current: total('current'),
    distinct: values.reduce((sum, { times }) => sum + times, 0),
    values,
    numbers: null,
  };
}
