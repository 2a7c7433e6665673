import type { Fault, KeyPath } from './faults.ts';
import {
  ESTIMATED_METRICS,
  isPerformanceMetric,
  isRegressionMetric,
  PERFORMANCE_METRICS,
  readChangedMetric,
  readEstimatedMetric,
} from './metric-names.ts';
import { findNearest } from './nearest.ts';
import { findThresholdFaults, listConditionNames, readConditionFaults } from './rules.ts';
import type { Monitor } from './types.ts';

/** The names of metrics that a definition uses. */
export type NamedMetrics = { metrics: readonly string[]; estimated: readonly string[]; custom: readonly string[] };

const QUALITY_RATES = ['missing_rate', 'outlier_rate', 'invalid_rate'];

export function normalizeMetric(name: string): string {
  return name.trim().toLowerCase();
}

/** Metrics that nothing measures, and custom metrics that are called like another. */
export function findMetricNameFaults({ metrics, estimated, custom }: NamedMetrics): Fault[] {
  const known = [...PERFORMANCE_METRICS, ...custom];
  const taken = custom.flatMap((name, index) =>
    isTaken(name) || custom.indexOf(name) < index
      ? [fault(['custom_metrics', index, 'name'], name, 'expected a name that no other metric has')]
      : [],
  );
  return [
    ...findUnknown(metrics, ['metrics'], known),
    ...findUnknown(estimated, ESTIMATED_PATH, ESTIMATED_METRICS),
    ...taken,
  ];
}

function isTaken(name: string): boolean {
  return isPerformanceMetric(name) || readEstimatedMetric(name) !== null || readChangedMetric(name) !== null;
}

const ESTIMATED_PATH = ['estimated_performance', 'metrics'];

function findUnknown(given: readonly string[], path: KeyPath, known: readonly string[]): Fault[] {
  return given.flatMap((one, index) => {
    const name = normalizeMetric(one);
    if (known.includes(name)) return [];
    return [fault([...path, index], one, explainUnknown(name, known))];
  });
}

function explainUnknown(name: string, known: readonly string[]): string {
  if (QUALITY_RATES.includes(name)) return `it belongs under quality: {${name}: {max: 0.05}}`;
  const nearest = findNearest(name, known);
  const fix = nearest === null ? `expected ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `the metric is not supported; ${fix}`;
}

/** Metrics that the other type of problem has. */
export function findMetricTypeFaults(
  { metrics, estimated }: NamedMetrics,
  problemType: Monitor['problemType'],
): Fault[] {
  const check = (given: readonly string[], path: KeyPath) =>
    given.flatMap((one, index) => {
      const name = normalizeMetric(one);
      const type = isRegressionMetric(name) ? 'regression' : 'classification';
      if (!isPerformanceMetric(name) || type === problemType) return [];
      return [fault([...path, index], one, `it is no metric of ${problemType}; it needs problem_type: ${type}`)];
    });
  return [...check(metrics, ['metrics']), ...check(estimated, ESTIMATED_PATH)];
}

function fault(path: KeyPath, given: string, message: string): Fault {
  return { path, message: `got ${JSON.stringify(given)}: ${message}` };
}

/** Faults of names and conditions in a definition whose other parts could not be read, so that all are told at once. */
export function findNameFaultsIn(source: unknown): Fault[] {
  const custom = listTexts(readList(source, 'custom_metrics').map((one) => readKey(one, 'name')));
  const identifiers = custom.filter((name) => /^[a-z][a-z0-9_]*$/.test(name));
  const names = listConditionNames(identifiers, null);
  const alerts = readKey(source, 'alerts');
  const thresholds = readKey(alerts, 'thresholds');
  const isBlock = typeof thresholds === 'object' && thresholds !== null && !Array.isArray(thresholds);
  return [
    ...findMetricNameFaults({
      metrics: listTexts(readList(source, 'metrics')),
      estimated: listTexts(readList(readKey(source, 'estimated_performance'), 'metrics')),
      custom: identifiers,
    }),
    ...findThresholdFaults(isBlock ? Object.keys(thresholds) : [], names),
    ...readList(alerts, 'rules').flatMap((rule, index) => {
      const condition = readKey(rule, 'condition');
      if (typeof condition !== 'string' || condition.trim() === '') return [];
      return readConditionFaults(condition.trim(), names, ['alerts', 'rules', index, 'condition']);
    }),
  ];
}

/** The list if every entry is a text: positions must stay what they are. */
function listTexts(items: readonly unknown[]): string[] {
  return items.every((one) => typeof one === 'string') ? [...items] : [];
}

function readList(value: unknown, key: string): readonly unknown[] {
  const list = readKey(value, key);
  return Array.isArray(list) ? list : [];
}

function readKey(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
