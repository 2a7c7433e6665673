import {
  fitParts,
  fitValues,
  type NannymlBasis,
  type NannymlFit,
  type NannymlMethod,
  type NannymlPart,
} from '../drift/nannyml.ts';
import { type CellsRequest, ChunkReader, MAX_CATEGORIES, type NumberRange } from '../profile/chunks.ts';
import { areCellsApart, type EvenCells, type EvenRows } from '../profile/even-cells.ts';
import type { ExactSide } from '../profile/exact.ts';
import { typeOfColumn } from '../profile/expressions.ts';
import { countDoaneCells } from '../stats/doane.ts';
import type { ChunkedReference } from '../store/types.ts';
import type { Warehouse } from '../warehouse/types.ts';

/** NannyML's methods that are asked of a column. */
export type NannymlColumn = { name: string; kind: 'numeric' | 'categorical'; methods: readonly NannymlMethod[] };

/** NannyML's default chunker: so many chunks, and one of the rows that are left. */
const CHUNKS = 10;
/** From so many values on, NannyML's KS and Wasserstein compare counts in this many cells. */
const LARGE_REFERENCE = 10_000;
const FINE_CELLS = 10_000;
/** A statement may give 200,000 rows. */
const MAX_COUNTS = 150_000;

type Fits = Record<string, Partial<Record<NannymlMethod, NannymlFit>>>;
type Asked = { column: string; method: NannymlMethod };
type Plan = Asked & ({ range: EvenCells } | { values: true } | { refused: string });

/**
 * The reference as NannyML 0.13 fits its calculator on it: the bases of every column and method, and the limits from its
 * chunks. Counts alone are fetched: at most 10,000 values or 11 x 10,000 cells of a column.
 */
export async function fitChunks(
  warehouse: Warehouse,
  side: ExactSide,
  columns: readonly NannymlColumn[],
): Promise<ChunkedReference & { bytes: number }> {
  const whole = new ChunkReader(warehouse, { ...side, size: null });
  const numeric = columns.filter(({ kind }) => kind === 'numeric');
  const { rows, ranges } = await whole.readRanges(numeric.map(({ name }) => name));
  const size = Math.floor(rows / CHUNKS);
  if (size === 0) {
    const refused = `NannyML cuts the reference into ${CHUNKS} chunks, and it has ${rows} rows`;
    return { fits: refuseAll(columns, refused), tiedEdges: 0, bytes: whole.meter.bytes };
  }
  const reader = new ChunkReader(warehouse, { ...side, size });
  const chunks = Math.ceil(rows / size);
  const plans = planNumbers(numeric, side, ranges, await readSkewness(whole, numeric, ranges));
  const fits: Fits = Object.fromEntries(columns.map(({ name }) => [name, {}]));
  await fitNumbers(reader, plans, chunks, fits);
  for (const column of columns.filter(({ kind }) => kind === 'categorical')) {
    fits[column.name] = await fitCategories(reader, column, chunks);
  }
  const tiedEdges = await reader.countTiedEdges();
  return { fits, tiedEdges, bytes: whole.meter.bytes + reader.meter.bytes };
}

function refuseAll(columns: readonly NannymlColumn[], refused: string): Fits {
  return Object.fromEntries(
    columns.map(({ name, methods }) => [name, Object.fromEntries(methods.map((method) => [method, { refused }]))]),
  );
}

type Ranges = Readonly<Record<string, NumberRange>>;

/** Doane's rule asks for it. */
async function readSkewness(
  reader: ChunkReader,
  columns: readonly NannymlColumn[],
  ranges: Ranges,
): Promise<Record<string, number>> {
  const asked = columns.flatMap(({ name, methods }) => {
    const { infinities, low, high } = ranges[name]!;
    const isAsked = methods.includes('js_distance') && infinities === 0 && low !== null && high !== null;
    return isAsked && low < high && Number.isFinite(high - low) ? [{ name, low, high }] : [];
  });
  return reader.readSkewness(asked);
}

function planNumbers(
  columns: readonly NannymlColumn[],
  side: ExactSide,
  ranges: Ranges,
  skewness: Readonly<Record<string, number>>,
): Plan[] {
  return columns.flatMap(({ name, methods }) => {
    const isShort = /^(FLOAT|REAL)$/i.test(typeOfColumn(side.dataset, name));
    return methods.map((method): Plan => {
      const basis = planBasis(method, ranges[name]!, { isShort, skewness: skewness[name] ?? 0 });
      return { column: name, method, ...basis };
    });
  });
}

