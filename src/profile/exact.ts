import type { QueryOptions, Warehouse } from '../warehouse/types.ts';
import { type Compared, distanceSql, type ExactSide, numberCountsSql } from './exact-sql.ts';
import { Meter } from './meter.ts';
import { groupSegments } from './segments.ts';
import type { Segment } from './types.ts';

export type { ExactSide } from './exact-sql.ts';

/** `wasserstein` is over the reference's population standard deviation where that is above 0, else in the column's unit. */
export type ExactDistances = { ks: number; wasserstein: number; raw?: RawNumbers };
/** How often a value occurs on either side. */
export type ValueCounts = { reference: number; current: number };
/** Further exact quantities of the finite values of both sides: `distance` in the column's unit, over a population deviation. */
export type RawNumbers = {
  kind: 'numeric';
  reference: number;
  current: number;
  distinct: number;
  /** Of each value, ascending by value; null where there are more than a few. */
  values: ValueCounts[] | null;
  numbers: { ks: number; distance: number; deviation: number };
};
/** What statements took. */
export type Spent = { bytes: number; elapsedMs: number };

/** So many different values are fetched with their counts. */
const FEW_VALUES = 20;

type ExactOptions = QueryOptions & { withRaw?: boolean };

/**
 * Kolmogorov-Smirnov's D and the first Wasserstein distance of each column's finite values, without any binning: running
 * sums over the sorted union of both sides' values, in SQL; one statement a column. A column where either side has no
 * finite value is left out. Costs a sort of the distinct values: 10 to 50 times a profile.
 */
export async function exactDistances(
  warehouse: Warehouse,
  reference: ExactSide,
  current: ExactSide,
  columns: readonly string[],
  options: ExactOptions = {},
): Promise<{ columns: Record<string, ExactDistances> } & Spent> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, options);
  const sides: Compared = { dialect: warehouse.dialect, reference, current, segments: null };
  const found = new Map<string, ExactDistances>();
  for (const column of columns) {
    const distances = (await measureParts(meter, sides, column, options.withRaw === true)).get(0);
    if (distances !== undefined) found.set(column, distances);
  }
  return { columns: Object.fromEntries(found), bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

/** The same of the rows of each segment: one statement a column for all segments of the same columns. */
export async function exactBySegment(
  warehouse: Warehouse,
  reference: ExactSide,
  current: ExactSide,
  columns: readonly string[],
  options: ExactOptions & { segments: readonly Segment[] },
): Promise<{ segments: Record<string, Record<string, ExactDistances>> } & Spent> {
  const startedAt = performance.now();
  const meter = new Meter(warehouse, options);
  const found: Record<string, Record<string, ExactDistances>> = {};
  for (const segments of groupSegments(options.segments)) {
    const sides: Compared = { dialect: warehouse.dialect, reference, current, segments };
    for (const column of columns) {
      const parts = await measureParts(meter, sides, column, options.withRaw === true);
      for (const [part, distances] of parts) {
        const { name } = segments[part]!;
        found[name] = { ...found[name], [column]: distances };
      }
    }
  }
  return { segments: found, bytes: meter.bytes, elapsedMs: performance.now() - startedAt };
}

/** By the segment's place; 0 for all rows. */
async function measureParts(
  meter: Meter,
  sides: Compared,
  column: string,
  withRaw: boolean,
): Promise<Map<number, ExactDistances>> {
  const found = new Map<number, ExactDistances>();
  for (const record of await meter.records(distanceSql(sides, column))) {
    const [a, b] = [Number(record.a ?? 0), Number(record.b ?? 0)];
    if (a === 0 || b === 0) continue;
    const [ks, distance, deviation] = [record.ks, record.wasserstein, record.deviation].map((x) => Number(x ?? 0));
    if (!Number.isFinite(distance!) || !Number.isFinite(deviation!)) continue;
    const numbers = { ks: ks!, distance: distance!, deviation: deviation! };
    const scaled = { ks: ks!, wasserstein: deviation! > 0 ? distance! / deviation! : distance! };
    const distinct = Number(record.distinct_values);
    const raw = { kind: 'numeric' as const, reference: a, current: b, distinct, values: null, numbers };
    found.set(Number(record.part), withRaw ? { ...scaled, raw } : scaled);
  }
  const few = [...found].flatMap(([part, { raw }]) => (raw !== undefined && raw.distinct <= FEW_VALUES ? [part] : []));
  for (const [part, values] of await countValues(meter, sides, column, few)) found.get(part)!.raw!.values = values;
  return found;
}

async function countValues(
  meter: Meter,
  sides: Compared,
  column: string,
  parts: readonly number[],
): Promise<Map<number, ValueCounts[]>> {
  const found = new Map(parts.map((part) => [part, [] as ValueCounts[]]));
  if (parts.length === 0) return found;
  const grouped = numberCountsSql(sides, column);
  const records = await meter.records(
    `SELECT part, a, b FROM (${grouped}) AS g WHERE part IN (${parts.join(', ')}) ORDER BY part, x`,
  );
  for (const { part, a, b } of records) found.get(Number(part))!.push({ reference: Number(a), current: Number(b) });
  return found;
}
