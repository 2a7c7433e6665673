import type { Context } from '../context.ts';
import { referenceOf } from '../errors.ts';
import type { Schedule } from '../monitors/types.ts';
import { readSchedule } from '../monitors/verbs.ts';
import type { DueRow } from '../store/types.ts';
import { latestDue, nextDue } from './next-due.ts';
import { recoverInterrupted } from './recover.ts';

/** Calls `work` every `everyMs`; returns what ends it. An argument, so that tests need no real time. */
type Ticker = (work: () => void, everyMs: number) => () => void;

export type SchedulerOptions = {
  /**
   * Runs one monitor. `dueAt` is the newest due time that has come: after a downtime it stands for all that were missed.
   * What it throws is logged; the next due time stands.
   */
  run(monitorId: number, dueAt: number): Promise<void>;
  /** Runs at the same time, of all monitors together. */
  maxConcurrent: number;
  /** How often due times are looked at, ms. */
  tickMs: number;
  ticker?: Ticker;
};

export type Scheduler = {
  /** Begins; to be called before `runs.abandon`, because a run still marked `running` is one that was interrupted. */
  start(): void;
  /** Ends the ticking and waits for the runs that are under way. */
  stop(): Promise<void>;
  /** One look at the due times; starts what may start. */
  sweep(): void;
  /** Monitors that are running now. */
  running(): readonly number[];
};

const realTicker: Ticker = (work, everyMs) => {
  const timer = setInterval(work, everyMs);
  return () => clearInterval(timer);
};

/**
 * Runs monitors when they are due. A due time is a row:
 * 1. A sweep reads the rows that are due, the oldest first.
 * 2. Each is claimed by moving it to the next due time, if it is still where it was read: of two processes one wins.
 * 3. Only then the monitor runs. What a crash interrupted after the claim is due again at the next start.
 * A monitor that still runs, and everything beyond `maxConcurrent`, is not claimed and stays due.
 */
export function createScheduler(ctx: Context, options: SchedulerOptions): Scheduler {
  const running = new Map<number, Promise<void>>();
  let stopTicking: (() => void) | null = null;
  let isStopping = false;

  function sweep(): void {
    if (isStopping) return;
    const due = [...ctx.store.schedule.due(ctx.clock.now())].sort((a, b) => a.dueAt - b.dueAt);
    for (const row of due) {
      if (running.size >= options.maxConcurrent) return;
      if (running.has(row.monitorId)) continue;
      const dueAt = claim(ctx, row);
      if (dueAt !== null) launch(row.monitorId, dueAt);
    }
  }

  function launch(monitorId: number, dueAt: number): void {
    const work = runSafely(ctx, options, monitorId, dueAt).then(() => {
      running.delete(monitorId);
      sweepSafely();
    });
    running.set(monitorId, work);
  }

  /** A sweep that fails (the database is locked) is tried again at the next tick. */
  function sweepSafely(): void {
    try {
      sweep();
    } catch (error) {
      ctx.log.error({ err: error }, 'cannot look at due times');
    }
  }

  return {
    start() {
      if (stopTicking !== null) return;
      isStopping = false;
      const recovered = recoverInterrupted(ctx);
      if (recovered > 0) ctx.log.warn({ recovered }, 'runs that were interrupted are due again');
      setMissingDueTimes(ctx);
      stopTicking = (options.ticker ?? realTicker)(sweepSafely, options.tickMs);
      sweepSafely();
    },
    async stop() {
      isStopping = true;
      stopTicking?.();
      stopTicking = null;
      await Promise.all(running.values());
    },
    sweep,
    running: () => [...running.keys()],
  };
}

async function runSafely(ctx: Context, options: SchedulerOptions, monitorId: number, dueAt: number): Promise<void> {
  try {
    await options.run(monitorId, dueAt);
  } catch (error) {
    const { referenceId, isNew } = referenceOf(error);
    // A run that failed has said so itself.
    if (isNew) ctx.log.error({ err: error, monitorId, referenceId }, 'scheduled run failed');
  }
}

/** Takes a due time; returns the newest one that has come, or null where there is nothing to run. */
function claim(ctx: Context, row: DueRow): number | null {
  const schedule = readActiveSchedule(ctx, row.monitorId);
  if (schedule === null) {
    ctx.store.schedule.clear(row.monitorId);
    return null;
  }
  const now = ctx.clock.now();
  if (!ctx.store.schedule.claim(row.monitorId, row.dueAt, nextDue(schedule, Math.max(now, row.dueAt)))) return null;
  return latestDue(schedule, row.dueAt, now) ?? row.dueAt;
}

function readActiveSchedule(ctx: Context, monitorId: number): Schedule | null {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null || row.isPaused) return null;
  const schedule = readSchedule(ctx, row);
  return schedule === null ? null : { ...schedule, isPaused: false };
}

/** A monitor that came into the database by another way (a restored copy) has no due time yet. */
function setMissingDueTimes(ctx: Context): void {
  for (const { id } of ctx.store.monitors.list()) {
    if (ctx.store.schedule.get(id) !== null) continue;
    const schedule = readActiveSchedule(ctx, id);
    const dueAt = schedule === null ? null : nextDue(schedule, ctx.clock.now());
    if (dueAt !== null) ctx.store.schedule.set(id, dueAt);
  }
}
