import { isFeature } from '../checks/feature-drift.ts';
import { AppError } from '../errors.ts';
import { findNearest } from '../monitors/nearest.ts';
import { listScores, type Monitor } from '../monitors/types.ts';
import { readSlicings } from '../profile/slicings.ts';
import type { ColumnInfo, ColumnKind, Dataset } from '../warehouse/types.ts';
import { kindOfLabel } from './labels.ts';

export type MonitoredColumn = { name: string; kind: Extract<ColumnKind, 'numeric' | 'categorical'> };

export type ChosenColumns = {
  /** The monitor with the columns that it left to be found filled in. */
  monitor: Monitor;
  /** Everything that gets a grid: features, prediction, score and columns with a quality rule. */
  columns: readonly MonitoredColumn[];
};

/** Names that outcomes and scores go by where a monitor does not say. */
const LABEL_NAMES = ['actual', 'label', 'target'];
const SCORE_NAMES = ['score', 'probability', 'prediction_score'];

/**
 * Decides which columns of the two datasets are watched.
 * @throws AppError invalid_input when the monitor names a column that neither dataset has, with the nearest one, and for
 * a timestamp_column that holds no time.
 */
export function chooseColumns(monitor: Monitor, reference: Dataset, current: Dataset): ChosenColumns {
  const filled = nameFeatures(fillRoles(monitor, current, null), reference, current);
  checkNames(filled, monitor.featureDrift?.features === null, [reference, current]);
  if (filled.timestampColumn !== null) checkTime(filled.timestampColumn, reference, current);
  const ruled = new Set(Object.keys(filled.quality?.rules ?? {}));
  const categorical = new Set([
    ...(filled.featureDrift?.categoricalFeatures ?? []),
    ...(filled.predictionDrift?.categoricalFeatures ?? []),
    ...(filled.labelDrift?.categoricalFeatures ?? []),
    // Whatever its type, an anomaly mark is one of two values.
    ...(filled.anomalyRate === null ? [] : [filled.anomalyRate.column]),
  ]);
  const columns = listWatched(filled, reference, current).flatMap((name) => {
    const info = findColumn(reference, name) ?? findColumn(current, name);
    if (info === undefined) return [];
    const usual = filled.labelDrift !== null && name === filled.labelColumn ? kindOfLabel(filled, info) : info.kind;
    const isCounted = categorical.has(name) || (usual === 'timestamp' && ruled.has(name));
    const kind = isCounted ? 'categorical' : usual;
    return kind === 'numeric' || kind === 'categorical' ? [{ name, kind }] : [];
  });
  return { monitor: filled, columns };
}

/** The monitor with the columns that it left to be found by their usual names, and what its event times are. */
export function fillRoles(monitor: Monitor, current: Dataset, labels: Dataset | null): Monitor {
  const names = new Set(current.columns.map((column) => column.name));
  const outcomes = monitor.labels?.table ? new Set(labels?.columns.map((column) => column.name)) : names;
  const firstOf = (candidates: readonly string[], among = names) => candidates.find((name) => among.has(name)) ?? null;
  const isClassification = monitor.problemType === 'classification';
  return {
    ...monitor,
    hasDatesOnly: current.columns.some(({ name, type }) => name === monitor.timestampColumn && /^DATE$/i.test(type)),
    predictionColumn: isAbsentDefault(monitor, names) ? null : monitor.predictionColumn,
    scoreColumn:
      monitor.scoreColumn ?? (isClassification && monitor.scoreColumns.length === 0 ? firstOf(SCORE_NAMES) : null),
    labelColumn: monitor.labelColumn ?? firstOf(LABEL_NAMES, outcomes),
  };
}

/** A definition that differs in limits alone, with what `chooseColumns` found for the other one. */
export function keepFound(
  tried: Monitor,
  { hasDatesOnly, predictionColumn, scoreColumn, labelColumn, featureDrift }: Monitor,
): Monitor {
  const drift = tried.featureDrift;
  const features = featureDrift?.features ?? null;
  return {
    ...tried,
    ...{ hasDatesOnly, predictionColumn, scoreColumn, labelColumn },
    featureDrift: drift === null ? null : { ...drift, features },
  };
}

/** A time with a rule is counted too, and is no feature: time moves on. */
function nameFeatures(monitor: Monitor, reference: Dataset, current: Dataset): Monitor {
  const { featureDrift: drift, quality } = monitor;
  if (drift === null || drift.features !== null || quality === null) return monitor;
  const hasTime = Object.keys(quality.rules).some((name) => findColumn(reference, name)?.kind === 'timestamp');
  if (!hasTime) return monitor;
  return { ...monitor, featureDrift: { ...drift, features: listFeatures(monitor, reference, current) } };
}

/** `prediction` is what a monitor gets that names none; data without predictions have no such column. */
function isAbsentDefault(monitor: Monitor, names: ReadonlySet<string>): boolean {
  return monitor.predictionColumn === 'prediction' && !names.has('prediction');
}

