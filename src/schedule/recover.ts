import type { Context } from '../context.ts';
import type { DueRow } from '../store/types.ts';

/** A process may be killed twice in one run by chance; a run that kills it a third time may be what kills it. */
const AT_ONCE = 2;
const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/**
 * Makes due again what a dead process had claimed without finishing it: its run is still marked `running`, or never
 * began. Twice at once, and then after pauses that double up to an hour, so that a due time gets its run in the end and a
 * run that kills the process leaves it time to live. The next due time of the schedule ends the waiting.
 * Called at the start, before anything marks runs of the dead process as failed.
 */
export function recoverInterrupted(ctx: Context): number {
  return ctx.store.transaction(() => {
    const interrupted = ctx.store.monitors
      .list()
      .map(({ id }) => ctx.store.schedule.get(id))
      .filter((row): row is DueRow & { lastDueAt: number } => row !== null && isInterrupted(ctx, row));
    for (const row of interrupted) makeDue(ctx, row);
    return interrupted.length;
  });
}

function makeDue(ctx: Context, { monitorId, dueAt: nextDueAt, lastDueAt }: DueRow & { lastDueAt: number }): void {
  const before = readRecovery(ctx, monitorId);
  const times = before?.dueAt === lastDueAt ? before.times + 1 : 1;
  const dueAt = times <= AT_ONCE ? lastDueAt : ctx.clock.now() + pauseBefore(times);
  if (dueAt >= nextDueAt) return;
  ctx.store.settings.set(settingOf(monitorId), `${dueAt} ${times}`);
  ctx.store.schedule.set(monitorId, dueAt);
}

function pauseBefore(times: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (times - AT_ONCE - 1));
}

function isInterrupted(ctx: Context, { monitorId, dueAt, lastDueAt }: DueRow): boolean {
  // Made due again before, and not claimed since: it waits.
  if (lastDueAt === null || readRecovery(ctx, monitorId)?.dueAt === dueAt) return false;
  const run = ctx.store.runs.latest(monitorId);
  return run === null || run.startedAt < lastDueAt || run.state === 'running';
}

/** The due time that was made due again last, and how often it was. */
function readRecovery(ctx: Context, monitorId: number): { dueAt: number; times: number } | null {
  const stored = ctx.store.settings.get(settingOf(monitorId));
  if (stored === null) return null;
  const [dueAt, times = '1'] = stored.split(' ');
  return { dueAt: Number(dueAt), times: Number(times) };
}

function settingOf(monitorId: number): string {
  return `schedule.recovered.${monitorId}`;
}
