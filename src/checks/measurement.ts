import type { MetricThreshold } from '../monitors/types.ts';
import type { CheckName, Measurement } from './types.ts';

type Known = Pick<Measurement, 'check' | 'metric'> & Partial<Measurement>;

/** A measurement with everything that was not said left out. */
export function makeMeasurement(known: Known): Measurement {
  return {
    column: null,
    segment: null,
    value: null,
    threshold: null,
    direction: null,
    floor: null,
    pValue: null,
    drifted: null,
    state: stateOf(known.value),
    reason: null,
    ...known,
  };
}

/** A measurement that could not be made. */
export function makeUnknown(
  check: CheckName,
  metric: string,
  reason: string,
  column: string | null = null,
): Measurement {
  return makeMeasurement({ check, metric, column, reason });
}

function stateOf(value: number | null | undefined): Measurement['state'] {
  return value === undefined || value === null ? 'unknown' : 'ok';
}

type Limits = { min: number | null; max: number | null };

/** The measurement against its limits, whatever it was held against before; of two limits the one that is passed is shown, else the lower one. */
export function judgeLimits(judged: Measurement, { min, max }: Limits): Measurement {
  const { value } = judged;
  const measurement: Measurement = { ...judged, threshold: null, direction: null, state: stateOf(value) };
  const isAbove = value !== null && max !== null && value > max;
  const isBelow = value !== null && min !== null && value < min;
  if (max !== null && (isAbove || min === null)) {
    return { ...measurement, threshold: max, direction: 'above', state: isAbove ? 'breach' : measurement.state };
  }
  if (min === null) return measurement;
  return { ...measurement, threshold: min, direction: 'below', state: isBelow ? 'breach' : measurement.state };
}

/** The limits that a monitor declares for a metric. */
export function limitsOf(metric: string, thresholds: readonly MetricThreshold[]): Limits {
  const found = thresholds.find((threshold) => threshold.metric === metric);
  return { min: found?.minValue ?? null, max: found?.maxValue ?? null };
}
