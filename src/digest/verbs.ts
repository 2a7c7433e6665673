import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { collectDigest } from './collect.ts';
import { describePlan, nextDigestAt, readPlan, spanOf } from './plan.ts';
import { readRoutes } from './routes.ts';
import type { DigestCadence, DigestContent, DigestPlan } from './types.ts';

/** What the digest of a channel would say now. @throws AppError not_found where no monitor tells this channel. */
export function previewDigest(ctx: Context, channelId: string): DigestContent {
  const routes = readRoutes(ctx);
  if (!routes.channels().includes(channelId)) throw notRouted('show a digest');
  const plan = readPlan(ctx, channelId);
  const toAt = ctx.clock.now();
  const fromAt = ctx.store.digests.timeOf(channelId)?.toldToAt ?? toAt - spanOf(plan);
  return collectDigest(ctx, routes, { channelId, plan, fromAt, toAt });
}

/**
 * Changes when a channel has its digest; what is not named stays. `on` is the configuration's cadence, or daily.
 * @param wish time as "09:00".
 * @throws AppError not_found where no monitor tells this channel.
 */
export function setDigest(
  ctx: Context,
  wish: { channelId: string; cadence: DigestCadence | 'on' | null; time: string | null; by: string },
): { plan: DigestPlan; nextAt: number | null } {
  const { channelId, by } = wish;
  return ctx.store.transaction(() => {
    if (!readRoutes(ctx).channels().includes(channelId)) throw notRouted('change the digest');
    const before = readPlan(ctx, channelId);
    const plan = {
      ...before,
      cadence: wish.cadence === 'on' ? switchOn(ctx, before) : (wish.cadence ?? before.cadence),
      time: wish.time ?? before.time,
    };
    const at = ctx.clock.now();
    ctx.store.digests.setWish({ channelId, cadence: plan.cadence, time: plan.time, setBy: by, setAt: at });
    const nextAt = nextDigestAt(plan, at);
    const toldToAt = ctx.store.digests.timeOf(channelId)?.toldToAt ?? null;
    ctx.store.digests.setTime({ channelId, plan: describePlan(plan), dueAt: nextAt, toldToAt });
    const details = { before: describePlan(before), after: describePlan(plan) };
    ctx.store.audit.add({ at, actor: by, verb: 'digest.set', subject: `channel ${channelId}`, details });
    return { plan, nextAt };
  });
}

function switchOn({ digest }: Context, before: DigestPlan): DigestCadence {
  if (before.cadence !== 'off') return before.cadence;
  return digest.cadence === 'off' ? 'daily' : digest.cadence;
}

function notRouted(what: string): AppError {
  return new AppError('not_found', `Cannot ${what}: no monitor tells this channel`, {
    hint: 'Name the channel in `alerts.channels` of a monitor, or type the command in a channel that gets alerts',
  });
}
