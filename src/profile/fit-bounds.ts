import type { Value } from '../warehouse/types.ts';
import { fractionSql } from './expressions.ts';
import type { Bounds } from './fine.ts';
import { groupByRoom } from './groups.ts';
import type { Meter } from './meter.ts';
import { besideSql, extremesOf, extremesSql, groupReads, hasStoredExtremes } from './plan-extremes.ts';
import type { Source } from './source.ts';
import type { NumericGrid } from './types.ts';

/** So many values are cells of their own. */
export const MAX_DISCRETE = 256;
/** Quantiles decide where the fine cells lie, no more: so many rows are enough for the 0.1 % quantile. */
const SAMPLE_ROWS = 20_000;
const SAMPLE_QUANTILES = { p001: '1e-3', p25: '25e-2', p50: '5e-1', p75: '75e-2', p999: '999e-3' };

/** A column under its alias, as DOUBLE SQL. */
export type FitColumn = { name: string; alias: string; sql: string };
/** Of the finite values: how many, and the sums of their distance from the center and of its square. */
export type Sums = { count: number; sum: number; squares: number };
/** A column that has finite values, with where they lie; `isWild`: it has others, too, or their sum overflows. */
export type RangedColumn = FitColumn & {
  bounds: Bounds;
  isDiscreteMaybe: boolean;
  center: number;
  sums: Sums;
  isWild: boolean;
};

export type Fences = NumericGrid['fences'];

/** No fences where there is no spread: every other value would be an outlier. */
export function makeFences(low: number, high: number): Fences {
  return Number.isFinite(low) && Number.isFinite(high) && low < high ? { low, high } : null;
}

function finiteSql({ dialect }: Source, sql: string): string {
  return `CASE WHEN ${dialect.isFinite(sql)} THEN ${sql} END`;
}

function selectFrom(source: Source, columns: readonly FitColumn[], aggregates: readonly string[]): string {
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`).join(', ');
  return `SELECT ${aggregates.join(', ')} FROM (SELECT ${inner} FROM ${source.fromSql} AS d WHERE ${source.where}) AS v`;
}

/**
 * Sampled quantiles, exact extremes and sums of the columns that have a finite value; `sql` is filtered where it must be.
 * Two scans, and one more for columns that hold NaN or infinities.
 */
export async function findBounds(
  meter: Meter,
  source: Source,
  columns: readonly FitColumn[],
  maxCells: number,
): Promise<RangedColumn[]> {
  const [stored = {}] = await meter.records(extremesSql(source, columns));
  const sample = await takeSample(meter, source, columns, Number(stored.row_count ?? 0));
  const centered = columns.map((column) => ({ ...column, center: numberOf(sample[`${column.alias}_p50`]) ?? 0 }));
  const first = { ...stored, ...(await sumUp(meter, source, centered)) };
  const isWild = ({ alias }: FitColumn) => !Number.isFinite(Number(first[`${alias}_sum`] ?? 0));
  const wild = centered.filter(isWild).map((column) => ({ ...column, sql: finiteSql(source, column.sql) }));
  const again = wild.length === 0 ? {} : await sumUp(meter, { ...source, isColumnar: false }, wild);
  const record = { ...first, ...again };
  return centered.flatMap((column) => {
    const filtered = wild.find(({ name }) => name === column.name);
    const extremes = extremesOf(record, column.alias);
    if (extremes === null) return [];
    const { alias } = column;
    return {
      ...(filtered ?? column),
      bounds: boundsOf(sample, alias, extremes),
      isDiscreteMaybe: Number(sample[`${alias}_distinct`]) <= Math.min(MAX_DISCRETE, maxCells),
      sums: {
        count: Number(record[`${alias}_count`]),
        sum: Number(record[`${alias}_sum`]),
        squares: Number(record[`${alias}_squares`]),
      },
      isWild: filtered !== undefined,
    };
  });
}

function numberOf(value: Value | undefined): number | null {
  return typeof value === 'number' ? value + 0 : null;
}

/** Quantiles, distinct values and fractions of the finite values of some rows. */
async function takeSample(
  meter: Meter,
  source: Source,
  columns: readonly FitColumn[],
  rows: number,
): Promise<Record<string, Value>> {
  const { dialect, rowKey } = source;
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`);
  if (rowKey !== null) inner.push(`${rowKey} AS row_key`);
  const all = `(SELECT ${inner.join(', ')} FROM ${source.fromSql} AS d WHERE ${source.where})`;
  const some = dialect.sample(all, rows, SAMPLE_ROWS, rowKey === null ? undefined : 'row_key');
  const finite = columns.map(({ alias }) => `${finiteSql(source, alias)} AS ${alias}`);
  const aggregates = columns.flatMap(({ alias }) => [
    ...dialect
      .quantiles(alias, Object.values(SAMPLE_QUANTILES))
      .map((sql, i) => `${sql} AS ${alias}_${Object.keys(SAMPLE_QUANTILES)[i]}`),
    `${dialect.distinct(alias)} AS ${alias}_distinct`,
    `count_if(${fractionSql(alias)} <> 0e0) AS ${alias}_fractions`,
  ]);
  const [record = {}] = await meter.records(
    `SELECT ${aggregates.join(', ')} FROM (SELECT ${finite.join(', ')} FROM ${some} AS s) AS v`,
  );
  return record;
}

/** Count, sum and squares about each column's center, and its extremes where they are not stored. */
async function sumUp(
  meter: Meter,
  source: Source,
  columns: readonly (FitColumn & { center: number })[],
): Promise<Record<string, Value>> {
  const sums = ({ alias, center }: FitColumn & { center: number }) => {
    const offset = `(${alias} - ${source.dialect.number(center)})`;
    return [
      ...(hasStoredExtremes(source) ? [] : [`min(${alias}) AS ${alias}_min`, `max(${alias}) AS ${alias}_max`]),
      `count(${alias}) AS ${alias}_count`,
      `sum${offset} AS ${alias}_sum`,
      `sum(${offset} * ${offset}) AS ${alias}_squares`,
    ];
  };
  const found: Record<string, Value> = {};
  for (const part of groupByRoom(columns, source.dialect.mostAggregates, (column) => sums(column).length)) {
    const selects = groupReads(source, part).map((group) => selectFrom(source, group, group.flatMap(sums)));
    const [record = {}] = await meter.records(besideSql(selects));
    Object.assign(found, record);
  }
  return found;
}

function boundsOf(sample: Record<string, Value>, alias: string, { min, max }: { min: number; max: number }): Bounds {
  const at = (key: keyof typeof SAMPLE_QUANTILES, fallback: number) => numberOf(sample[`${alias}_${key}`]) ?? fallback;
  return {
    min,
    max,
    p001: at('p001', min),
    p25: at('p25', min),
    p50: at('p50', min),
    p75: at('p75', max),
    p999: at('p999', max),
    isIntegral: Number(sample[`${alias}_fractions`]) === 0 && Number.isInteger(min) && Number.isInteger(max),
  };
}

/** Mean -/+ 3 population standard deviations. */
export function findZFences({ center, sums }: RangedColumn): Fences {
  const offset = sums.sum / sums.count;
  const deviation = Math.sqrt(Math.max(0, sums.squares / sums.count - offset * offset));
  // A parallel sum differs in its last digits from run to run; the fences, and so the grid's version, must not.
  const rounded = (value: number) => Number((center + value).toPrecision(12));
  return makeFences(rounded(offset - 3 * deviation), rounded(offset + 3 * deviation));
}
