import { expect, test } from 'vitest';
import { referenceOf } from '../../src/errors.ts';
import { pauseMonitor, removeMonitor, resumeMonitor } from '../../src/monitors/verbs.ts';
import { addMonitor, at, iso, makeContext, makeHarness } from './support.ts';

const CLI = { type: 'cli' } as const;
const HOUR_MS = 3_600_000;

function setUp(schedule = '"0 */6 * * *"', options: Parameters<typeof makeHarness>[1] = {}) {
  const ctx = makeContext('2026-05-13T10:00Z');
  const id = addMonitor(ctx, 'churn', schedule);
  const harness = makeHarness(ctx, options);
  harness.scheduler.start();
  return { ctx, id, ...harness };
}

test('a monitor runs when it is due, once', async () => {
  const { ctx, id, tick, started, end } = setUp();
  tick();
  expect(started).toEqual([]);
  ctx.clock.set(at('2026-05-13T12:00Z'));
  tick();
  tick();
  await end(id);
  tick();
  expect(started).toEqual([`${id} 2026-05-13T12:00Z`]);
  expect(ctx.store.schedule.get(id)).toMatchObject({
    dueAt: at('2026-05-13T18:00Z'),
    lastDueAt: at('2026-05-13T12:00Z'),
  });
});

test('what was missed while mlmon was down is made up for by one run of the newest due time', async () => {
  const ctx = makeContext('2026-05-13T10:00Z');
  const id = addMonitor(ctx, 'churn', '"0 */6 * * *"');
  ctx.clock.set(at('2026-05-20T13:00Z'));
  const { scheduler, started, end, tick } = makeHarness(ctx);
  scheduler.start();
  await end(id);
  tick();
  expect(started).toEqual([`${id} 2026-05-20T12:00Z`]);
  expect(iso(ctx.store.schedule.get(id)?.dueAt ?? null)).toBe('2026-05-20T18:00Z');
});

test('a monitor that still runs does not run beside itself, and makes up for what it missed when it ends', async () => {
  const { ctx, id, tick, started, end } = setUp('"0 * * * *"');
  ctx.clock.set(at('2026-05-13T11:00Z'));
  tick();
  for (const time of ['2026-05-13T12:00Z', '2026-05-13T13:00Z']) {
    ctx.clock.set(at(time));
    tick();
  }
  expect(started).toEqual([`${id} 2026-05-13T11:00Z`]);
  await end(id);
  expect(started).toEqual([`${id} 2026-05-13T11:00Z`, `${id} 2026-05-13T13:00Z`]);
});

test('no more runs than allowed go on at a time; the others follow, the longest due first', async () => {
  const ctx = makeContext('2026-05-13T10:00Z');
  const ids = ['one', 'two', 'three'].map((name, index) => addMonitor(ctx, name, `"${30 - index} 10 * * *"`));
  const { scheduler, started, end } = makeHarness(ctx, { maxConcurrent: 1 });
  ctx.clock.advance(HOUR_MS);
  scheduler.start();
  expect(started).toEqual([`${ids[2]} 2026-05-13T10:28Z`]);
  await end(ids[2]!);
  await end(ids[1]!);
  expect(started.map((line) => Number(line.split(' ')[0]))).toEqual([ids[2], ids[1], ids[0]]);
});

test('a run that fails is not repeated, and the next one comes when it is due', async () => {
  const { ctx, id, tick, started, end, scheduler } = setUp();
  ctx.clock.set(at('2026-05-13T12:00Z'));
  tick();
  await end(id, new Error('the warehouse is away'));
  tick();
  expect(scheduler.running()).toEqual([]);
  ctx.clock.set(at('2026-05-13T18:00Z'));
  tick();
  expect(started).toEqual([`${id} 2026-05-13T12:00Z`, `${id} 2026-05-13T18:00Z`]);
});

test('a clock that goes backwards neither repeats nor loses a run', async () => {
  const { ctx, id, tick, started, end } = setUp();
  ctx.clock.set(at('2026-05-13T12:00Z'));
  tick();
  await end(id);
  for (const time of [
    '2026-05-13T11:50Z',
    '2026-05-13T12:00Z',
    '2026-05-13T12:10Z',
    '2026-05-13T18:00Z',
    '2026-05-13T18:01Z',
  ]) {
    ctx.clock.set(at(time));
    tick();
    await end(id);
  }
  expect(started).toEqual([`${id} 2026-05-13T12:00Z`, `${id} 2026-05-13T18:00Z`]);
});

