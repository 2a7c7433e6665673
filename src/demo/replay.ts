import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from '../app.ts';
import type { Clock } from '../clock.ts';
import type { Context } from '../context.ts';
import type { ReplayClock } from './replay-clock.ts';

export type ReplayOptions = {
  app: RunningApp;
  clock: ReplayClock;
  monitorId: number;
  /** Real milliseconds for a day; 0: as fast as it goes. */
  dayMs: number;
  realClock: Clock;
  /** What happens after each run, before the next day. */
  afterRun(ctx: Context): Promise<void>;
  signal: AbortSignal;
};

/** By then what a day's run found is known, and the digest of that morning can tell it. */
const MORNING_MS = 60_000;

/**
 * Lets the days pass that are due already: the scheduler itself runs the monitor, only the clock is ours. Ends when the
 * next due time lies in the real future, or when the signal aborts. Returns the number of runs.
 */
export async function replayDays(options: ReplayOptions): Promise<number> {
  const { app, clock, monitorId, realClock, signal } = options;
  let runs = 0;
  for (;;) {
    const dueAt = app.ctx.store.schedule.get(monitorId)?.dueAt ?? null;
    if (dueAt === null || dueAt > realClock.now() || signal.aborted) break;
    const startedAt = realClock.now();
    clock.moveTo(dueAt, dueAt);
    await runDue(options, dueAt);
    runs += 1;
    const nextAt = app.ctx.store.schedule.get(monitorId)?.dueAt ?? dueAt;
    clock.moveTo(dueAt + MORNING_MS, nextAt - 1);
    await options.afterRun(app.ctx);
    const leftMs = options.dayMs - (realClock.now() - startedAt);
    if (leftMs > 0) await delay(leftMs, undefined, { signal }).catch(() => undefined);
  }
  if (!signal.aborted) clock.goLive();
  return runs;
}

async function runDue({ app, monitorId, signal }: ReplayOptions, dueAt: number): Promise<void> {
  const { store } = app.ctx;
  while (!signal.aborted) {
    app.scheduler.sweep();
    const isClaimed = store.schedule.get(monitorId)?.dueAt !== dueAt;
    if (isClaimed && app.scheduler.running().length === 0) return;
    await delay(10);
  }
}
