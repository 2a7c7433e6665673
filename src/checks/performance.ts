import { listMetricsFor, METRICS } from '../metrics/index.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

export const performance: Check = {
  name: 'performance',
  summary: 'Accuracy and the like of the predictions whose outcome is known by now',
  isConfigured: (monitor) => monitor.metrics.length > 0,
  measure: (input) =>
    input.monitor.metrics.filter((name) => !isCustom(input, name)).map((name) => measureMetric(input, name)),
};

/** A monitor lists its own metrics beside the built-in ones; the custom check measures those. */
function isCustom({ monitor }: CheckInput, name: string): boolean {
  return monitor.customMetrics.some((custom) => custom.name === name);
}

function measureMetric({ monitor, current }: CheckInput, name: string): Measurement {
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (metric === undefined || metric.problemType !== monitor.problemType) {
    const known = listMetricsFor(monitor.problemType).join(', ');
    return makeUnknown(
      'performance',
      name,
      `Metric '${name}' not supported for ${monitor.problemType}; known: ${known}`,
    );
  }
  const { value, reason } = metric.measure(current, { positiveLabel: monitor.positiveLabel });
  return judgeLimits(
    makeMeasurement({ check: 'performance', metric: name, value, reason }),
    limitsOf(name, monitor.thresholds),
  );
}
