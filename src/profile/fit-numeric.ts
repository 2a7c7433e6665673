import type { Dataset } from '../warehouse/types.ts';
import { type Cut, cutDiscrete, cutFineCells } from './cut.ts';
import { numberSql, typeOfColumn } from './expressions.ts';
import { chooseFine, type FineMap } from './fine.ts';
import {
  type Fences,
  type FitColumn,
  findBounds,
  findZFences,
  MAX_DISCRETE,
  makeFences,
  type RangedColumn,
  type Sums,
} from './fit-bounds.ts';
import type { Meter } from './meter.ts';
import { packSql, visitPacked } from './pack.ts';
import { fineSql, numberFineCells, valuesSql } from './plan-cells.ts';
import type { Source } from './source.ts';
import type { NumericGrid } from './types.ts';

/** What is known of a column once its grid is cut; `sums` null: ask again, with what is not finite. */
export type KnownNumbers = { cells: readonly number[]; min: number; max: number; sums: Sums | null };
export type NumericFit = { grids: Map<string, NumericGrid>; known: Map<string, KnownNumbers> };
type FitOptions = { names: readonly string[]; fences: 'iqr' | 'z'; maxCells: number };

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
    sql: numberSql(source.dialect, source.dialect.ident(name), typeOfColumn(dataset, name)),
  }));
  const fit: NumericFit = { grids: new Map(), known: new Map() };
  if (columns.length === 0) return fit;
  const ranged = await findBounds(meter, source, columns, options.maxCells);
  const cuts = await cutAll(meter, source, ranged, options.maxCells);
  for (const { name } of columns) {
    const found = cuts.get(name);
    const column = ranged.find((candidate) => candidate.name === name);
    fit.grids.set(name, found && column ? toGrid(found, column, options.fences) : EMPTY_GRID);
    if (!found || !column) continue;
    const { min, max } = column.bounds;
    fit.known.set(name, { cells: found.cut.cells, min, max, sums: column.isWild ? null : column.sums });
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

function toGrid({ cut, fine }: FoundCut, column: RangedColumn, fences: FitOptions['fences']): NumericGrid {
  return {
    kind: 'numeric',
    edges: cut.edges,
    isDiscrete: cut.isDiscrete,
    decileEdges: cut.decileEdges,
    center: column.center,
    fences: fences === 'z' ? findZFences(column) : iqrFences(cut.quartiles),
    fine: { ...fine, starts: cut.starts },
  };
}

function iqrFences(quartiles: Cut['quartiles']): Fences {
  if (quartiles === null) return null;
  const reach = 1.5 * (quartiles.p75 - quartiles.p25);
  return makeFences(quartiles.p25 - reach, quartiles.p75 + reach);
}

async function cutAll(
  meter: Meter,
  source: Source,
  columns: readonly RangedColumn[],
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
  columns: readonly FitColumn[],
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
  columns: readonly RangedColumn[],
  fines: ReadonlyMap<string, FineMap>,
): Promise<Map<string, number[]>> {
  if (columns.length === 0) return new Map();
  const shaped = columns.map((column) => {
    const fine = fines.get(column.name)!;
    return { ...column, extremes: column.bounds, grid: { ...EMPTY_GRID, fine: { ...fine, starts: [] } } };
  });
  const { starts } = numberFineCells(shaped);
  const counts = new Array<number>(starts.at(-1)!).fill(0);
  const sql = packSql(source.dialect, fineSql(source, shaped), { keys: 'slice', number: 'fine' });
  for (const [, packed] of (await meter.run(sql)).rows) {
    visitPacked(packed, (number, n) => {
      counts[number]! += n;
    });
  }
  return new Map(columns.map(({ name }, index) => [name, counts.slice(starts[index], starts[index + 1])]));
}