test('two schedulers over one database run each due time once between them', () => {
  const ctx = makeContext('2026-05-13T10:00Z');
  addMonitor(ctx, 'churn', '"0 */6 * * *"');
  const first = makeHarness(ctx);
  const second = makeHarness(ctx);
  first.scheduler.start();
  second.scheduler.start();
  ctx.clock.set(at('2026-05-13T12:00Z'));
  first.tick();
  second.tick();
  expect([...first.started, ...second.started]).toHaveLength(1);
});

test('a paused monitor does not run; resumed, it runs at its next time and makes up for nothing', () => {
  const { ctx, id, tick, started } = setUp();
  pauseMonitor(ctx, { name: 'churn', actor: CLI });
  ctx.clock.set(at('2026-05-14T13:00Z'));
  tick();
  resumeMonitor(ctx, { name: 'churn', actor: CLI });
  tick();
  expect(started).toEqual([]);
  ctx.clock.set(at('2026-05-14T18:00Z'));
  tick();
  expect(started).toEqual([`${id} 2026-05-14T18:00Z`]);
});

test('a monitor that was removed does not run', () => {
  const { ctx, tick, started } = setUp();
  removeMonitor(ctx, { name: 'churn', actor: CLI });
  ctx.clock.set(at('2026-05-13T12:00Z'));
  tick();
  expect(started).toEqual([]);
});

test('stop() ends the ticking and waits for the runs under way', async () => {
  const { ctx, id, tick, started, end, scheduler, isTicking } = setUp('"0 * * * *"');
  ctx.clock.set(at('2026-05-13T11:00Z'));
  tick();
  let isStopped = false;
  const stopping = scheduler.stop().then(() => {
    isStopped = true;
  });
  ctx.clock.set(at('2026-05-13T12:00Z'));
  await new Promise((resolve) => void setImmediate(resolve));
  expect({ isStopped, isTicking: isTicking() }).toEqual({ isStopped: false, isTicking: false });
  await end(id);
  await stopping;
  expect(started).toHaveLength(1);
});

test('start() gives a due time to monitors that have none', () => {
  const ctx = makeContext('2026-05-13T10:00Z');
  const id = addMonitor(ctx, 'churn', '"0 */6 * * *"');
  ctx.store.schedule.clear(id);
  makeHarness(ctx).scheduler.start();
  expect(iso(ctx.store.schedule.get(id)?.dueAt ?? null)).toBe('2026-05-13T12:00Z');
});

test.each([
  ['Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
  ['Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ['America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
  ['America/New_York', '2026-10-31T12:00Z', ['2026-11-01T07:30Z', '2026-11-02T07:30Z']],
])(
  'a nightly run in %s after %s comes once a night, ticked through the change of clocks',
  async (timezone, from, expected) => {
    const ctx = makeContext(from);
    const id = addMonitor(ctx, 'churn', `{cron_expression: "30 2 * * *", timezone: ${timezone}}`);
    const { scheduler, started, tick, end } = makeHarness(ctx);
    scheduler.start();
    for (let minute = 0; minute < 44 * 60; minute += 10) {
      ctx.clock.advance(600_000);
      tick();
      if (scheduler.running().length > 0) await end(id);
    }
    expect(started).toEqual(expected.map((time) => `${id} ${time}`));
  },
);

test('a run that failed and said so is not logged a second time', async () => {
  const { ctx, id, tick, end } = setUp();
  const logged: string[] = [];
  ctx.log.error = ((about: { referenceId: string }) => void logged.push(about.referenceId)) as typeof ctx.log.error;
  const [told, untold] = [new Error('told by the run'), new Error('told by nobody')];
  referenceOf(told);
  for (const error of [told, untold]) {
    ctx.clock.advance(6 * HOUR_MS);
    tick();
    await end(id, error);
  }
  expect(logged).toEqual([referenceOf(untold).referenceId]);
});
