import {
  buildColumnChart,
  buildColumnsChart,
  buildCorrelationsChart,
  buildHistoryChart,
  makeShareBand,
} from '../../src/charts/findings.ts';
import type { Chart } from '../../src/charts/types.ts';
import type { MeasurementState } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import type { NumericProfile } from '../../src/profile/types.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 1, 1);
const NAMES = { reference: 'January', current: '19–25 Feb' };
const LONG_NAME = 'rolling_mean_of_departure_delay_over_the_last_thirty_days_by_origin_and_carrier';

/** A numeric profile whose cells are given and whose tails reach `reach` beyond the edges. */
function makeNumericProfile(edges: readonly number[], cells: readonly number[], reach = 1): NumericProfile {
  const rows = cells.reduce((a, b) => a + b, 0);
  return {
    kind: 'numeric',
    rows,
    nulls: 0,
    nans: 0,
    infinities: 0,
    min: rows === 0 ? null : (edges[0] ?? 0) - ((cells[0] ?? 0) > 0 ? reach : 0),
    max: rows === 0 ? null : (edges.at(-1) ?? 0) + ((cells.at(-1) ?? 0) > 0 ? reach : 0),
    sum: 0,
    sumSquares: 0,
    belowSum: ((cells[0] ?? 0) * reach) / 2,
    aboveSum: ((cells.at(-1) ?? 0) * reach) / 2,
    cells,
    outliers: 0,
    invalid: 0,
  };
}

/** Counts per cell on both sides as a pair over one grid. */
export function makeNumericPair(
  edges: readonly number[],
  reference: readonly number[],
  current: readonly number[],
  options: { isDiscrete?: boolean; reach?: number } = {},
): ColumnPair {
  const isDiscrete = options.isDiscrete ?? false;
  const reach = isDiscrete ? 0 : (options.reach ?? 1);
  return {
    kind: 'numeric',
    grid: {
      kind: 'numeric',
      edges,
      isDiscrete,
      decileEdges: [],
      center: 0,
      fences: null,
      fine: { transform: { kind: 'identity' }, low: 0, high: 1, count: 1, starts: [0] },
    },
    reference: makeNumericProfile(edges, reference, reach),
    current: makeNumericProfile(edges, current, reach),
  };
}

/** Categories with their counts on both sides; a value of the current side alone is unseen. */
export function makeCategoricalPair(
  counts: Readonly<Record<string, readonly [number, number]>>,
  other: readonly [number, number] = [0, 0],
): ColumnPair {
  const known = Object.entries(counts).filter(([, [reference]]) => reference > 0);
  const unseen = Object.entries(counts).filter(([, [reference]]) => reference === 0);
  const total = (side: 0 | 1): number => Object.values(counts).reduce((sum, pair) => sum + pair[side], other[side]);
  return {
    kind: 'categorical',
    grid: { kind: 'categorical', values: known.map(([name]) => name) },
    reference: {
      kind: 'categorical',
      rows: total(0),
      nulls: 0,
      invalid: 0,
      counts: known.map(([, pair]) => pair[0]),
      other: other[0],
      unseen: [],
    },
    current: {
      kind: 'categorical',
      rows: total(1),
      nulls: 0,
      invalid: 0,
      counts: known.map(([, pair]) => pair[1]),
      other: other[1],
      unseen: unseen.map(([value, pair]) => ({ value, count: pair[1] })),
    },
  };
}

/** Counts of a bell around `mean` in the cells of `edges`, with a heavier right side. */
function bell(edges: readonly number[], mean: number, sd: number, rows: number): number[] {
  const weights = [...edges, (edges.at(-1) ?? 0) + 1].map((edge, i) => {
    const x = (i === 0 ? edge - 1 : (edges[i - 1] ?? edge)) - mean;
    return Math.exp(-0.5 * (x / (x > 0 ? 2 * sd : sd)) ** 2);
  });
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Math.round((weight / total) * rows));
}

type ColumnInput = Parameters<typeof buildColumnChart>[0];