type Basis = { range: EvenCells } | { values: true } | { refused: string };

function planBasis(
  method: NannymlMethod,
  { rows, infinities, low, high }: NumberRange,
  column: { isShort: boolean; skewness: number },
): Basis {
  if (infinities > 0) return { refused: 'The reference holds infinite values, and NannyML refuses them' };
  if (low === null || high === null) return { refused: 'No value in the reference window' };
  if (method !== 'js_distance' && rows < LARGE_REFERENCE) return { values: true };
  if (method !== 'js_distance' && column.isShort) {
    return {
      refused: 'NannyML computes its cells of a 32-bit column in 32 bits: cast it to DOUBLE, or ask js_distance',
    };
  }
  // numpy cuts the edges of a constant's KS cells all alike, and widens the range of its histograms.
  if (low === high && method === 'ks_test') return { range: { low, high, count: 1 } };
  const ends = low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
  const doane = countDoaneCells({ rows, low, high, skewness: column.skewness });
  const range = { ...ends, count: method === 'js_distance' ? doane : FINE_CELLS };
  return areCellsApart(range)
    ? { range }
    : { refused: `Too narrow for the ${range.count} cells of NannyML's histogram` };
}

async function fitNumbers(reader: ChunkReader, plans: readonly Plan[], chunks: number, fits: Fits): Promise<void> {
  const requests = plans.flatMap((plan) => ('range' in plan ? [requestOf(plan, plan.range)] : []));
  const counted = await readAllCells(reader, requests, chunks);
  for (const plan of plans) {
    const { column, method } = plan;
    if ('refused' in plan) fits[column]![method] = { refused: plan.refused };
    if ('range' in plan)
      fits[column]![method] = fitCells(method, plan.range, counted[requestOf(plan, plan.range).key]!);
  }
  const byValue = plans.filter((plan) => 'values' in plan);
  for (const column of new Set(byValue.map((plan) => plan.column))) {
    const values = await reader.readValues(column, chunks);
    for (const { method } of byValue.filter((plan) => plan.column === column)) {
      fits[column]![method] = fitValues(method, values, chunks);
    }
  }
}

function fitCells(method: NannymlMethod, range: EvenCells, chunks: readonly EvenRows[]): NannymlFit {
  const counts = new Array<number>(range.count).fill(0);
  for (const { cells } of chunks) for (const [i, count] of cells.entries()) counts[i]! += count;
  const parts = chunks.map((counted): NannymlPart => ({ kind: 'cells', counted }));
  return fitParts(method, { kind: 'cells', range, counts }, parts);
}

async function fitCategories(reader: ChunkReader, column: NannymlColumn, chunks: number): Promise<Fits[string]> {
  const found = await reader.readCategories(column.name, chunks);
  if (found === null)
    return refuseAll([column], `The reference has more than ${MAX_CATEGORIES} categories`)[column.name]!;
  const counts = new Map<string, number>();
  for (const chunk of found) for (const [value, count] of chunk) counts.set(value, (counts.get(value) ?? 0) + count);
  if (counts.size === 0) return refuseAll([column], 'No value in the reference window')[column.name]!;
  // In numpy's order, so that the sums are rounded alike.
  const values = [...counts.keys()].sort();
  const basis: NannymlBasis = { kind: 'categories', values, counts: values.map((value) => counts.get(value)!) };
  const parts = found.map((rows): NannymlPart => ({ kind: 'categories', rows }));
  return Object.fromEntries(column.methods.map((method) => [method, fitParts(method, basis, parts)]));
}

/** A request of a column's cells; the same for methods that count alike. */
export function requestOf({ column }: Pick<Asked, 'column'>, range: EvenCells): CellsRequest {
  return { key: `${range.low} ${range.high} ${range.count} ${column}`, column, range };
}

/** Rows by chunk and cell of every request, in as few statements as their results fit in. */
export async function readAllCells(
  reader: ChunkReader,
  requests: readonly CellsRequest[],
  chunks: number,
): Promise<Record<string, EvenRows[]>> {
  const batches: CellsRequest[][] = [];
  let room = 0;
  for (const request of new Map(requests.map((one) => [one.key, one])).values()) {
    const size = (request.range.count + 2) * chunks;
    if (batches.length === 0 || room < size) {
      batches.push([]);
      room = MAX_COUNTS;
    }
    batches.at(-1)!.push(request);
    room -= size;
  }
  const found: Record<string, EvenRows[]> = {};
  for (const batch of batches) Object.assign(found, await reader.readCells(batch, chunks));
  return found;
}
