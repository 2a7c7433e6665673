import type { CustomMetric, Monitor } from '../monitors/types.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import type { CustomValue } from './observations.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

export const custom: Check = {
  name: 'custom',
  summary: 'Metrics of your own, as SQL expressions over the rows of the window',
  isConfigured: (monitor) => monitor.customMetrics.length > 0,
  measure: (input) => input.monitor.customMetrics.map((metric) => measureOne(input, metric)),
  judge,
};

function judge({ customMetrics, thresholds }: Monitor, measurement: Measurement): Measurement {
  if (measurement.value === null) return measurement;
  const metric = customMetrics.find(({ name }) => name === measurement.metric);
  const declared = limitsOf(measurement.metric, thresholds);
  return judgeLimits(measurement, {
    min: metric?.minValue ?? declared.min,
    max: metric?.maxValue ?? declared.max,
  });
}

function measureOne({ monitor, observations }: CheckInput, metric: CustomMetric): Measurement {
  const found = observations.custom?.[metric.name];
  if (found === undefined) return makeUnknown('custom', metric.name, 'It was not computed');
  if ('reason' in found) return makeUnknown('custom', metric.name, found.reason);
  const { value, rows } = found.value;
  if (rows === 0) return makeUnknown('custom', metric.name, 'No rows in the current window');
  if (value === null) return makeUnknown('custom', metric.name, `The expression gives NULL over ${rows} rows`);
  if (!Number.isFinite(value)) return makeUnknown('custom', metric.name, 'The expression gives no finite number');
  const reason = describe(found.value, metric);
  return judge(monitor, makeMeasurement({ check: 'custom', metric: metric.name, value, reason }));
}

function describe({ reference, rows, labelled }: CustomValue, { betterIs }: CustomMetric): string | null {
  const better = betterIs === null ? '' : ` (${betterIs} is better)`;
  const parts = [
    reference === null || !Number.isFinite(reference)
      ? null
      : `${Number(reference.toPrecision(6))} in the reference${better}`,
    labelled === null || labelled === rows ? null : `${labelled} of ${rows} rows have their outcome`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
}
