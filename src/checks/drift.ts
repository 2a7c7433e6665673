import { listAsked, settingsOf } from '../drift/asked.ts';
import { countValues, isConstantReference } from '../drift/cells.ts';
import { DEFAULT_METHODS, listMethodsFor, METHODS } from '../drift/index.ts';
import type { ColumnPair, DriftRequest, DriftResult } from '../drift/types.ts';
import { judgeDrift } from '../drift/verdict.ts';
import type { DriftMethodName, DriftSettings } from '../monitors/types.ts';
import { measureLikeEvidently, measureLikeNannyml } from './compat.ts';
import { makeMeasurement, makeUnknown } from './measurement.ts';
import type { CheckInput, CheckName, Measurement } from './types.ts';

/** Both sides of a comparison over the same grids. */
export type ComparedProfiles = Pick<CheckInput, 'grids' | 'reference' | 'current'>;

/** One column on both sides, or why they cannot be compared. */
export function pairColumn(input: ComparedProfiles, column: string): ColumnPair | string {
  const grid = input.grids.columns[column];
  const reference = input.reference.columns[column];
  const current = input.current.columns[column];
  if (reference === undefined) return `Column '${column}' is not in the reference dataset`;
  const isGone = current?.rows === 0 && input.current.rows > 0;
  if (current === undefined || isGone) return `Column '${column}' is not in the current dataset`;
  if (grid?.kind === 'numeric' && reference.kind === 'numeric' && current.kind === 'numeric') {
    return { kind: 'numeric', grid, reference, current };
  }
  if (grid?.kind === 'categorical' && reference.kind === 'categorical' && current.kind === 'categorical') {
    return { kind: 'categorical', grid, reference, current };
  }
  return `Column '${column}' is ${reference.kind} in the reference and ${current.kind} in the current dataset`;
}

type Asked = { request: DriftRequest; note: string | null };
/** `isTestAlone`: a method with a test of its own is judged by its p-value against `pValue` alone. */
type AskedSettings = DriftSettings & { isTestAlone?: boolean };

/** Every method asked of every column, judged together. Columns come in the given order. */
export function measureColumns(
  check: CheckName,
  input: CheckInput,
  settings: AskedSettings,
  columns: readonly string[],
): Measurement[] {
  const asked = columns.map((column) => {
    const pair = pairColumn(input, column);
    if (typeof pair !== 'string' && settings.compat === 'evidently') {
      const { threshold } = settingsOf(settings, column, pair.kind);
      return { column, found: [measureLikeEvidently(check, input, { column, pair, threshold })] };
    }
    if (typeof pair !== 'string' && settings.compat === 'nannyml') {
      return { column, found: measureLikeNannyml(check, input, { column, kind: pair.kind, settings }) };
    }
    return typeof pair === 'string'
      ? { column, why: pair }
      : { column, requests: askColumn(input, settings, column, pair) };
  });
  const results = judgeDrift(
    asked.flatMap(({ requests }) => (requests ?? []).map(({ request }) => request)),
    {
      onlyBeyond: input.isSegment === true || input.asked !== undefined,
      verdictsOnly: input.asked !== undefined,
      ...(input.memory === undefined ? {} : { memory: input.memory }),
    },
  );
  let next = 0;
  return asked.flatMap(({ column, requests, why, found }) => {
    if (found !== undefined) return found;
    if (requests === undefined)
      return [makeUnknown(check, settingsOf(settings, column, null).driftMethods?.[0] ?? 'wasserstein', why, column)];
    return requests.map((one) => toMeasurement(check, results[next++]!, one));
  });
}

/**
 * The methods that fit the column's kind out of those listed; a list may serve columns of both kinds. Where none fits,
 * the default method of the kind, at its own threshold, and a note that says so.
 */
function askColumn(input: CheckInput, settings: AskedSettings, column: string, pair: ColumnPair): Asked[] {
  const { driftMethods, threshold: limit, pValue: pValueLimit } = settingsOf(settings, column, pair.kind);
  const listed = driftMethods ?? [];
  const fitting = listed.filter((name) => METHODS[name].kinds.includes(pair.kind));
  const isReplaced = fitting.length === 0 && listed.length > 0;
  const usual = fitting.length > 0 ? fitting : [DEFAULT_METHODS[pair.kind]];
  const asked = listAsked(settings, column).filter((name) => METHODS[name].kinds.includes(pair.kind));
  const methods = [...new Set([...usual, ...asked])];
  const threshold = isReplaced ? null : limit;
  const note = isReplaced
    ? `Metric '${listed.join("', '")}' not supported for ${pair.kind} column '${column}': ${methods[0]} stands in; methods that fit: ${listMethodsFor(pair.kind).join(', ')}`
    : null;
  return methods.map((method) => ({
    note: usual.includes(method) ? note : null,
    request: {
      column,
      method,
      pair,
      threshold: threshold ?? METHODS[method].defaultThreshold,
      pValueLimit,
      isTestAlone: settings.isTestAlone === true && METHODS[method].pValue !== undefined,
      minRows: settings.minRows,
      exactValue: exactValue(input, column, method, pair),
    },
  }));
}

/** A constant reference has its own measure of distance, which the exact query does not know; its D is anybody's. */
function exactValue({ exact }: CheckInput, column: string, method: DriftMethodName, pair: ColumnPair): number | null {
  const found = Object.hasOwn(exact, column) ? exact[column] : undefined;
  if (found === undefined || countValues(pair.current) === 0) return null;
  if (method === 'ks_test') return found.ks;
  return method === 'wasserstein' && !isConstantReference(pair) ? found.wasserstein : null;
}

function toMeasurement(check: CheckName, result: DriftResult, { request, note }: Asked): Measurement {
  const { column, method, value, floor, pValue, state } = result;
  const threshold = request.isTestAlone === true ? null : result.threshold;
  const test = request.isTestAlone === true && value !== null ? `drift is p < ${request.pValueLimit}` : null;
  const reason = [note, test, result.reason].filter((part) => part !== null).join('; ');
  return makeMeasurement({
    check,
    metric: method,
    column,
    value,
    threshold,
    direction: threshold === null ? null : 'above',
    floor,
    pValue,
    drifted: state === 'unknown' ? null : result.drifted,
    state,
    reason: reason === '' ? null : reason,
  });
}
