import type { Observations, Observed } from '../checks/observations.ts';
import type { CheckName } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { toAppError } from '../errors.ts';
import { Meter } from '../profile/meter.ts';
import { observeBatches } from './observe-batches.ts';
import { observeCustom } from './observe-custom.ts';
import { observeJobs } from './observe-jobs.ts';
import { observeNewest } from './observe-newest.ts';
import type { ObservedSources } from './observed-sources.ts';

/** An expression gives one row; nobody waits longer for one. */
const EXPRESSION_LIMITS = { maxRows: 1, deadlineMs: 60_000 };

export type Collected = { observations: Observations; bytes: number; warehouseMs: number };

/**
 * What the checks of a monitor need beside profiles. One that fails leaves the others, and the run, alone.
 * @param span now: what counts as the present, UTC ms; since: nothing older is asked for the newest row.
 */
export async function collectObservations(
  ctx: Context,
  from: ObservedSources,
  span: { since: number | null; now: number },
): Promise<Collected> {
  const meter = new Meter(from.warehouse, {});
  const expressions = new Meter(from.warehouse, EXPRESSION_LIMITS);
  const startedAt = performance.now();
  const { freshness, timestampColumn, latency, jobs, customMetrics } = from.monitor;
  const observations: Observations = {};
  if (freshness !== null && timestampColumn !== null)
    observations.newestEventAt = await attempt(ctx, 'freshness', () => observeNewest(meter, from, span));
  if (latency !== null) observations.batches = await attempt(ctx, 'latency', () => observeBatches(meter, from));
  if (jobs !== null) observations.jobs = await attempt(ctx, 'jobs', () => observeJobs(meter, from));
  if (customMetrics.length > 0) observations.custom = await observeCustom(ctx, expressions, from);
  return { observations, bytes: meter.bytes + expressions.bytes, warehouseMs: performance.now() - startedAt };
}

async function attempt<T>(ctx: Context, check: CheckName, observe: () => Promise<T>): Promise<Observed<T>> {
  try {
    return { value: await observe() };
  } catch (error) {
    const { code, message, hint } = toAppError(error);
    // What cannot be reached now may be there at the next try: that is the run's failure, with its own words.
    if (code === 'compute_unavailable' || code === 'timeout' || code === 'cancelled') throw error;
    ctx.log.warn({ err: error, check }, 'What a check needs could not be read');
    return { reason: hint === null ? message : `${message}. ${hint}` };
  }
}
