import type { MeasurementState } from '../checks/types.ts';
import { formatNumber, formatPlural, shorten } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import type { ColumnsChart } from './types.ts';
import { nameInSentence } from './words.ts';

export type ColumnsChartInput = {
  modelName: string;
  names: { reference: string; current: string };
  rows: readonly {
    column: string;
    method: DriftMethodName;
    value: number | null;
    threshold: number;
    floor: number | null;
    state: MeasurementState;
    importance: number | null;
    /** The same measure in the last windows, oldest first, the newest included; null is a gap. */
    history: readonly (number | null)[];
  }[];
};

type Row = ColumnsChart['rows'][number];

/** All columns of a monitor: breaches first, then by drift x importance. */
export function buildColumnsChart(input: ColumnsChartInput): ColumnsChart {
  const rows = input.rows.map((row): Row => {
    const over = (value: number | null): number | null =>
      value === null || row.threshold <= 0 ? null : value / row.threshold;
    return {
      column: row.column,
      state: row.state,
      ratio: over(row.value),
      noise: over(row.floor),
      importance: row.importance,
      history: row.history.map(over),
    };
  });
  const hasImportance = rows.some((row) => row.importance !== null);
  const weigh = (row: Row): number => (row.ratio ?? 0) * (hasImportance ? (row.importance ?? 0) : 1);
  const sorted = [...rows].sort(
    (a, b) => RANK[a.state] - RANK[b.state] || weigh(b) - weigh(a) || (b.ratio ?? 0) - (a.ratio ?? 0),
  );
  const breaches = sorted.filter((row) => row.state === 'breach').length;
  const [current, reference] = [shorten(input.names.current, 28), shorten(input.names.reference, 28)];
  const order = hasImportance ? ', sorted by drift × weight' : '';
  return {
    kind: 'columns',
    header: {
      state: breaches > 0 ? 'breach' : sorted.some((row) => row.state === 'ok') ? 'ok' : 'unknown',
      eyebrow: `${breaches} of ${sorted.length} ${sorted.length === 1 ? 'column' : 'columns'} above limit · ${input.modelName}`,
      title: wordColumns(sorted, breaches),
      subtitle: `${current} against ${reference} · drift as a multiple of its limit${order}`,
    },
    rows: sorted,
  };
}

const RANK: Record<MeasurementState, number> = { breach: 0, ok: 1, unknown: 1 };

function wordColumns(rows: readonly Row[], breaches: number): string {
  const known = rows.flatMap((row) => (row.ratio === null ? [] : [{ ...row, ratio: row.ratio }]));
  const pool = breaches > 0 ? known.filter((row) => row.state === 'breach') : known;
  const most = pool.reduce<(typeof pool)[number] | null>((a, b) => (a === null || b.ratio > a.ratio ? b : a), null);
  if (most === null) return `No column has enough data to compare`;
  const times = formatNumber(Number(most.ratio.toPrecision(2)));
  const column = nameInSentence(most.column);
  if (breaches === 0) return `No column has drifted; ${column} came closest, at ${times} times its limit`;
  if (breaches === 1) return `Only ${column} has drifted, to ${times} times its limit`;
  return `${column} drifted most, to ${times} times its limit; ${formatPlural(breaches - 1, 'other column', 'other columns')} did too`;
}