function column(pair: ColumnPair, changes: Partial<ColumnInput> = {}): Chart {
  const defaults: ColumnInput = {
    modelName: 'late-flights',
    column: 'delay',
    pair,
    method: 'psi',
    value: 0.063,
    threshold: 0.05,
    state: 'breach',
    names: NAMES,
  };
  return buildColumnChart({ ...defaults, ...changes });
}

/** A deterministic wiggle between −1 and 1. */
const wiggle = (i: number): number => Math.sin(i * 1.7) * 0.6 + Math.sin(i * 0.61 + 1) * 0.4;

type HistoryInput = Parameters<typeof buildHistoryChart>[0];

function history(values: readonly (number | null)[], changes: Partial<HistoryInput> = {}): Chart {
  const threshold = changes.threshold === undefined ? 0.85 : changes.threshold;
  const isBad = (value: number): boolean =>
    threshold !== null && (changes.direction === 'above' ? value > threshold : value < threshold);
  return buildHistoryChart({
    modelName: 'churn-predictor',
    metric: 'accuracy',
    column: null,
    rows: values.map((value, i) => ({
      windowFromAt: START + i * DAY_MS,
      windowToAt: START + (i + 1) * DAY_MS,
      value,
      state: value === null ? 'unknown' : isBad(value) ? 'breach' : 'ok',
      band: value === null || changes.metric === 'psi' ? null : makeShareBand(value, 650),
    })),
    direction: 'below',
    ...changes,
    threshold,
  });
}

const accuracy = (count: number, fallFrom: number): (number | null)[] =>
  Array.from({ length: count }, (_, i) => {
    if (i >= 31 && i <= 34) return null;
    return 0.885 + 0.02 * wiggle(i) - (i >= fallFrom ? 0.07 : 0) - (i === 17 ? 0.05 : 0);
  });

const RATIOS: readonly [string, number | null, number, MeasurementState, number][] = [
  ['origin_mean_delay_last_hour', 1.32, 0.85, 'breach', 0.24],
  ['prev_delay', 1.15, 0.72, 'breach', 0.17],
  ['route', 0.62, 0.6, 'ok', 0.16],
  ['departure_hour', 0.58, 0.76, 'ok', 0.12],
  ['destination', 0.61, 0.9, 'ok', 0.09],
  ['origin', 0.55, 0.83, 'ok', 0.08],
  ['dest_load', null, 0.58, 'unknown', 0.07],
  ['origin_load', 0.48, 0.56, 'ok', 0.04],
  ['distance', 0.57, 0.71, 'ok', 0.03],
  ['is_long_haul', 0.28, 0.73, 'ok', 0.01],
  ['hub_destination', 0.79, 1.4, 'ok', 0.004],
  ['hub_origin', 0.02, 1.28, 'ok', 0.02],
];

type ColumnsInput = Parameters<typeof buildColumnsChart>[0];
type RatioRow = readonly [string, number | null, number | null, MeasurementState, number | null];

function columns(rows: readonly RatioRow[], windows = 28, changes: Partial<ColumnsInput> = {}): Chart {
  return buildColumnsChart({
    modelName: 'late-flights',
    names: { reference: 'January', current: '23 Feb' },
    rows: rows.map(([name, ratio, noise, state, importance], row) => ({
      column: name,
      method: 'js_distance',
      value: ratio === null ? null : ratio * 0.1,
      threshold: 0.1,
      floor: noise === null ? null : noise * 0.1,
      state,
      importance,
      history: Array.from({ length: windows }, (_, i) => {
        if (row === 3 && i > 8 && i < 12) return null;
        if (i === windows - 1) return ratio === null ? null : ratio * 0.1;
        return 0.1 * Math.max(0.05, (ratio ?? 0.4) * (0.75 + 0.35 * wiggle(i + 5 * row)));
      }),
    })),
    ...changes,
  });
}

type CorrelationsInput = Parameters<typeof buildCorrelationsChart>[0];

