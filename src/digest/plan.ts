import type { Context } from '../context.ts';
import type { ChannelTarget, Schedule } from '../monitors/types.ts';
import { nextDue } from '../schedule/next-due.ts';
import { knownChannelId } from '../slack/channels.ts';
import type { DigestCadence, DigestPlan } from './types.ts';

type DigestContext = Pick<Context, 'store' | 'digest'>;

const DAY_MS = 86_400_000;
const SPANS_MS: Readonly<Record<Exclude<DigestCadence, 'off'>, number>> = {
  daily: DAY_MS,
  weekly: 7 * DAY_MS,
  monthly: 30 * DAY_MS,
};

/** The plan of a context that tells nobody anything. */
export const NO_DIGEST: DigestPlan = { cadence: 'off', time: '09:00', timezone: 'UTC' };

/** What a channel has: what people asked for there, else the configuration's. */
export function readPlan({ store, digest }: DigestContext, channelId: string): DigestPlan {
  return { ...digest, ...store.digests.wishOf(channelId) };
}

/** Whether what is not told at once will be told by a digest at this place. */
export function hasDigest(ctx: DigestContext, target: ChannelTarget): boolean {
  if (target.type !== 'slack' || target.channel === null) return false;
  // Wishes are kept by channel id: a name without one has none.
  const channelId = knownChannelId(ctx.store.settings, target.channel) ?? target.channel;
  return readPlan(ctx, channelId).cadence !== 'off';
}

/** The schedule of a plan; null without a digest. */
export function toSchedule({ cadence, time, timezone }: DigestPlan): Schedule | null {
  if (cadence === 'off') return null;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const days = { daily: '* * *', weekly: '* * 1', monthly: '1 * *' }[cadence];
  return { cron: `${minute} ${hour} ${days}`, timezone, startAt: null, isPaused: false };
}

/** When the next digest of a plan is due after an instant; null without one. */
export function nextDigestAt(plan: DigestPlan, at: number): number | null {
  const schedule = toSchedule(plan);
  return schedule === null ? null : nextDue(schedule, at);
}

/** About how long the news of one digest reach back, ms. */
export function spanOf({ cadence }: DigestPlan): number {
  return SPANS_MS[cadence === 'off' ? 'daily' : cadence];
}

/** "daily at 09:00 (Europe/Berlin)" */
export function describePlan({ cadence, time, timezone }: DigestPlan): string {
  return cadence === 'off' ? 'off' : `${cadence} at ${time} (${timezone})`;
}
