import { expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { RunState } from '../../src/store/types.ts';
import { addMonitor, at, makeContext, makeHarness } from './support.ts';

const WINDOW = { fromAt: null, toAt: null };

/** A process claimed the run of 12:00 and died at 12:01. */
function crash(runState: RunState | null) {
  const ctx = makeContext('2026-05-13T10:00Z');
  const id = addMonitor(ctx, 'churn', '"0 */6 * * *"');
  ctx.clock.set(at('2026-05-13T12:00Z'));
  ctx.store.schedule.claim(id, at('2026-05-13T12:00Z'), at('2026-05-13T18:00Z'));
  if (runState !== null) recordRun(ctx, id, runState);
  ctx.clock.set(at('2026-05-13T12:01Z'));
  return { ctx, id };
}

function recordRun(ctx: Context, monitorId: number, state: RunState): void {
  const runId = ctx.store.runs.start({ monitorId, trigger: 'schedule', window: WINDOW, at: ctx.clock.now() });
  if (state === 'running') return;
  const numbers = { rowsReference: 1, rowsCurrent: 1, bytesFetched: 1, warehouseMs: 1, totalMs: 1 };
  ctx.store.runs.finish(runId, { state, endedAt: ctx.clock.now(), error: null, ...numbers }, []);
}

test.each([['running'], [null]] as const)('a run that a crash left %s is made up for at the next start', (state) => {
  const { ctx, id } = crash(state);
  const { scheduler, started } = makeHarness(ctx);
  scheduler.start();
  expect(started).toEqual([`${id} 2026-05-13T12:00Z`]);
});

test.each([['ok'], ['breach'], ['failed']] as const)(
  'a run that ended as %s is not repeated at the next start',
  (state) => {
    const { ctx } = crash(state);
    const { scheduler, started } = makeHarness(ctx);
    scheduler.start();
    expect(started).toEqual([]);
  },
);

/** A start of the bot that dies in the middle of the run that it begins, if it begins one. */
function startAndDie(ctx: Context, monitorId: number): string[] {
  const { scheduler, started } = makeHarness(ctx);
  scheduler.start();
  ctx.store.runs.abandon(ctx.clock.now(), 'mlmon was stopped while this ran');
  if (started.length > 0) recordRun(ctx, monitorId, 'running');
  return started;
}

test('a due time whose run was killed twice gets its run at the next start', () => {
  const { ctx, id } = crash('running');
  expect(startAndDie(ctx, id)).toEqual([`${id} 2026-05-13T12:00Z`]);
  expect(startAndDie(ctx, id)).toEqual([`${id} 2026-05-13T12:00Z`]);
});

test('a run that kills the process every time is tried after longer and longer pauses, in which the process lives', () => {
  const { ctx, id } = crash('running');
  startAndDie(ctx, id);
  startAndDie(ctx, id);
  for (const minutes of [5, 10, 20, 40, 60]) {
    expect(startAndDie(ctx, id)).toEqual([]);
    const pausedAt = ctx.clock.now();
    expect(startAndDie(ctx, id)).toEqual([]);
    expect(ctx.store.schedule.get(id)?.dueAt).toBe(pausedAt + minutes * 60_000);
    ctx.clock.advance(minutes * 60_000);
    expect(startAndDie(ctx, id)).toHaveLength(1);
  }
});

test('the next due time ends the waiting', () => {
  const { ctx, id } = crash('running');
  startAndDie(ctx, id);
  startAndDie(ctx, id);
  ctx.clock.set(at('2026-05-13T17:58Z'));
  expect(startAndDie(ctx, id)).toEqual([]);
  expect(ctx.store.schedule.get(id)?.dueAt).toBe(at('2026-05-13T18:00Z'));
});

test('kills at different due times are counted apart', () => {
  const { ctx, id } = crash('running');
  startAndDie(ctx, id);
  startAndDie(ctx, id);
  ctx.store.runs.abandon(ctx.clock.now(), 'mlmon was stopped while this ran');
  ctx.clock.set(at('2026-05-13T18:00Z'));
  expect(startAndDie(ctx, id)).toEqual([`${id} 2026-05-13T18:00Z`]);
  expect(startAndDie(ctx, id)).toEqual([`${id} 2026-05-13T18:00Z`]);
});
