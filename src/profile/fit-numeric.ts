import type { Dataset, Value } from '../warehouse/types.ts';
import { type Cut, cutDiscrete, cutFineCells } from './cut.ts';
import { numberSql, typeOfColumn } from './expressions.ts';
import { type Bounds, chooseFine, type FineMap } from './fine.ts';
import type { Meter } from './meter.ts';
import { fineSql, numberFineCells, type Source, valuesSql } from './plan.ts';
import type { NumericGrid } from './types.ts';

const MAX_DISCRETE = 256;
/** Quantiles decide where the fine cells lie, no more: so many rows are enough for the 0.1 % quantile. */
const SAMPLE_ROWS = 20_000;
const SAMPLE_QUANTILES = { p001: '1e-3', p25: '25e-2', p50: '5e-1', p75: '75e-2', p999: '999e-3' };

export type NumericFit = { grids: Map<string, NumericGrid>; cells: Map<string, readonly number[]> };
type FitOptions = { names: readonly string[]; fences: 'iqr' | 'z'; maxCells: number };
type Column = { name: string; alias: string; sql: string };
type Ranged = Column & { bounds: Bounds; isDiscreteMaybe: boolean };

/** The numeric columns' grids, and the reference's cells on them. */
export async function fitNumeric(
  meter: Meter,
  source: Source,
  dataset: Dataset,
  options: FitOptions,
): Promise<NumericFit> {
  const columns = options.names.map((name, index) => ({
    name,
    alias: `c${index}`,
    sql: numberSql(source.dialect.ident(name), typeOfColumn(dataset, name)),
  }));
  const fit: NumericFit = { grids: new Map(), cells: new Map() };
  if (columns.length === 0) return fit;
  const ranged = await findBounds(meter, source, columns, options.maxCells);
  const zFences = options.fences === 'z' ? await findZFences(meter, source, ranged) : null;
  const cuts = await cutAll(meter, source, ranged, options.maxCells);
  for (const { name } of columns) {
    const found = cuts.get(name);
    const column = ranged.find((candidate) => candidate.name === name);
    fit.grids.set(name, found && column ? toGrid(found, column, zFences?.get(name)) : EMPTY_GRID);
    if (found) fit.cells.set(name, found.cut.cells);
  }
  return fit;
}

const EMPTY_GRID: NumericGrid = {
  kind: 'numeric',
  edges: [],
  isDiscrete: false,
  decileEdges: [],
  center: 0,
  fences: null,
  fine: { transform: { kind: 'identity' }, low: 0, high: 0, count: 0, starts: [] },
};

type FoundCut = { cut: Cut; fine: FineMap };
type Fences = NumericGrid['fences'];

function toGrid({ cut, fine }: FoundCut, { bounds }: Ranged, zFences: Fences | undefined): NumericGrid {
  return {
    kind: 'numeric',
    edges: cut.edges,
    isDiscrete: cut.isDiscrete,
    decileEdges: cut.decileEdges,
    center: bounds.p50,
    fences: zFences === undefined ? iqrFences(cut.quartiles) : zFences,
    fine: { ...fine, starts: cut.starts },
  };
}

function iqrFences(quartiles: Cut['quartiles']): Fences {
  if (quartiles === null) return null;
  const reach = 1.5 * (quartiles.p75 - quartiles.p25);
  return makeFences(quartiles.p25 - reach, quartiles.p75 + reach);
}

/** No fences where there is no spread: every other value would be an outlier. */
function makeFences(low: number, high: number): Fences {
  return Number.isFinite(low) && Number.isFinite(high) && low < high ? { low, high } : null;
}

function finiteSql(source: Source, sql: string): string {
  return `CASE WHEN ${source.dialect.isFinite(sql)} THEN ${sql} END`;
}

function selectFrom(
  source: Source,
  columns: readonly Column[],
  aggregates: readonly string[],
  sampleOf?: number,
): string {
  const inner = columns.map(({ alias, sql }) => `${sql} AS ${alias}`).join(', ');
  const rows = `(SELECT ${inner} FROM ${source.fromSql} AS d WHERE ${source.where})`;
  const from = sampleOf === undefined ? rows : source.dialect.sample(rows, sampleOf, SAMPLE_ROWS);
  return `SELECT ${aggregates.join(', ')} FROM ${from} AS v`;
}

