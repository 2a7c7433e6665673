import type { MeasurementState } from '../checks/types.ts';
import type { ColumnPair } from '../drift/types.ts';
import { formatCount } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { listCategories } from '../profile/category-counts.ts';
import { listSpans, sumSpans } from '../profile/spans.ts';
import { findCategoricalChange } from './categorical-finding.ts';
import { findNumericChange } from './numeric-finding.ts';
import type { CardHeader, CategoricalChart, NumericChart } from './types.ts';
import { nameDriftState, nameInSentence, nameMeasure } from './words.ts';

export type ColumnChartInput = {
  modelName: string;
  column: string;
  pair: ColumnPair;
  method: DriftMethodName;
  /** null where the state is unknown. */
  value: number | null;
  threshold: number;
  /** The value is the p-value of the method's test, and lies below its limit. */
  isPValue?: boolean;
  state: MeasurementState;
  /** The two sides in words, e.g. `January` and `19–25 Feb` (formatWindow). */
  names: { reference: string; current: string };
  /** What else a reader should know, in a few words each: the segment, where it is worst, what it costs. */
  notes?: readonly string[];
  /** The column's unit where somebody said what it is. */
  unit?: string | null;
};

/** The picture of one column's drift, with its finding as the title. */
export function buildColumnChart(input: ColumnChartInput): NumericChart | CategoricalChart {
  const { pair, names } = input;
  const rows = countValues(pair);
  if (pair.kind === 'numeric') {
    const { title, ...drawn } = findNumericChange(input.column, pair);
    return { kind: 'numeric', header: makeHeader(input, title, rows), ...drawn, names, unit: input.unit ?? null };
  }
  const found = findCategoricalChange(input.column, pair);
  return { kind: 'categorical', header: makeHeader(input, found.title, rows), rows: found.rows, names };
}

/** Rows that drift looks at: values that are there and finite. */
function countValues(pair: ColumnPair): { reference: number; current: number } {
  if (pair.kind === 'categorical') return listCategories(pair.grid, pair.reference, pair.current).totals;
  return {
    reference: sumSpans(listSpans(pair.grid, pair.reference)),
    current: sumSpans(listSpans(pair.grid, pair.current)),
  };
}

function makeHeader(
  input: ColumnChartInput,
  finding: string,
  rows: { reference: number; current: number },
): CardHeader {
  const { state } = input;
  const title =
    state === 'unknown'
      ? `Too few values of ${nameInSentence(input.column)} to compare: ${formatCount(rows.current)} against ${formatCount(rows.reference)}`
      : finding;
  const sizes = `${formatCount(rows.current)} ${rows.current === 1 ? 'row' : 'rows'} against ${formatCount(rows.reference)}`;
  return {
    state,
    eyebrow: `${input.isPValue && state === 'breach' ? 'Drift, p-value below limit' : nameDriftState(state)} · ${input.modelName}`,
    title,
    subtitle: [
      nameMeasure(input.method, input.value, input.threshold, input.isPValue),
      sizes,
      ...(input.notes ?? []),
    ].join(' · '),
  };
}
