import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { latestDue, nextDue } from '../schedule/next-due.ts';
import type { ChannelDirectory } from '../slack/channels.ts';
import { collectDigest } from './collect.ts';
import { describePlan, nextDigestAt, readPlan, spanOf, toSchedule } from './plan.ts';
import { type Routes, readRoutes } from './routes.ts';
import type { DigestPlan } from './types.ts';

const HOUR_MS = 3_600_000;

/** One look at all digests: makes those that are due. */
export type DigestSweep = () => Promise<void>;

/**
 * Makes digests when they are due. A due time is a row:
 * 1. Names of channels become ids, so that one channel has one digest however monitors write it.
 * 2. In one transaction: the row is read and moved to the next due time, what the digest says is kept, and the
 *    notification is put into the outbox under a key of channel and due time. A crash before leaves it due, after it
 *    leaves it told; of two processes one finds it due.
 * 3. Delivery posts it, exactly once. After a downtime one digest tells everything since the last one.
 */
export function createDigestSweep(ctx: Context, channels: Pick<ChannelDirectory, 'resolve'>): DigestSweep {
  /** Looking up every channel is slow and rate limited: an unknown name is asked for again after an hour. */
  const unknownUntil = new Map<string, number>();

  async function resolveNames(names: readonly string[], now: number): Promise<void> {
    for (const name of names.filter((one) => (unknownUntil.get(one) ?? 0) <= now)) {
      try {
        await channels.resolve(name);
        unknownUntil.delete(name);
      } catch (error) {
        unknownUntil.set(name, now + HOUR_MS);
        ctx.log.warn({ err: error, channel: name }, 'A channel of a monitor cannot be found, so it has no digest');
      }
    }
  }

  return async () => {
    await resolveNames(readRoutes(ctx).channels(), ctx.clock.now());
    const made = ctx.store.transaction(() => makeDueDigests(ctx));
    if (made > 0) ctx.wakeDelivery();
  };
}

/** Returns how many were made. */
function makeDueDigests(ctx: Context): number {
  const routes = readRoutes(ctx);
  const channels = routes.channels().filter((channel) => !channel.startsWith('#'));
  for (const time of ctx.store.digests.listTimes()) {
    if (!channels.includes(time.channelId) && time.dueAt !== null) ctx.store.digests.setTime({ ...time, dueAt: null });
  }
  return channels.filter((channelId) => makeIfDue(ctx, routes, channelId)).length;
}

function makeIfDue(ctx: Context, routes: Routes, channelId: string): boolean {
  const { digests } = ctx.store;
  const now = ctx.clock.now();
  const plan = readPlan(ctx, channelId);
  const time = digests.timeOf(channelId);
  const schedule = toSchedule(plan);
  const words = describePlan(plan);
  if (schedule === null || time?.dueAt == null || time.plan !== words) {
    const dueAt = nextDigestAt(plan, now);
    const isKnown = time !== null && time.plan === words && time.dueAt === dueAt;
    if (!isKnown) digests.setTime({ channelId, plan: words, dueAt, toldToAt: time?.toldToAt ?? null });
    return false;
  }
  if (time.dueAt > now) return false;
  const dueAt = latestDue(schedule, time.dueAt, now) ?? time.dueAt;
  queueDigest(ctx, routes, { channelId, plan, dueAt, fromAt: time.toldToAt ?? dueAt - spanOf(plan), toAt: now });
  digests.setTime({ channelId, plan: words, dueAt: nextDue(schedule, now), toldToAt: now });
  return true;
}

function queueDigest(
  ctx: Context,
  routes: Routes,
  input: { channelId: string; plan: DigestPlan; dueAt: number; fromAt: number; toAt: number },
): void {
  const { channelId, dueAt, toAt } = input;
  const digestId = ctx.store.digests.add({ channelId, dueAt, content: collectDigest(ctx, routes, input) });
  // The clock was put back: this due time was told before.
  if (digestId === null) return;
  ctx.store.outbox.add({
    id: randomUUID(),
    kind: 'digest',
    digestId,
    target: { type: 'slack', channel: channelId, webhook: null, mention: null },
    dedupeKey: `digest:${channelId}:${dueAt}`,
    at: toAt,
  });
}