async function findBounds(
  meter: Meter,
  source: Source,
  columns: readonly Column[],
  maxCells: number,
): Promise<Ranged[]> {
  const extremes = ({ alias }: Column) => [`min(${alias}) AS ${alias}_min`, `max(${alias}) AS ${alias}_max`];
  const plain = [
    'count(*) AS row_count',
    ...columns.flatMap((c) => [...extremes(c), `sum(${c.alias}) AS ${c.alias}_sum`]),
  ];
  const [first = {}] = await meter.records(selectFrom(source, columns, plain));
  const rows = Number(first.row_count ?? 0);
  const isWild = ({ alias }: Column) => !Number.isFinite(Number(first[`${alias}_sum`] ?? 0));
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
  columns: readonly Column[],
  extremes: Record<string, Value>,
  rows: number,
  maxCells: number,
): Promise<Ranged[]> {
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

async function findZFences(meter: Meter, source: Source, columns: readonly Ranged[]): Promise<Map<string, Fences>> {
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

async function cutAll(
  meter: Meter,
  source: Source,
  columns: readonly Ranged[],
  maxCells: number,
): Promise<Map<string, FoundCut>> {
  const cuts = new Map<string, FoundCut>();
  const candidates = columns.filter(({ isDiscreteMaybe }) => isDiscreteMaybe);
  for (const [name, values] of await fetchValues(meter, source, candidates, Math.min(MAX_DISCRETE, maxCells))) {
    const { low, high } = { low: values[0]!.value, high: values.at(-1)!.value };
    const cut = cutDiscrete(
      values.map(({ value }) => value),
      values.map(({ rows }) => rows),
    );
    cuts.set(name, { cut, fine: { transform: { kind: 'identity' }, low, high, count: 0 } });
  }
  const others = columns.filter(({ name }) => !cuts.has(name));
  const fines = new Map(others.map(({ name, bounds }) => [name, chooseFine(bounds)]));
  const counts = await fetchFineCounts(meter, source, others, fines);
  for (const { name, bounds } of others) {
    const fine = fines.get(name)!;
    const isLattice = bounds.isIntegral && fine.transform.kind === 'identity';
    cuts.set(name, { fine, cut: cutFineCells(fine, counts.get(name)!, maxCells, isLattice) });
  }
  return cuts;
}

/** Every value with its rows, ascending, of the columns that have at most `most` of them. */
async function fetchValues(
  meter: Meter,
  source: Source,
  columns: readonly Column[],
  most: number,
): Promise<Map<string, { value: number; rows: number }[]>> {
  const found = new Map<string, { value: number; rows: number }[]>();
  if (columns.length === 0) return found;
  const nameOf = new Map(columns.map(({ alias, name }) => [alias, name]));
  const sql = `SELECT k, v, n FROM (
    SELECT k, v, n, row_number() OVER (PARTITION BY k ORDER BY v) AS place FROM (${valuesSql(source, columns)}) AS a
  ) AS b WHERE place <= ${most + 1} ORDER BY k, v`;
  for (const [k, v, n] of (await meter.run(sql)).rows) {
    const name = nameOf.get(String(k))!;
    const values = found.get(name) ?? [];
    found.set(name, values);
    addValue(values, Number(v) + 0, Number(n));
  }
  for (const [name, values] of found) if (values.length > most) found.delete(name);
  return found;
}

/** An engine may group -0 and 0 apart. */
function addValue(values: { value: number; rows: number }[], value: number, rows: number): void {
  const last = values.at(-1);
  if (last !== undefined && last.value === value) last.rows += rows;
  else values.push({ value, rows });
}

async function fetchFineCounts(
  meter: Meter,
  source: Source,
  columns: readonly Column[],
  fines: ReadonlyMap<string, FineMap>,
): Promise<Map<string, number[]>> {
  const counts = new Map<string, number[]>();
  if (columns.length === 0) return counts;
  const shaped = columns.map((column) => {
    const fine = fines.get(column.name)!;
    counts.set(column.name, new Array<number>(fine.count + 2).fill(0));
    return { ...column, grid: { ...EMPTY_GRID, fine: { ...fine, starts: [] } } };
  });
  const numbers = numberFineCells(shaped);
  for (const [, number, n] of (await meter.run(fineSql(source, shaped))).rows) {
    const { column, cell } = numbers.locate(Number(number));
    counts.get(columns[column]!.name)![cell]! += Number(n);
  }
  return counts;
}
