import type { CheckInput } from '../../src/checks/types.ts';
import type { ColumnPair } from '../../src/drift/types.ts';
import type { DriftSettings, Monitor } from '../../src/monitors/types.ts';
import type { ColumnProfile, Grid, Profile } from '../../src/profile/types.ts';

export const DAY = 86_400_000;
/** A Monday. */
export const MONDAY = Date.UTC(2026, 0, 5);

const MONITOR: Monitor = {
  modelName: 'churn',
  aliases: [],
  description: null,
  owner: null,
  tags: {},
  warehouse: null,
  reference: { dataset: 'a', fromAt: null, toAt: null, trailingMs: null, excludeCurrent: false },
  current: { dataset: 'b', fromAt: null, toAt: null, trailingMs: null, excludeCurrent: false },
  timestampColumn: 'at',
  hasDatesOnly: false,
  grain: '1 day',
  windowMs: 7 * DAY,
  latenessMs: 0,
  problemType: 'classification',
  predictionColumn: null,
  scoreColumn: null,
  scoreColumns: [],
  positiveLabel: null,
  labelColumn: null,
  labels: null,
  modelVersionColumn: null,
  slicingExprs: [],
  metrics: [],
  featureDrift: null,
  predictionDrift: null,
  labelDrift: null,
  estimatedPerformance: null,
  quality: null,
  anomalyRate: null,
  volume: null,
  freshness: null,
  latency: null,
  jobs: null,
  customMetrics: [],
  summary: null,
  correlations: null,
  channels: [],
  thresholds: [],
  rules: [],
  schedule: null,
  computeConfig: {},
  dashboard: null,
  retrain: null,
};

const NO_SETTINGS = { driftMethods: null, threshold: null, pValue: null };

export function makeDrift(overrides: Partial<DriftSettings> = {}): DriftSettings {
  return {
    features: null,
    driftMethods: null,
    threshold: null,
    pValue: null,
    categoricalFeatures: [],
    kinds: { numeric: NO_SETTINGS, categorical: NO_SETTINGS },
    columns: {},
    exact: false,
    compat: null,
    minRows: 30,
    asked: {},
    ...overrides,
  };
}

/** A window of one week with these columns on both sides. */
export function makeInput(
  monitor: Partial<Monitor>,
  pairs: Readonly<Record<string, ColumnPair>> = {},
  overrides: Partial<CheckInput> = {},
): CheckInput {
  const pick = <T>(get: (pair: ColumnPair) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, get(pair)]));
  return {
    monitor: { ...MONITOR, ...monitor },
    window: { fromAt: MONDAY, toAt: MONDAY + 7 * DAY },
    grids: { version: 'v', columns: pick<Grid>(({ grid }) => grid), scoreEdges: [], isScoreExact: false },
    reference: makeProfile(pick<ColumnProfile>(({ reference }) => reference)),
    current: makeProfile(pick<ColumnProfile>(({ current }) => current)),
    history: [],
    slices: [],
    observations: {},
    exact: {},
    now: MONDAY + 7 * DAY + DAY / 2,
    ...overrides,
  };
}

export function makeProfile(columns: Record<string, ColumnProfile>, overrides: Partial<Profile> = {}): Profile {
  const rows = Math.max(0, ...Object.values(columns).map((column) => column.rows));
  return { rows, columns, joint: null, errors: null, lastEventAt: null, ...overrides };
}