/** Blocks of three columns that go together, each block less than the one before; `changes` by pair of places. */
function correlations(
  columns: readonly string[],
  changes: Readonly<Record<string, number | null>>,
  more: Partial<CorrelationsInput> = {},
): Chart {
  const usual = (i: number, k: number): number => {
    const isBlock = Math.floor(i / 3) === Math.floor(k / 3);
    return (isBlock ? 0.85 - 0.09 * Math.floor(i / 3) : 0.3 * wiggle(7 * i + k)) * (k % 5 === 4 ? -1 : 1);
  };
  return buildCorrelationsChart({
    modelName: 'churn-predictor',
    names: NAMES,
    rows: { reference: 508_000, current: 115_000 },
    columns,
    limit: 0.2,
    pairs: columns.flatMap((x, i) =>
      columns.slice(i + 1).map((y, j) => {
        const k = i + 1 + j;
        const change = changes[`${i} ${k}`];
        if (change === null) return { x, y, reference: null, current: null, isReal: false };
        const reference = usual(i, k);
        return {
          x,
          y,
          reference,
          current: reference + (change ?? 0.05 * wiggle(3 * i + k)),
          isReal: change !== undefined,
        };
      }),
    ),
    ...more,
  });
}
const BILLING = ['tenure', 'monthly_charges', 'total_charges', 'support_calls', 'age'];
const TWENTY = [
  ...BILLING,
  'contract_length_in_months',
  'days_since_last_login',
  'sessions_per_week',
  'minutes_per_session',
  'pages_per_session',
  'refunds',
  'refund_amount',
  'discount_rate',
  'credit_score',
  'distance_to_store',
  'newsletter_opens',
  'devices',
  'streaming_hours',
  'download_gb',
  'score',
];

const range = (count: number, from = 0, step = 1): number[] => Array.from({ length: count }, (_, i) => from + i * step);
const FINE = range(241, -60, 1);
const HOURS = range(24);
const MANY = Object.fromEntries(
  range(40).map((i) => [`AIRPORT_${i + 1}`, [1000 - 20 * i, 800 + 12 * ((i * 17) % 40)] as const]),
);

