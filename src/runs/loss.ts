import type { ComparedProfiles } from '../checks/drift.ts';
import type { Measurement } from '../checks/types.ts';
import { ESTIMATED_CLASSIFICATION } from '../metrics/estimated.ts';
import { ESTIMATED_AVERAGES, type EstimatedMetric, estimate, expectAll } from '../metrics/estimated-classes.ts';
import { METRICS } from '../metrics/index.ts';
import type { Band } from '../metrics/intervals.ts';
import { type Metric, optionsFor } from '../metrics/metric.ts';
import type { Monitor } from '../monitors/types.ts';

/** How a model's performance stands against its reference, by one metric. */
export type Loss = {
  /** `accuracy`, or `estimated_accuracy` where labels have not come. */
  metric: string;
  value: number;
  reference: number;
  /** What was lost, as a share of the reference's value; 0 where nothing was. */
  share: number;
  /** It matters, and chance does not explain it: people can be told that the model has lost this. */
  isKnown: boolean;
};

const ESTIMATED = 'estimated_';
/** A smaller loss is none, however sure it is. */
const LEAST_SHARE = 0.01;
/** What a loss must reach where its sampling error is not known. */
const LEAST_UNSURE_SHARE = 0.05;
/** Bands are 95 %, 1.96 standard errors; three are asked for, because an open drift is looked at every day. */
const BAND_FACTOR = 1.53;

type Profiles = Pick<ComparedProfiles, 'reference' | 'current'>;

/**
 * The largest relative loss among the run's performance metrics, known ones first; of the real metrics if any is measured,
 * else of the estimated ones. null where neither is measured or the reference has no labels.
 * @param segment the one that the profiles are of; null: all rows.
 */
export function findLoss(
  monitor: Monitor,
  profiles: Profiles,
  measurements: readonly Measurement[],
  segment: string | null = null,
): Loss | null {
  for (const check of ['performance', 'estimated_performance'] as const) {
    const losses = measurements
      .filter((one) => one.check === check && one.segment === segment)
      .flatMap((one) => measureLoss(one, monitor, profiles) ?? []);
    const worst = losses.sort((a, b) => Number(b.isKnown) - Number(a.isKnown) || b.share - a.share)[0];
    if (worst !== undefined) return worst;
  }
  return null;
}

function measureLoss({ metric, value }: Measurement, monitor: Monitor, profiles: Profiles): Loss | null {
  const name = metric.startsWith(ESTIMATED) ? metric.slice(ESTIMATED.length) : metric;
  const known = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (known === undefined || value === null) return null;
  const before = known.measure(
    profiles.reference,
    optionsFor(monitor.positiveLabel, [profiles.reference, profiles.current]),
  ).value;
  if (before === null || before === 0) return null;
  const lost = known.better === 'higher' ? before - value : value - before;
  const share = Math.max(0, lost / Math.abs(before));
  const isEstimated = name !== metric;
  const isKnown = share >= LEAST_SHARE && isBeyondChance({ value, lost, share }, known, isEstimated, monitor, profiles);
  return { metric, value, reference: before, share, isKnown };
}

function isBeyondChance(
  { value, lost, share }: { value: number; lost: number; share: number },
  metric: Metric,
  isEstimated: boolean,
  monitor: Monitor,
  profiles: Profiles,
): boolean {
  const band = isEstimated ? estimateBand(metric.name, monitor, profiles) : measureBand(metric, monitor, profiles);
  if (band === null) return share >= LEAST_UNSURE_SHARE;
  const reach = metric.better === 'higher' ? band.high - value : value - band.low;
  return lost > BAND_FACTOR * reach;
}

function measureBand(metric: Metric, { positiveLabel }: Monitor, { reference, current }: Profiles): Band | null {
  return metric.measure(current, optionsFor(positiveLabel, [reference, current])).band;
}

function estimateBand(name: string, { positiveLabel }: Monitor, { reference, current }: Profiles): Band | null {
  const isOne = [...ESTIMATED_CLASSIFICATION, ...ESTIMATED_AVERAGES].some((metric) => metric === name);
  if (current.joint === null || !isOne) return null;
  const expected = expectAll(reference.joint, current.joint, { positiveLabel });
  const found = typeof expected === 'string' ? expected : estimate(name as EstimatedMetric, expected);
  return typeof found === 'string' ? null : found.band;
}

/** A loss of a twentieth makes a drift twice as urgent; 1 where no loss is known. */
export function weighLoss(loss: Loss | null): number {
  return loss === null ? 1 : 1 + 20 * loss.share;
}
