import { anomalyRate } from './anomaly-rate.ts';
import { correlations } from './correlations.ts';
import { custom } from './custom.ts';
import { estimatedPerformance } from './estimated-performance.ts';
import { featureDrift } from './feature-drift.ts';
import { freshness } from './freshness.ts';
import { jobs } from './jobs.ts';
import { labelDrift } from './label-drift.ts';
import { latency } from './latency.ts';
import { makeUnknown } from './measurement.ts';
import { performance } from './performance.ts';
import { predictionDrift } from './prediction-drift.ts';
import { quality } from './quality.ts';
import { measureSegments, measureSegmentsNow } from './segments.ts';
import { summary } from './summary.ts';
import type { Check, CheckInput, CheckName, Measurement } from './types.ts';
import { volume } from './volume.ts';

/** Every check by its name; help, docs and the refusal of unknown names derive from this table. */
export const CHECKS: Record<CheckName, Check> = {
  feature_drift: featureDrift,
  prediction_drift: predictionDrift,
  label_drift: labelDrift,
  performance,
  estimated_performance: estimatedPerformance,
  quality,
  anomaly_rate: anomalyRate,
  volume,
  freshness,
  latency,
  jobs,
  custom,
  summary,
  correlations,
};

export type CheckFailure = { check: CheckName; error: unknown };

export type Measured = { measurements: Measurement[]; failures: CheckFailure[] };

/**
 * Runs every configured check. One that throws becomes an unknown measurement, and its error is handed back for the log.
 * The window's rows are measured whether or not volume is checked: every condition may ask for them.
 */
export function measureAll(input: CheckInput, checks: Readonly<Partial<Record<CheckName, Check>>> = CHECKS): Measured {
  const failures: CheckFailure[] = [];
  const asked = Object.values(checks).filter((check) => check.name === 'volume' || check.isConfigured(input.monitor));
  return { measurements: asked.flatMap((check) => measureOne(check, input, failures)), failures };
}

/** The same for each segment by itself, one after another, so that whoever waits for an answer gets a turn in between. */
export async function measureAllSegments(
  input: CheckInput,
  checks: Readonly<Record<CheckName, Check>> = CHECKS,
): Promise<Measured> {
  const failures: CheckFailure[] = [];
  const asked = Object.values(checks).filter((check) => check.isConfigured(input.monitor));
  const measurements = await measureSegments(input, asked, (check, from) => measureOne(check, from, failures));
  return { measurements, failures };
}

/** The same at once, for whoever measures many windows. */
export function measureSegmentsAtOnce(
  input: CheckInput,
  checks: Readonly<Partial<Record<CheckName, Check>>> = CHECKS,
): Measured {
  const failures: CheckFailure[] = [];
  const asked = Object.values(checks).filter((check) => check.isConfigured(input.monitor));
  return {
    measurements: measureSegmentsNow(input, asked, (check, from) => measureOne(check, from, failures)),
    failures,
  };
}

function measureOne(check: Check, input: CheckInput, failures: CheckFailure[]): Measurement[] {
  try {
    return check.measure(input);
  } catch (error) {
    failures.push({ check: check.name, error });
    return [makeUnknown(check.name, check.name, `${check.name} failed inside mlmon; the log has the cause`)];
  }
}