/** Every chart that is compared with a committed picture: the usual ones and the ends of what may come. */
export const SAMPLES: Readonly<Record<string, Chart>> = {
  numeric: column(makeNumericPair(FINE, bell(FINE, -5, 11, 508_000), bell(FINE, -3, 15, 115_000), { reach: 90 })),
  'numeric-within-limit': column(makeNumericPair(FINE, bell(FINE, -5, 11, 508_000), bell(FINE, -5, 11.2, 115_000)), {
    state: 'ok',
    value: 0.0004,
  }),
  'numeric-60-bins': column(
    makeNumericPair(range(60), [0, ...range(60).map((i) => 100 + i)], [0, ...range(60).map((i) => 160 - i)], {
      isDiscrete: true,
    }),
    { column: 'minute' },
  ),
  'numeric-hours': column(
    makeNumericPair(
      HOURS,
      [0, ...HOURS.map((h) => (h < 6 ? 10 : 200 + 20 * h))],
      [0, ...HOURS.map((h) => (h < 6 ? 40 : 220 + 12 * h))],
      { isDiscrete: true },
    ),
    { column: 'departure_hour', method: 'ks_test', value: 0.081, threshold: 0.05 },
  ),
  'numeric-two-values': column(makeNumericPair([0, 1], [0, 710, 290], [0, 5700, 4300], { isDiscrete: true }), {
    column: 'is_weekend',
  }),
  'numeric-one-bin': column(makeNumericPair([7], [0, 1000], [0, 400], { isDiscrete: true }), { state: 'ok', value: 0 }),
  'numeric-constant-moved': column(makeNumericPair([7, 9], [0, 1000, 0], [0, 0, 400], { isDiscrete: true })),
  'numeric-current-empty': column(makeNumericPair(FINE, bell(FINE, 0, 10, 5000), FINE.map(() => 0).concat(0)), {
    state: 'unknown',
    value: null,
  }),
  'numeric-both-empty': column(makeNumericPair([0, 1], [0, 0, 0], [0, 0, 0]), { state: 'unknown', value: null }),
  'numeric-tiny': column(
    makeNumericPair(
      FINE.map((v) => v * 1e-12),
      bell(FINE, 0, 12, 5000),
      bell(FINE, 20, 12, 900),
      { reach: 1e-12 },
    ),
    { column: 'probability', value: 12.4, threshold: 0.2 },
  ),
  'numeric-huge': column(
    makeNumericPair(
      FINE.map((v) => v * 4e9),
      bell(FINE, 10, 12, 5000),
      bell(FINE, -20, 12, 900),
      { reach: 1e9 },
    ),
    { column: 'revenue', unit: 'EUR' },
  ),
  'numeric-long-names': column(makeNumericPair(FINE, bell(FINE, -5, 11, 508_000), bell(FINE, 20, 15, 115_000)), {
    column: LONG_NAME,
    modelName: `${LONG_NAME}_model`,
    names: {
      reference: 'the whole of the training data of version 17',
      current: '28 Dec 2025 – 3 Jan 2026, without holidays',
    },
  }),
  categorical: column(
    makeCategoricalPair({
      'mobile web': [4100, 2900],
      android: [2200, 3500],
      ios: [3000, 3100],
      'smart tv': [500, 0],
      'partner api v2': [0, 400],
      kiosk: [200, 100],
    }),
    { column: 'channel', method: 'js_distance', value: 0.21, threshold: 0.1 },
  ),
  'categorical-log': column(
    makeCategoricalPair(
      {
        ATL: [60_000, 61_000],
        EGE: [284, 0],
        HDN: [163, 0],
        JAC: [127, 0],
        MTJ: [71, 0],
        MQT: [0, 7],
        PBI: [2083, 2400],
        GFK: [81, 30],
      },
      [440_000, 440_500],
    ),
    { column: 'origin', method: 'js_distance', value: 0.034, threshold: 0.03 },
  ),
  'categorical-one': column(makeCategoricalPair({ yes: [500, 400] }), { column: 'consent', state: 'ok', value: 0 }),
  'categorical-40': column(makeCategoricalPair(MANY), { column: 'origin', value: 0.11 }),
  'categorical-current-empty': column(makeCategoricalPair({ yes: [500, 0], no: [300, 0] }), {
    column: 'consent',
    state: 'unknown',
    value: null,
  }),
  'categorical-long-names': column(
    makeCategoricalPair({ [LONG_NAME]: [500, 700], '': [300, 100], 'two\nlines <&> "quotes"': [200, 200] }),
    { column: LONG_NAME, names: { reference: 'the whole of the training data', current: '28 Dec 2025 – 3 Jan 2026' } },
  ),
  history: history(accuracy(60, 52), {
    marks: [
      { at: START + 18 * DAY_MS, kind: 'fired' },
      { at: START + 20 * DAY_MS, kind: 'resolved' },
      { at: START + 54 * DAY_MS, kind: 'fired' },
    ],
    note: '650 labelled rows a day',
  }),
  'history-recovered': history(
    accuracy(30, 99).map((v) => (v === null ? null : v + 0.01)),
    { marks: [{ at: START + 18 * DAY_MS, kind: 'fired' }] },
  ),
  'history-90': history(accuracy(90, 80)),
  'history-one': history([0.81]),
  'history-gaps-only': history([null, null, null, null, null]),
  'history-ends-in-gap': history([...accuracy(24, 99), null, null, null, null]),
  'history-lone-points': history([0.9, null, 0.88, null, 0.8, null, null, 0.87]),
  'history-no-limit': history(
    range(12).map((i) => 1.2e6 + 40_000 * wiggle(i)),
    { threshold: null, direction: null, metric: 'business_impact' },
  ),
  'history-drift': history(
    range(30).map((i) => 0.03 + 0.008 * wiggle(i) + (i > 24 ? 0.03 : 0)),
    {
      metric: 'psi',
      column: LONG_NAME,
      modelName: LONG_NAME,
      threshold: 0.05,
      direction: 'above',
    },
  ),
  'history-constant-zero': history(
    range(10).map(() => 0),
    { metric: 'missing_rate', column: 'tenure', threshold: 0.05, direction: 'above' },
  ),
  'history-parts': history([...accuracy(20, 18)], {
    parts: {
      title: 'Accuracy by region, plan',
      before: 'reference',
      unit: 'number',
      rows: [
        { name: 'EU, pro', reference: 0.9, current: 0.58, isNamed: true, isRest: false },
        { name: LONG_NAME, reference: 0.88, current: 0.87, isNamed: false, isRest: false },
        { name: 'US, pro', reference: 0.91, current: 0.91, isNamed: false, isRest: false },
        { name: 'US, basic', reference: 0.9, current: 0.92, isNamed: false, isRest: false },
        { name: 'elsewhere', reference: 0.905, current: 0.9, isNamed: false, isRest: true },
      ],
    },
  }),
  'history-parts-expected': history([...Array.from({ length: 12 }, (_, i) => 7000 + 40 * wiggle(i)), 5200], {
    metric: 'rows',
    threshold: 6500,
    parts: {
      title: 'Rows by day',
      before: 'expected',
      unit: 'count',
      rows: [
        { name: '11 Feb', reference: 1_204_300, current: 1_198_000, isNamed: false, isRest: false },
        { name: '12 Feb', reference: null, current: 1_187_000, isNamed: false, isRest: false },
        { name: '13 Feb', reference: 950_000, current: 0, isNamed: true, isRest: false },
      ],
    },
  }),
  'history-parts-one-window': history([0.31], {
    metric: 'missing_rate',
    column: LONG_NAME,
    threshold: 0.05,
    direction: 'above',
    parts: {
      title: `Missing rate by ${LONG_NAME}`,
      before: 'days before',
      unit: 'share',
      rows: [
        { name: 'EU', reference: 0.000_02, current: 0.92, isNamed: true, isRest: false },
        { name: 'elsewhere', reference: 0, current: 0.000_4, isNamed: false, isRest: true },
      ],
    },
  }),
  'history-share': history(
    range(30).map((i) => 0.11 + 0.02 * wiggle(i) + (i > 24 ? 0.06 : 0)),
    {
      metric: 'anomaly_rate',
      threshold: 0.15,
      direction: 'above',
      marks: [{ at: START + 26 * DAY_MS, kind: 'fired' }],
    },
  ),
  'history-hours': history([], {
    metric: 'rows',
    threshold: 260,
    rows: range(36).map((i) => ({
      windowFromAt: START + i * HOUR_MS,
      windowToAt: START + (i + 1) * HOUR_MS,
      value: i > 32 ? 210 : Math.round(310 + 25 * wiggle(i)),
      state: i > 32 ? 'breach' : 'ok',
      band: null,
    })),
    marks: [{ at: START + 34 * HOUR_MS, kind: 'fired' }],
  }),
  columns: columns(RATIOS),
  'columns-bare': columns(
    RATIOS.slice(0, 5).map(([name, ratio, , state]) => [name, ratio, null, state, null] as const),
    1,
  ),
  'columns-40': columns(
    range(40).map(
      (i) =>
        [
          `${i === 0 ? LONG_NAME : 'feature'}_${i + 1}`,
          i === 0 ? 41.3 : 2.5 - 0.06 * i,
          0.5,
          i < 20 ? 'breach' : 'ok',
          null,
        ] as const,
    ),
  ),
  'columns-one': columns([['score', 0.4, 0.6, 'ok', null]]),
  correlations: correlations(BILLING, { '0 1': -0.62, '1 4': 0.38 }),
  'correlations-20': correlations(TWENTY, { '0 1': -0.72, '1 7': 0.44, '3 9': -0.31, '10 11': -0.5 }),
  'correlations-two': correlations(['score', 'prediction'], { '0 1': -0.4 }),
  'correlations-within-limit': correlations(TWENTY.slice(0, 8), {}),
  'correlations-gaps': correlations(
    TWENTY.slice(0, 6),
    { '0 2': null, '1 2': null, '2 3': null, '2 4': null, '2 5': null, '0 3': 0.5 },
    { limit: 0.3 },
  ),
  'correlations-unknown': correlations(['a', 'b'], { '0 1': null }),
  'correlations-long-names': correlations(
    [LONG_NAME, `x_${LONG_NAME}`, '<&> "two\nlines"'],
    { '0 1': -0.9 },
    {
      modelName: LONG_NAME,
      names: {
        reference: 'the whole of the training data of version 17',
        current: '28 Dec 2025 – 3 Jan 2026, without holidays',
      },
    },
  ),
};
