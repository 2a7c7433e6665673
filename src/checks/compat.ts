import { judgeLikeEvidently, type RawColumn } from '../drift/evidently.ts';
import { chooseNannymlMethods, judgeLikeNannyml, NANNYML_METHODS, type NannymlMethod } from '../drift/nannyml.ts';
import type { ColumnPair } from '../drift/types.ts';
import type { DriftSettings } from '../monitors/types.ts';
import { listCategories } from '../profile/category-counts.ts';
import { makeMeasurement, makeUnknown } from './measurement.ts';
import type { CheckInput, CheckName, Measurement } from './types.ts';

/** Evidently's number and verdict of a column, where everything that they need is known. */
export function measureLikeEvidently(
  check: CheckName,
  input: CheckInput,
  { column, pair, threshold }: { column: string; pair: ColumnPair; threshold: number | null },
): Measurement {
  const raw = pair.kind === 'categorical' ? rawCategories(input, column, pair) : rawNumbers(input, column);
  if (typeof raw === 'string') return makeUnknown(check, 'js_distance', raw, column);
  if (raw.reference === 0 || raw.current === 0) {
    const side = raw.reference === 0 ? 'reference' : 'current';
    return makeUnknown(
      check,
      'js_distance',
      `No value in the ${side} window; Evidently refuses an empty column`,
      column,
    );
  }
  const found = judgeLikeEvidently(raw, threshold);
  if (found === null) return makeUnknown(check, 'js_distance', 'Its values are not counted by name', column);
  const { method, test, value, isPValue, drifted } = found;
  return makeMeasurement({
    check,
    metric: method,
    column,
    value,
    threshold: found.threshold,
    direction: isPValue ? 'below' : 'above',
    pValue: isPValue ? value : null,
    drifted,
    state: drifted ? 'breach' : 'ok',
    reason: `As Evidently's default test '${test}'${isPValue ? ': the value is a p-value' : ''}; no noise floor, no correction`,
  });
}

/** NannyML's numbers and verdicts of a column, one for each of its methods that the monitor asks for. */
export function measureLikeNannyml(
  check: CheckName,
  input: CheckInput,
  { column, kind, settings }: { column: string; kind: ColumnPair['kind']; settings: DriftSettings },
): Measurement[] {
  return chooseNannymlMethods(settings, column, kind).map((method) => {
    const one = input.nannyml?.columns[column]?.[method];
    const found = one === undefined ? "NannyML's number needs the rows themselves" : judgeLikeNannyml(method, one);
    if (typeof found === 'string') return makeUnknown(check, method, found, column);
    const { value, upper, pValue, drifted } = found;
    return makeMeasurement({
      check,
      metric: method,
      column,
      value,
      threshold: upper,
      direction: upper === null ? null : 'above',
      pValue,
      drifted,
      state: drifted ? 'breach' : 'ok',
      reason: wordNannyml(method, upper === null ? 0 : (input.nannyml?.tiedEdges ?? 0)),
    });
  });
}

function wordNannyml(method: NannymlMethod, tiedEdges: number): string {
  const { peer } = NANNYML_METHODS[method];
  const limit = method === 'chi_square' ? 'drift is p < 0.05' : "the limit comes from the reference's own chunks";
  const tied = `; ${tiedEdges} of their edges lie within one event time, where NannyML leaves the order of rows open`;
  return `As NannyML's '${peer}': ${limit}${tiedEdges > 0 ? tied : ''}; no noise floor, no correction`;
}

function rawNumbers({ exact }: CheckInput, column: string): RawColumn | string {
  const raw = Object.hasOwn(exact, column) ? exact[column]?.raw : undefined;
  return raw === undefined ? `Evidently's number needs exact values of '${column}', which could not be had` : raw;
}

type Categories = Extract<ColumnPair, { kind: 'categorical' }>;

function rawCategories(
  { categories }: CheckInput,
  column: string,
  { grid, reference, current }: Categories,
): RawColumn | string {
  if (reference.other > 0 || current.other > 0) {
    const counted = Object.hasOwn(categories ?? {}, column) ? categories?.[column] : undefined;
    if (counted !== undefined) return counted;
    return "Evidently's number needs every category by name, and there are more than are counted";
  }
  const { named, totals } = listCategories(grid, reference, current);
  return {
    kind: 'categorical',
    ...totals,
    distinct: named.length,
    values: named,
    numbers: null,
  };
}