function listWatched(monitor: Monitor, reference: Dataset, current: Dataset): string[] {
  const watched = new Set<string>();
  const scores = listScores(monitor);
  const outputs = monitor.predictionColumn === null ? scores : [monitor.predictionColumn, ...scores];
  const drift = monitor.featureDrift;
  if (drift) for (const name of drift.features ?? listFeatures(monitor, reference, current)) watched.add(name);
  if (monitor.quality) {
    for (const name of Object.keys(monitor.quality.rules)) watched.add(name);
    if (!drift) for (const name of listFeatures(monitor, reference, current)) watched.add(name);
    // Features and what is made of them can all be missing.
    for (const name of outputs) watched.add(name);
  }
  if (monitor.summary) {
    const own = monitor.summary.columns ?? (watched.size > 0 ? [] : listFeatures(monitor, reference, current));
    for (const name of [...own, ...outputs]) watched.add(name);
  }
  if (monitor.correlations) {
    const own = monitor.correlations.columns ?? (watched.size > 0 ? [] : listFeatures(monitor, reference, current));
    for (const name of own) watched.add(name);
  }
  if (monitor.predictionDrift) for (const name of outputs) watched.add(name);
  if (monitor.labelDrift && monitor.labelColumn !== null) watched.add(monitor.labelColumn);
  if (monitor.anomalyRate) watched.add(monitor.anomalyRate.column);
  const isEstimated = monitor.estimatedPerformance !== null;
  if (monitor.metrics.length > 0 || isEstimated) for (const name of scores) watched.add(name);
  if (isEstimated && monitor.problemType === 'regression' && monitor.predictionColumn !== null) {
    watched.add(monitor.predictionColumn);
  }
  return [...watched];
}

/** Every column that both sides have and that has no other part to play. */
function listFeatures(monitor: Monitor, reference: Dataset, current: Dataset): string[] {
  return reference.columns
    .filter(({ name, kind }) => kind !== 'other' && kind !== 'timestamp' && isFeature(monitor, name))
    .map(({ name }) => name)
    .filter((name) => findColumn(current, name) !== undefined);
}

function findColumn(dataset: Dataset, name: string): ColumnInfo | undefined {
  return dataset.columns.find((column) => column.name === name);
}

/** @param areFeaturesFound whether the data say what the features are; else loading the file has checked names against them. */
function checkNames(monitor: Monitor, areFeaturesFound: boolean, datasets: readonly Dataset[]): void {
  const known = [...new Set(datasets.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  for (const [key, name] of listNamed(monitor, areFeaturesFound)) {
    if (name === null || known.includes(name)) continue;
    const nearest = findNearest(name, known);
    throw new AppError('invalid_input', `Cannot read ${key}: neither dataset has a column "${name}"`, {
      hint: nearest === null ? `It has: ${known.slice(0, 20).join(', ')}` : `Did you mean "${nearest}"?`,
    });
  }
}

/** Every column that a definition names, with the key that does; null where it leaves the column open. */
function listNamed(monitor: Monitor, areFeaturesFound: boolean): [key: string, name: string | null][] {
  const { featureDrift: drift } = monitor;
  const named = (key: string, names: readonly string[] = []) => names.map((name): [string, string] => [key, name]);
  const settings: [string, string][] = areFeaturesFound
    ? [
        ...Object.keys(drift?.columns ?? {}).map((name): [string, string] => [`feature_drift.columns.${name}`, name]),
        ...named('feature_drift.categorical_features', drift?.categoricalFeatures),
        ...named('drift() in a condition', Object.keys(drift?.asked ?? {})),
      ]
    : [];
  return [
    ...named('feature_drift.features', drift?.features ?? []),
    ...settings,
    ...named('summary.columns', monitor.summary?.columns ?? []),
    ...named('summary.correlations.columns', monitor.correlations?.columns ?? []),
    ...named('slicing_exprs', readSlicings(monitor.slicingExprs).slicings.flat()),
    ...Object.keys(monitor.quality?.rules ?? {}).map((name): [string, string] => [`quality.rules.${name}`, name]),
    ['timestamp_column', monitor.timestampColumn],
    ['prediction_column', monitor.predictionColumn],
    ['score_column', monitor.scoreColumn],
    ...monitor.scoreColumns.map(({ label, column }): [string, string] => [`score_columns.${label}`, column]),
    ['model_version_column', monitor.modelVersionColumn],
    ['anomaly_rate.column', monitor.anomalyRate?.column ?? null],
    ['label_column', monitor.labels?.table ? null : monitor.labelColumn],
  ];
}

/** Event time is cut into slices and compared with instants, which texts and numbers cannot be. */
function checkTime(name: string, reference: Dataset, current: Dataset): void {
  if (findColumn(current, name) === undefined) {
    throw new AppError('invalid_input', `Cannot read timestamp_column: ${current.name} has no column "${name}"`, {
      hint: `It is what current_dataset is cut into windows by. There are: ${listNames(current)}`,
    });
  }
  for (const dataset of [current, reference]) {
    const column = findColumn(dataset, name);
    if (column === undefined || column.kind === 'timestamp') continue;
    throw new AppError(
      'invalid_input',
      `Cannot read timestamp_column: "${name}" of ${dataset.name} is ${column.type}, not a date or time`,
      {
        hint: 'Write the data again with a DATE or TIMESTAMP there, or name a view that casts it; a CSV without rows holds texts alone',
      },
    );
  }
}

function listNames({ columns }: Dataset): string {
  const names = columns.slice(0, 20).map(({ name }) => name);
  return `${names.join(', ')}${columns.length > names.length ? ', …' : ''}`;
}
