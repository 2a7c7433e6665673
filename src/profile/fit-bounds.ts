import type { Value } from '../warehouse/types.ts';
import type { Bounds } from './fine.ts';
import type { Meter } from './meter.ts';
import type { Source } from './source.ts';
import type { NumericGrid } from './types.ts';

/** So many values are cells of their own. */
export const MAX_DISCRETE = 256;
/** Quantiles decide where the fine cells lie, no more: so many rows are enough for the 0.1 % quantile. */
const SAMPLE_ROWS = 20_000;
const SAMPLE_QUANTILES = { p001: '1e-3', p25: '25e-2', p50: '5e-1', p75: '75e-2', p999: '999e-3' };

/** A column under its alias, as DOUBLE SQL. */
export type FitColumn = { name: string; alias: string; sql: string };
/** A column that has finite values, with where they lie. */
export type RangedColumn = FitColumn & { bounds: Bounds; isDiscreteMaybe: boolean };

export type Fences = NumericGrid['fences'];

/** No fences where there is no spread: every other value would be an outlier. */
export function makeFences(low: number, high: number): Fences {
  return Number.isFinite(low) && Number.isFinite(high) && low < high ? { low, high } : null;
}

function finiteSql(source: Source, sql: string): string {
  return `CASE WHEN ${source.dialect.isFinite(sql)} THEN ${sql} END`;
}

function selectFrom(
  source: Source,
  columns: readonly FitColumn[],
  aggregates: readonly string[],
  sampleOf?: number,
): string {
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`).join(', ');
  const rows = `(SELECT ${inner} FROM ${source.fromSql} AS d WHERE ${source.where})`;
  const from = sampleOf === undefined ? rows : source.dialect.sample(rows, sampleOf, SAMPLE_ROWS);
  return `SELECT ${aggregates.join(', ')} FROM ${from} AS v`;
}

/** Exact extremes and sampled quantiles of the columns that have a finite value; `sql` is filtered where it must be. */
export async function findBounds(
  meter: Meter,
  source: Source,
  columns: readonly FitColumn[],
  maxCells: number,
): Promise<RangedColumn[]> {
  const extremes = ({ alias }: FitColumn) => [`min(${alias}) AS ${alias}_min`, `max(${alias}) AS ${alias}_max`];
  const plain = [
    'count(*) AS row_count',
    ...columns.flatMap((c) => [...extremes(c), `sum(${c.alias}) AS ${c.alias}_sum`]),
  ];
  const [first = {}] = await meter.records(selectFrom(source, columns, plain));
  const rows = Number(first.row_count ?? 0);
  const isWild = ({ alias }: FitColumn) => !Number.isFinite(Number(first[`${alias}_sum`] ?? 0));
  const wild = columns.filter(isWild).map((column) => ({ ...column, sql: finiteSql(source, column.sql) }));
  const [again = {}] = wild.length === 0 ? [] : await meter.records(selectFrom(source, wild, wild.flatMap(extremes)));
  const wildByName = new Map(wild.map((column) => [column.name, column]));
  const record = { ...first, ...again };
  const known = columns
    .map((column) => wildByName.get(column.name) ?? column)
    .filter(({ alias }) => typeof record[`${alias}_min`] === 'number');
  return known.length === 0 ? [] : sampleQuantiles(meter, source, known, record, rows, maxCells);
}

async function sampleQuantiles(
  meter: Meter,
  source: Source,
  columns: readonly FitColumn[],
  extremes: Record<string, Value>,
  rows: number,
  maxCells: number,
): Promise<RangedColumn[]> {
  const aggregates = columns.flatMap(({ alias }) => [
    ...Object.entries(SAMPLE_QUANTILES).map(
      ([key, p]) => `percentile_disc(${p}) WITHIN GROUP (ORDER BY ${alias}) AS ${alias}_${key}`,
    ),
    `count(DISTINCT ${alias}) AS ${alias}_distinct`,
    `count_if(${alias} <> floor(${alias})) AS ${alias}_fractions`,
  ]);
  const [record = {}] = await meter.records(selectFrom(source, columns, aggregates, rows));
  return columns.map((column) => {
    const at = (key: string, fallback: number) => Number(record[`${column.alias}_${key}`] ?? fallback) + 0;
    const min = Number(extremes[`${column.alias}_min`]) + 0;
    const max = Number(extremes[`${column.alias}_max`]) + 0;
    const bounds: Bounds = {
      min,
      max,
      p001: at('p001', min),
      p25: at('p25', min),
      p50: at('p50', min),
      p75: at('p75', max),
      p999: at('p999', max),
      isIntegral: Number(record[`${column.alias}_fractions`]) === 0 && Number.isInteger(min) && Number.isInteger(max),
    };
    const isDiscreteMaybe = Number(record[`${column.alias}_distinct`]) <= Math.min(MAX_DISCRETE, maxCells);
    return { ...column, bounds, isDiscreteMaybe };
  });
}

/** Mean -/+ 3 population standard deviations. */
export async function findZFences(
  meter: Meter,
  source: Source,
  columns: readonly RangedColumn[],
): Promise<Map<string, Fences>> {
  if (columns.length === 0) return new Map();
  const { number } = source.dialect;
  const sums = columns.flatMap(({ alias, bounds }) => {
    const offset = `(${alias} - ${number(bounds.p50)})`;
    return [`count(${alias}) AS ${alias}_n`, `sum${offset} AS ${alias}_s`, `sum(${offset} * ${offset}) AS ${alias}_q`];
  });
  const [record = {}] = await meter.records(selectFrom(source, columns, sums));
  return new Map(
    columns.map(({ name, alias, bounds }) => {
      const n = Number(record[`${alias}_n`]);
      const offset = Number(record[`${alias}_s`]) / n;
      const deviation = Math.sqrt(Math.max(0, Number(record[`${alias}_q`]) / n - offset * offset));
      // A parallel sum differs in its last digits from run to run; the fences, and so the grid's version, must not.
      const rounded = (value: number) => Number((bounds.p50 + value).toPrecision(12));
      return [name, makeFences(rounded(offset - 3 * deviation), rounded(offset + 3 * deviation))];
    }),
  );
}
