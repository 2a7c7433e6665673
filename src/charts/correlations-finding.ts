import type { MeasurementState } from '../checks/types.ts';
import { cleanName, formatCount, formatTogether, shorten } from '../format.ts';
import type { CorrelationsChart } from './types.ts';

export type CorrelationsChartInput = {
  modelName: string;
  segment?: string | null;
  names: { reference: string; current: string };
  rows: { reference: number; current: number };
  columns: readonly string[];
  /** Every pair of columns by name; `isReal`: chance does not explain the change. */
  pairs: readonly {
    x: string;
    y: string;
    reference: number | null;
    current: number | null;
    isReal: boolean;
  }[];
  limit: number;
};

/** Characters of two names in a title. */
const NAMES_ROOM = 34;

type NamedPair = CorrelationsChartInput['pairs'][number];

/** The correlations of all columns on both sides, those that changed most first. */
export function buildCorrelationsChart(input: CorrelationsChartInput): CorrelationsChart {
  const changed = input.pairs
    .filter((pair) => pair.isReal && sizeOf(pair) > input.limit)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  const order = sortColumns(input, changed);
  const known = input.pairs.filter((pair) => pair.reference !== null && pair.current !== null);
  const state: MeasurementState = changed.length > 0 ? 'breach' : known.length > 0 ? 'ok' : 'unknown';
  const [limit = ''] = formatTogether([input.limit]);
  const sizes = `${formatCount(input.rows.current)} rows against ${formatCount(input.rows.reference)}`;
  const segment = input.segment == null ? '' : ` · ${cleanName(input.segment)}`;
  return {
    kind: 'correlations',
    header: {
      state,
      eyebrow: `${state === 'breach' && changed.length > 1 ? 'Correlations changed' : EYEBROW[state]} · ${input.modelName}${segment}`,
      title: wordTitle(changed, known),
      subtitle: `${changed.length} of ${input.pairs.length} ${input.pairs.length === 1 ? 'pair' : 'pairs'} changed by over ${limit} · ${sizes}`,
    },
    columns: order,
    pairs: input.pairs.map((pair) => {
      const [x, y] = [order.indexOf(pair.x), order.indexOf(pair.y)];
      const { reference, current } = pair;
      return { x: Math.min(x, y), y: Math.max(x, y), reference, current, isChanged: changed.includes(pair) };
    }),
    limit: input.limit,
    names: { reference: shorten(input.names.reference, 24), current: shorten(input.names.current, 24) },
  };
}

const EYEBROW: Record<MeasurementState, string> = {
  breach: 'Correlation changed',
  ok: 'Correlations within limit',
  unknown: 'Too little data',
};

function sizeOf({ reference, current }: NamedPair): number {
  return reference === null || current === null ? 0 : Math.abs(current - reference);
}

/** Columns whose correlations changed stand first, the larger change before the smaller; then as they came. */
function sortColumns({ columns }: CorrelationsChartInput, changed: readonly NamedPair[]): string[] {
  const first = changed.flatMap(({ x, y }) => [x, y]);
  return [...new Set([...first, ...columns])];
}

function wordTitle(changed: readonly NamedPair[], known: readonly NamedPair[]): string {
  const pair = changed[0] ?? [...known].sort((a, b) => sizeOf(b) - sizeOf(a))[0];
  if (pair === undefined) return 'No two columns have enough data to compare';
  const [now, before] = formatTogether([pair.current!, pair.reference!].map((r) => Math.round(r * 100) / 100));
  const who = nameBoth(pair);
  if (changed.length === 0) return `${who} came closest to a change: ${now}, was ${before}`;
  return `The correlation of ${who} is now ${now}; it was ${before}`;
}

/** Both names in as much of a title as there is for them; a short one leaves room to the other. */
function nameBoth({ x, y }: NamedPair): string {
  const [first, second] = [cleanName(x), cleanName(y)];
  const room = (other: string) => Math.max(NAMES_ROOM / 2, NAMES_ROOM - other.length);
  return `${shorten(first, room(second))} and ${shorten(second, room(first))}`;
}
