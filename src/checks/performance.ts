import { listMetricsFor, METRICS } from '../metrics/index.ts';
import { nameChange, optionsFor } from '../metrics/metric.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import { isNamed } from './named.ts';
import { chanceOfValue, errorOfBand } from './sampling.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

export const performance: Check = {
  name: 'performance',
  summary: 'Accuracy and the like of the predictions whose outcome is known by now',
  isConfigured: (monitor) => monitor.metrics.length > 0,
  measure: (input) =>
    input.monitor.metrics
      .filter((name) => !isCustom(input, name))
      .flatMap((name) => {
        const measurement = measureMetric(input, name);
        return [measurement, ...measureChange(input, measurement)];
      }),
};

/** A monitor lists its own metrics beside the built-in ones; the custom check measures those. */
function isCustom({ monitor }: CheckInput, name: string): boolean {
  return monitor.customMetrics.some((custom) => custom.name === name);
}

function measureMetric({ monitor, reference, current, isSegment }: CheckInput, name: string): Measurement {
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (metric === undefined || metric.problemType !== monitor.problemType) {
    const known = listMetricsFor(monitor.problemType).join(', ');
    return makeUnknown(
      'performance',
      name,
      `Metric '${name}' not supported for ${monitor.problemType}; known: ${known}`,
    );
  }
  const { value, reason, band } = metric.measure(current, optionsFor(monitor.positiveLabel, [reference, current]));
  const measurement = makeMeasurement({ check: 'performance', metric: name, value, reason });
  const judged = judgeLimits(measurement, limitsOf(name, monitor.thresholds));
  return isSegment === true ? withChance(judged, errorOfBand(band)) : judged;
}

function withChance(measurement: Measurement, error: number): Measurement {
  const { value } = measurement;
  return value === null ? measurement : { ...measurement, pValue: chanceOfValue(value, error, measurement) };
}

/**
 * How much worse a metric is than in the reference, wherever both are known; what a rule asks for is answered in any
 * case. Better than the reference is less than 0.
 */
function measureChange(input: CheckInput, { metric: name, value }: Measurement): Measurement[] {
  const { monitor, reference, current } = input;
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (metric === undefined || metric.problemType !== monitor.problemType) return [];
  const change = nameChange(metric);
  const options = optionsFor(monitor.positiveLabel, [reference, current]);
  const before = metric.measure(reference, options);
  if (value === null || before.value === null) {
    const side =
      value === null ? `${name} of the window is unknown` : `${name} of the reference is unknown: ${before.reason}`;
    return isNamed(monitor, change) ? [makeUnknown('performance', change, side)] : [];
  }
  const worse = metric.better === 'higher' ? before.value - value : value - before.value;
  const reason = `${Number(before.value.toPrecision(3))} in the reference`;
  const measurement = makeMeasurement({ check: 'performance', metric: change, value: worse, reason });
  const judged = judgeLimits(measurement, limitsOf(change, monitor.thresholds));
  if (input.isSegment !== true) return [judged];
  const after = metric.measure(current, options);
  return [withChance(judged, Math.hypot(errorOfBand(before.band), errorOfBand(after.band)))];
}
