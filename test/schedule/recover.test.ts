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

test('a run that kills the process every time is made up for once only', () => {
  const { ctx } = crash('running');
  makeHarness(ctx).scheduler.start();
  const afterSecondCrash = makeHarness(ctx);
  afterSecondCrash.scheduler.start();
  expect(afterSecondCrash.started).toEqual([]);
  expect(ctx.store.schedule.get(1)?.dueAt).toBe(at('2026-05-13T18:00Z'));
});
