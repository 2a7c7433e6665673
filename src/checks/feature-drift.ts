import { ROUNDING } from '../drift/floor.ts';
import type { ColumnPair } from '../drift/types.ts';
import { driftScore } from '../drift/verdict.ts';
import { type DriftSettings, listScores, type Monitor } from '../monitors/types.ts';
import { measureCategories } from './categories.ts';
import { measureColumns, pairColumn } from './drift.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

/** What sums up the features of a run; these measurements have no column. */
export const DRIFT_SUMMARIES = ['drift_score', 'drifted_columns', 'drifted_share'] as const;

/** What a rule names that counts vanished and unseen values. */
const ONE_SIDED_ASKED = ['vanished_share', 'unseen_share', 'feature_drift'];

export const featureDrift: Check = {
  name: 'feature_drift',
  summary: 'Which features moved away from the reference, by how much, and more than chance explains',
  isConfigured: (monitor) => monitor.featureDrift !== null,
  measure(input) {
    const settings = input.monitor.featureDrift;
    if (settings === null) return [];
    const features = listFeatures(input, settings);
    if (features.length === 0)
      return DRIFT_SUMMARIES.map((metric) => makeUnknown('feature_drift', metric, 'There are no features to compare'));
    const columns = measureColumns('feature_drift', input, settings, features);
    const categories = measureOneSided(input, settings, features);
    if (input.isSegment === true) return [...columns, ...categories];
    return [...columns, ...categories, ...summarise(columns, input, settings, features)];
  },
};

/** Vanished and unseen values of the features that hold categories on both sides; where verdicts alone count, if a rule asks. */
function measureOneSided(input: CheckInput, settings: DriftSettings, features: readonly string[]): Measurement[] {
  const { asked } = input;
  if (asked !== undefined && !ONE_SIDED_ASKED.some((name) => asked.includes(name))) return [];
  const options = {
    minRows: settings.minRows,
    thresholds: input.monitor.thresholds,
    isSegment: input.isSegment === true,
  };
  return features.flatMap((column) => {
    const pair = pairColumn(input, column);
    if (typeof pair === 'string' || pair.kind !== 'categorical') return [];
    return measureCategories('feature_drift', column, pair, options);
  });
}

/** The features in order of importance: those named, or every column with no other part to play. */
function listFeatures({ monitor, grids }: CheckInput, settings: DriftSettings): string[] {
  const names = settings.features ?? Object.keys(grids.columns).filter((column) => isFeature(monitor, column));
  const importanceOf = (column: string): number => settings.columns[column]?.importance ?? 0;
  return [...new Set(names)].sort((a, b) => importanceOf(b) - importanceOf(a));
}

/** A column that is neither time, prediction, score, label, key, version nor an anomaly mark. */
export function isFeature(monitor: Monitor, column: string): boolean {
  const others = [
    monitor.timestampColumn,
    monitor.predictionColumn,
    ...listScores(monitor),
    monitor.labelColumn,
    monitor.modelVersionColumn,
    monitor.anomalyRate?.column,
    ...(monitor.labels?.on ?? []),
  ];
  return !others.includes(column);
}

function summarise(
  measurements: readonly Measurement[],
  input: CheckInput,
  settings: DriftSettings,
  features: readonly string[],
): Measurement[] {
  const known = new Set(measurements.filter(({ state }) => state !== 'unknown').map(({ column }) => column));
  const drifted = new Set(measurements.filter((one) => one.drifted === true).map(({ column }) => column)).size;
  const unknown = features.length - known.size;
  const reason = unknown === 0 ? null : `${unknown} of ${features.length} features could not be judged`;
  const values: Record<(typeof DRIFT_SUMMARIES)[number], number | null> = {
    drift_score: isScoreAsked(input) ? scoreOf(measurements, input, settings, features) : null,
    drifted_columns: known.size === 0 ? null : drifted,
    drifted_share: known.size === 0 ? null : drifted / known.size,
  };
  return DRIFT_SUMMARIES.map((metric) =>
    judgeLimits(
      makeMeasurement({ check: 'feature_drift', metric, value: values[metric], reason }),
      limitsOf(metric, input.monitor.thresholds),
    ),
  );
}

function isScoreAsked({ asked }: CheckInput): boolean {
  return asked?.includes('drift_score') ?? true;
}

/** What was drawn to judge the columns serves the score too: noise is drawn again only for what was not judged by JS distance. */
function scoreOf(
  measurements: readonly Measurement[],
  input: CheckInput,
  settings: DriftSettings,
  features: readonly string[],
): number | null {
  const judged = new Map(
    measurements.flatMap(({ metric, column, value, floor }) =>
      settings.compat === null && metric === 'js_distance' && column !== null && value !== null && floor !== null
        ? [[column, { value, floor }]]
        : [],
    ),
  );
  const passing = [...judged.values()].filter(({ value, floor }) => value > floor * (1 + ROUNDING));
  const pairs = features
    .filter((column) => !judged.has(column))
    .map((column): [string, ColumnPair | string] => [column, pairColumn(input, column)]);
  const comparable = pairs.filter((entry): entry is [string, ColumnPair] => typeof entry[1] !== 'string');
  const score = driftScore(Object.fromEntries(comparable), settings.minRows);
  if (score === null && judged.size === 0) return null;
  return Math.max(score ?? 0, ...passing.map(({ value }) => value));
}
