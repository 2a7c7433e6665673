import { pino } from 'pino';
import { FakeClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { NO_DIGEST } from '../../src/digest/plan.ts';
import { loadMonitor } from '../../src/monitors/load.ts';
import type { Schedule } from '../../src/monitors/types.ts';
import { saveMonitor } from '../../src/monitors/verbs.ts';
import { measureHere } from '../../src/runs/measure.ts';
import { nextDue } from '../../src/schedule/next-due.ts';
import { createScheduler, type SchedulerOptions } from '../../src/schedule/scheduler.ts';
import { openStore } from '../../src/store/open.ts';

export const at = (text: string) => Date.parse(text);
export const iso = (time: number | null) => (time === null ? null : `${new Date(time).toISOString().slice(0, 16)}Z`);

export function makeSchedule(cron: string, timezone = 'UTC', more: Partial<Schedule> = {}): Schedule {
  return { cron, timezone, startAt: null, isPaused: false, ...more };
}

/** The due times after a moment, as UTC text. */
export function listDue(schedule: Schedule, from: string, count: number): (string | null)[] {
  const found: (string | null)[] = [];
  let time: number | null = at(from);
  while (time !== null && found.length < count) {
    time = nextDue(schedule, time);
    found.push(iso(time));
  }
  return found;
}

/** A context over a real database in memory, at a moment of its own. */
export function makeContext(now: string): Context & { clock: FakeClock } {
  const refuse = () => {
    throw new Error('no warehouse is part of this test');
  };
  return {
    store: openStore(':memory:'),
    warehouses: { get: refuse, names: () => [], close: async () => undefined },
    clock: new FakeClock(at(now)),
    log: pino({ level: 'silent' }),
    defaultTarget: null,
    digest: NO_DIGEST,
    canDeliver: () => false,
    measure: measureHere,
    wakeDelivery: () => undefined,
  };
}

/** Saves a monitor with a schedule; returns its id. */
export function addMonitor(ctx: Context, name: string, schedule: string): number {
  const source = `model_name: ${name}\nreference_dataset: a\ncurrent_dataset: b\nquality: {}\nschedule: ${schedule}\n`;
  return saveMonitor(ctx, { loaded: loadMonitor(source, { baseDir: null }), actor: { type: 'cli' } }).row.id;
}

/** A scheduler whose ticks and whose runs are made and ended by the test. */
export function makeHarness(ctx: Context, options: Partial<SchedulerOptions> = {}) {
  const started: string[] = [];
  const endings = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let tick: (() => void) | null = null;
  const scheduler = createScheduler(ctx, {
    run: (monitorId, dueAt) => {
      started.push(`${monitorId} ${iso(dueAt)}`);
      return new Promise<void>((resolve, reject) => void endings.set(monitorId, { resolve, reject }));
    },
    maxConcurrent: 10,
    tickMs: 1000,
    ticker: (work) => {
      tick = work;
      return () => {
        tick = null;
      };
    },
    ...options,
  });
  return {
    scheduler,
    started,
    tick: () => tick?.(),
    isTicking: () => tick !== null,
    /** Ends a run and lets what follows from it happen. */
    async end(monitorId: number, error?: Error): Promise<void> {
      const ending = endings.get(monitorId);
      if (error === undefined) ending?.resolve();
      else ending?.reject(error);
      await new Promise((resolve) => void setImmediate(resolve));
    },
  };
}
