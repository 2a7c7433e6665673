import type { DriftMethodName, DriftSettings } from '../monitors/types.ts';
import type { EvenCells, EvenRows } from '../profile/even-cells.ts';
import { pairwiseSum } from '../stats/pairwise-sum.ts';
import { listAsked, settingsOf } from './asked.ts';
import {
  measureBinnedKs,
  measureBinnedWasserstein,
  measureChunks,
  measureJensenShannon,
  testContingency,
  type ValueRows,
} from './nannyml-measures.ts';
import type { ColumnPair } from './types.ts';

/** The methods that both languages have; js_distance is NannyML's default for both kinds. */
export const NANNYML_METHODS = {
  js_distance: { peer: 'jensen_shannon', kinds: ['numeric', 'categorical'] },
  ks_test: { peer: 'kolmogorov_smirnov', kinds: ['numeric'] },
  wasserstein: { peer: 'wasserstein', kinds: ['numeric'] },
  chi_square: { peer: 'chi2', kinds: ['categorical'] },
} as const satisfies Partial<Record<DriftMethodName, { peer: string; kinds: readonly ColumnPair['kind'][] }>>;
export type NannymlMethod = keyof typeof NANNYML_METHODS;

/** What a part of a column is compared with. `values` are compared as they are. */
export type NannymlBasis =
  | { kind: 'categories'; values: readonly string[]; counts: readonly number[] }
  | { kind: 'cells'; range: EvenCells; counts: readonly number[] }
  | { kind: 'values' };
/** One method's reference: the basis and the limit from its chunks (null for chi_square), or why NannyML has no number. */
export type NannymlFit = { basis: NannymlBasis; upper: number | null } | { refused: string };

/** One part, a chunk of the reference or the window, in the terms of the basis. */
export type NannymlPart =
  | { kind: 'categories'; rows: ReadonlyMap<string, number> }
  | { kind: 'cells'; counted: EvenRows }
  | { kind: 'values'; ks: number; wasserstein: number };
/** One method on both sides, or why there is no number. */
export type NannymlCase = { basis: NannymlBasis; upper: number | null; part: NannymlPart } | { refused: string };

/** NannyML's number and verdict; `pValue` decides where there is no limit. */
export type NannymlVerdict = { value: number; upper: number | null; pValue: number | null; drifted: boolean };

const P_VALUE_LIMIT = 0.05;

/** Is the method one that NannyML has too? */
export function isNannymlMethod(name: DriftMethodName): name is NannymlMethod {
  return Object.hasOwn(NANNYML_METHODS, name);
}

/** The methods that a monitor asks of a column, those for the other kind left out; NannyML's default where none is left. */
export function chooseNannymlMethods(
  settings: DriftSettings,
  column: string,
  kind: ColumnPair['kind'],
): NannymlMethod[] {
  const listed = settingsOf(settings, column, kind).driftMethods ?? [];
  const fits = (name: NannymlMethod) => (NANNYML_METHODS[name].kinds as readonly ColumnPair['kind'][]).includes(kind);
  const fitting = listed.filter(isNannymlMethod).filter(fits);
  const asked = listAsked(settings, column).filter(isNannymlMethod).filter(fits);
  return [...new Set([...(fitting.length > 0 ? fitting : (['js_distance'] as const)), ...asked])];
}

/** The fit of a basis whose chunks were counted in its terms. */
export function fitParts(method: NannymlMethod, basis: NannymlBasis, chunks: readonly NannymlPart[]): NannymlFit {
  if (method === 'chi_square') return { basis, upper: null };
  const upper = limitOf(chunks.map((part) => measure(method, basis, part).value));
  return { basis, upper: method === 'ks_test' ? Math.min(1, upper) : upper };
}

/** The fit of a column that NannyML compares value by value. @param values ascending, without repeats. */
export function fitValues(method: NannymlMethod, values: readonly ValueRows[], chunks: number): NannymlFit {
  const parts = measureChunks(values, chunks).map((one): NannymlPart => ({ kind: 'values', ...one }));
  return fitParts(method, { kind: 'values' }, parts);
}

/**
 * What NannyML 0.13's UnivariateDriftCalculator says with its defaults of a window that is one chunk.
 * @returns the reason as text where it has no number.
 */
export function judgeLikeNannyml(method: NannymlMethod, one: NannymlCase): NannymlVerdict | string {
  if ('refused' in one) return one.refused;
  const { upper } = one;
  const { value, pValue } = measure(method, one.basis, one.part);
  if (!Number.isFinite(value)) return hasValues(one.part) ? BELOW_ZERO : 'No value in the current window';
  const drifted = pValue === null ? upper !== null && value > upper : pValue < P_VALUE_LIMIT;
  return { value, upper, pValue, drifted };
}

const BELOW_ZERO = "NannyML's own number is NaN: the sides are alike, and rounding takes their distance below 0";

function hasValues(part: NannymlPart): boolean {
  if (part.kind === 'cells') return part.counted.rows > 0;
  return part.kind === 'values' || [...part.rows.values()].some((rows) => rows > 0);
}

type Measured = { value: number; pValue: number | null };

function measure(method: NannymlMethod, basis: NannymlBasis, part: NannymlPart): Measured {
  if (basis.kind === 'categories' && part.kind === 'categories') return measureCategories(method, basis, part.rows);
  if (basis.kind === 'cells' && part.kind === 'cells') {
    return { value: measureCells(method, basis, part.counted), pValue: null };
  }
  if (basis.kind === 'values' && part.kind === 'values') {
    return { value: method === 'ks_test' ? part.ks : part.wasserstein, pValue: null };
  }
  throw new TypeError(`Cannot compare ${part.kind} with ${basis.kind}`);
}

type Categories = Extract<NannymlBasis, { kind: 'categories' }>;

function measureCategories(
  method: NannymlMethod,
  { values, counts }: Categories,
  rows: ReadonlyMap<string, number>,
): Measured {
  const known = values.map((value) => rows.get(value) ?? 0);
  if (method === 'chi_square') {
    const names = new Set(values);
    const unseen = [...rows].filter(([value]) => !names.has(value)).map(([, count]) => [0, count] as const);
    return testContingency([...counts.map((count, i) => [count, known[i]!] as const), ...unseen]);
  }
  const total = (list: Iterable<number>) => [...list].reduce((sum, count) => sum + count, 0);
  const value = measureJensenShannon(counts, known, { reference: total(counts), part: total(rows.values()) });
  return { value, pValue: null };
}

type Cells = Extract<NannymlBasis, { kind: 'cells' }>;

function measureCells(method: NannymlMethod, { range, counts }: Cells, part: EvenRows): number {
  if (method === 'ks_test') return measureBinnedKs(counts, part, range);
  if (method === 'wasserstein') return measureBinnedWasserstein(counts, part, range);
  const reference = counts.reduce((sum, count) => sum + count, 0);
  return measureJensenShannon(counts, part.cells, { reference, part: part.rows });
}

/** Mean and three population deviations over the chunks that have values. */
function limitOf(values: readonly number[]): number {
  const there = values.filter((value) => !Number.isNaN(value));
  // Empty chunks stay in the sums as 0, so that these are rounded alike.
  const filled = values.map((value) => (Number.isNaN(value) ? 0 : value));
  const mean = pairwiseSum(filled) / there.length;
  const squares = values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) * (value - mean)));
  return mean + Math.sqrt(pairwiseSum(squares) / there.length) * 3;
}
