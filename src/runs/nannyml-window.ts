import type { NannymlCase, NannymlFit, NannymlMethod, NannymlPart } from '../drift/nannyml.ts';
import { ChunkReader, MAX_CATEGORIES } from '../profile/chunks.ts';
import { type ExactSide, exactDistances } from '../profile/exact.ts';
import type { ChunkedReference } from '../store/types.ts';
import type { Warehouse } from '../warehouse/types.ts';
import { type NannymlColumn, readAllCells, requestOf } from './nannyml-reference.ts';

type Cases = Record<string, Partial<Record<NannymlMethod, NannymlCase>>>;
type Fits = ChunkedReference['fits'];
type Asked = { column: string; method: NannymlMethod; fit: Exclude<NannymlFit, { refused: string }> };
type Put = (one: Asked, part: NannymlPart | { refused: string }) => void;

/** The window as one chunk, every column in the terms of its reference. Where that is refused, nothing is read. */
export async function countWindow(
  warehouse: Warehouse,
  sides: { reference: ExactSide; current: ExactSide },
  columns: readonly NannymlColumn[],
  fits: Fits,
): Promise<{ cases: Cases; bytes: number }> {
  const reader = new ChunkReader(warehouse, { ...sides.current, size: null });
  const cases: Cases = Object.fromEntries(columns.map(({ name }) => [name, {}]));
  const asked: Asked[] = [];
  for (const { name: column, methods } of columns) {
    for (const method of methods) {
      const fit = fits[column]?.[method];
      if (fit !== undefined && 'refused' in fit) cases[column]![method] = fit;
      else if (fit !== undefined) asked.push({ column, method, fit });
    }
  }
  const put: Put = ({ column, method, fit }, part) => {
    cases[column]![method] = 'refused' in part ? part : { ...fit, part };
  };
  await countCells(reader, asked, put);
  await countCategories(reader, asked, put);
  const byValue = asked.filter(({ fit }) => fit.basis.kind === 'values');
  const names = [...new Set(byValue.map(({ column }) => column))];
  const { found, bytes } = await measureValues(reader, warehouse, sides, names);
  for (const one of byValue) put(one, found[one.column]!);
  return { cases, bytes: reader.meter.bytes + bytes };
}

async function countCells(reader: ChunkReader, asked: readonly Asked[], put: Put): Promise<void> {
  const counted = asked.flatMap((one) => {
    const { basis } = one.fit;
    return basis.kind === 'cells' ? [{ one, request: requestOf(one, basis.range) }] : [];
  });
  const requests = counted.map(({ request }) => request);
  const rows = await readAllCells(reader, requests, 1);
  const beyond = counted.filter(({ one }) => one.method === 'wasserstein').map(({ request }) => request);
  const tails = await reader.readTails(beyond);
  for (const { one, request } of counted) {
    const found = { ...rows[request.key]![0]!, ...(one.method === 'wasserstein' ? tails[request.key] : {}) };
    const isMeasurable = Number.isFinite(found.belowSum) && Number.isFinite(found.aboveSum);
    put(one, isMeasurable ? { kind: 'cells', counted: found } : { refused: INFINITE });
  }
}

async function countCategories(reader: ChunkReader, asked: readonly Asked[], put: Put): Promise<void> {
  const categorical = asked.filter(({ fit }) => fit.basis.kind === 'categories');
  for (const column of new Set(categorical.map((one) => one.column))) {
    const found = await reader.readCategories(column, 1);
    const refused = `The current window has more than ${MAX_CATEGORIES} categories`;
    const part = found === null ? { refused } : { kind: 'categories' as const, rows: found[0]! };
    for (const one of categorical.filter((other) => other.column === column)) put(one, part);
  }
}

const INFINITE = 'The current window holds infinite values, and NannyML has no distance to them';

async function measureValues(
  reader: ChunkReader,
  warehouse: Warehouse,
  sides: { reference: ExactSide; current: ExactSide },
  columns: readonly string[],
): Promise<{ found: Record<string, NannymlPart | { refused: string }>; bytes: number }> {
  if (columns.length === 0) return { found: {}, bytes: 0 };
  const { ranges } = await reader.readRanges(columns);
  const readable = columns.filter((name) => ranges[name]!.infinities === 0 && ranges[name]!.rows > 0);
  const exact = await exactDistances(warehouse, sides.reference, sides.current, readable, { withRaw: true });
  const parts = columns.map((name): [string, NannymlPart | { refused: string }] => {
    const { infinities, rows } = ranges[name]!;
    const numbers = exact.columns[name]?.raw?.numbers;
    if (infinities > 0) return [name, { refused: INFINITE }];
    if (rows === 0) return [name, { refused: 'No value in the current window' }];
    if (numbers === undefined) return [name, { refused: 'Its numbers are too large to be compared' }];
    return [name, { kind: 'values', ks: numbers.ks, wasserstein: numbers.distance }];
  });
  return { found: Object.fromEntries(parts), bytes: exact.bytes };
}
