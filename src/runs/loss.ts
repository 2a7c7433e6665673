import type { ComparedProfiles } from '../checks/drift.ts';
import type { Measurement } from '../checks/types.ts';
import { METRICS } from '../metrics/index.ts';
import type { Monitor } from '../monitors/types.ts';

/** How a model's performance stands against its reference, by one metric. */
export type Loss = {
  /** `accuracy`, or `estimated_accuracy` where labels have not come. */
  metric: string;
  value: number;
  reference: number;
  /** What was lost, as a share of the reference's value; 0 where nothing was. */
  share: number;
};

const ESTIMATED = 'estimated_';

/**
 * The largest relative loss among the run's performance metrics, the real ones if any is known, else the estimated ones;
 * null where neither is known or the reference has no labels.
 */
export function findLoss(
  monitor: Monitor,
  reference: ComparedProfiles['reference'],
  measurements: readonly Measurement[],
): Loss | null {
  for (const check of ['performance', 'estimated_performance'] as const) {
    const losses = measurements
      .filter((one) => one.check === check && one.segment === null)
      .flatMap((one) => measureLoss(one, monitor, reference) ?? []);
    const worst = losses.sort((a, b) => b.share - a.share)[0];
    if (worst !== undefined) return worst;
  }
  return null;
}

function measureLoss(
  { metric, value }: Measurement,
  monitor: Monitor,
  reference: ComparedProfiles['reference'],
): Loss | null {
  const name = metric.startsWith(ESTIMATED) ? metric.slice(ESTIMATED.length) : metric;
  const known = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (known === undefined || value === null) return null;
  const before = known.measure(reference, { positiveLabel: monitor.positiveLabel }).value;
  if (before === null || before === 0) return null;
  const lost = known.better === 'higher' ? before - value : value - before;
  return { metric, value, reference: before, share: Math.max(0, lost / Math.abs(before)) };
}

/** A loss of a twentieth makes a drift twice as urgent; 1 where no loss is known. */
export function weighLoss(loss: Loss | null): number {
  return loss === null ? 1 : 1 + 20 * loss.share;
}
