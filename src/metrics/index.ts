import { CLASSIFICATION_METRICS } from './classification.ts';
import type { Metric } from './metric.ts';
import { REGRESSION_METRICS } from './regression.ts';

/** Every performance metric by its name in a monitor. */
export const METRICS: Readonly<Record<string, Metric>> = Object.fromEntries(
  [...CLASSIFICATION_METRICS, ...REGRESSION_METRICS].map((metric) => [metric.name, metric]),
);

/** The metric names that fit a problem type, for help and refusals. */
export function listMetricsFor(problemType: Metric['problemType']): string[] {
  return Object.values(METRICS)
    .filter((metric) => metric.problemType === problemType)
    .map(({ name }) => name);
}
