import { expect, onTestFinished, test } from 'vitest';
import { setDigest } from '../../src/digest/verbs.ts';
import { openStore } from '../../src/store/open.ts';
import { makeTempStore } from '../store/temp-store.ts';
import { CHANNEL, DAILY, listDigests, makeWorld } from './support.ts';

test('a channel gets one digest a day, at its time, however often it is looked', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  expect(await world.sweepAt('2026-02-10T08:00Z')).toEqual([]);
  expect(await world.sweepAt('2026-02-10T08:59Z')).toEqual([]);
  expect(await world.sweepAt('2026-02-10T09:00Z')).toEqual([`${CHANNEL} 2026-02-10T09:00Z`]);
  expect(await world.sweepAt('2026-02-10T09:00Z')).toEqual([]);
  expect(await world.sweepAt('2026-02-11T08:59Z')).toEqual([]);
  expect(await world.sweepAt('2026-02-11T09:07Z')).toEqual([`${CHANNEL} 2026-02-11T09:00Z`]);
});

test('after a downtime of days one digest tells everything since the last one', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  await world.sweepAt('2026-02-10T08:00Z');
  await world.sweepAt('2026-02-10T09:00Z');
  expect(await world.sweepAt('2026-02-14T15:00Z')).toEqual([`${CHANNEL} 2026-02-14T09:00Z`]);
  const [told] = world.store.outbox.list({ limit: 1 });
  const digest = world.store.digests.get(told?.kind === 'digest' ? told.digestId : 0);
  expect(digest?.content).toMatchObject({
    fromAt: Date.UTC(2026, 1, 10, 9),
    toAt: Date.UTC(2026, 1, 14, 15),
    nextAt: Date.UTC(2026, 1, 15, 9),
  });
});

test('a restart neither loses nor repeats a digest', async () => {
  const temp = makeTempStore();
  const first = makeWorld('2026-02-10T08:00Z', DAILY, temp.store);
  first.addMonitor('churn');
  await first.sweepAt('2026-02-10T08:00Z');
  const second = makeWorld('2026-02-10T09:00Z', DAILY, temp.reopen());
  expect(await second.sweepAt('2026-02-10T09:00Z')).toHaveLength(1);
  const third = makeWorld('2026-02-10T09:00Z', DAILY, temp.reopen());
  expect(await third.sweepAt('2026-02-10T09:00Z')).toEqual([]);
});

test('two processes that look at the same moment make one digest', async () => {
  const temp = makeTempStore();
  const one = makeWorld('2026-02-10T08:00Z', DAILY, temp.store);
  const second = openStore(temp.path);
  onTestFinished(() => second.close());
  const other = makeWorld('2026-02-10T08:00Z', DAILY, second);
  one.addMonitor('churn');
  await one.sweepAt('2026-02-10T08:00Z');
  await Promise.all([one.sweepAt('2026-02-10T09:00Z'), other.sweepAt('2026-02-10T09:00Z')]);
  expect(listDigests(one.store)).toEqual([`${CHANNEL} 2026-02-10T09:00Z`]);
});

test('when what a digest says cannot be read, it stays due', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  await world.sweepAt('2026-02-10T08:00Z');
  const { add } = world.store.outbox;
  world.store.outbox.add = () => {
    throw new Error('disk full');
  };
  await expect(world.sweepAt('2026-02-10T09:00Z')).rejects.toThrow('disk full');
  world.store.outbox.add = add;
  expect(await world.sweepAt('2026-02-10T09:01Z')).toEqual([`${CHANNEL} 2026-02-10T09:00Z`]);
});

test.each([
  ['a day whose clocks are put forward', '2026-03-29', '02:30', '2026-03-29T01:00Z'],
  ['a day whose clocks are put back', '2026-10-25', '02:30', '2026-10-25T00:30Z'],
  ['summer', '2026-07-01', '09:00', '2026-07-01T07:00Z'],
  ['winter', '2026-01-15', '09:00', '2026-01-15T08:00Z'],
])('on %s the digest is posted once, by the wall clock of its time zone', async (_, day, time, due) => {
  const world = makeWorld(`${day}T00:00Z`, { cadence: 'daily', time, timezone: 'Europe/Berlin' });
  world.addMonitor('churn');
  await world.sweepAt(new Date(Date.parse(`${day}T00:00Z`) - 3_600_000).toISOString());
  const made: string[] = [];
  for (let minute = 0; minute < 600; minute += 10) {
    made.push(...(await world.sweepAt(new Date(Date.parse(`${day}T00:00Z`) + minute * 60_000).toISOString())));
  }
  expect(made).toEqual([`${CHANNEL} ${due}`]);
});

test('weekly is Monday, monthly is the first', async () => {
  const weekly = makeWorld('2026-02-10T08:00Z', { ...DAILY, cadence: 'weekly' });
  weekly.addMonitor('churn');
  await weekly.sweepAt('2026-02-10T08:00Z');
  expect(weekly.store.digests.timeOf(CHANNEL)?.dueAt).toBe(Date.UTC(2026, 1, 16, 9));
  const monthly = makeWorld('2026-02-10T08:00Z', { ...DAILY, cadence: 'monthly' });
  monthly.addMonitor('churn');
  await monthly.sweepAt('2026-02-10T08:00Z');
  expect(monthly.store.digests.timeOf(CHANNEL)?.dueAt).toBe(Date.UTC(2026, 2, 1, 9));
});

test('a wish of the channel holds, survives a restart, and begins at its next time', async () => {
  const temp = makeTempStore();
  const world = makeWorld('2026-02-10T08:00Z', DAILY, temp.store);
  world.addMonitor('churn');
  await world.sweepAt('2026-02-10T08:00Z');
  setDigest(world, { channelId: CHANNEL, cadence: 'weekly', time: '07:15', by: 'UANA' });
  const after = makeWorld('2026-02-10T09:00Z', DAILY, temp.reopen());
  expect(await after.sweepAt('2026-02-10T09:00Z')).toEqual([]);
  expect(await after.sweepAt('2026-02-16T07:15Z')).toEqual([`${CHANNEL} 2026-02-16T07:15Z`]);
});

test('a channel without a digest gets none, and its first one after that reaches back to the last', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  await world.sweepAt('2026-02-10T08:00Z');
  await world.sweepAt('2026-02-10T09:00Z');
  setDigest(world, { channelId: CHANNEL, cadence: 'off', time: null, by: 'UANA' });
  expect(await world.sweepAt('2026-02-12T09:00Z')).toEqual([]);
  expect(setDigest(world, { channelId: CHANNEL, cadence: 'on', time: null, by: 'UANA' }).plan.cadence).toBe('daily');
  expect(await world.sweepAt('2026-02-13T09:00Z')).toHaveLength(1);
  const [told] = world.store.outbox.list({ limit: 1 });
  expect(world.store.digests.get(told?.kind === 'digest' ? told.digestId : 0)?.content.fromAt).toBe(
    Date.UTC(2026, 1, 10, 9),
  );
});

test('a changed configuration moves the due time without a digest out of turn', async () => {
  const temp = makeTempStore();
  const before = makeWorld('2026-02-10T08:00Z', DAILY, temp.store);
  before.addMonitor('churn');
  await before.sweepAt('2026-02-10T08:00Z');
  const after = makeWorld('2026-02-11T12:00Z', { ...DAILY, time: '18:00' }, temp.reopen());
  expect(await after.sweepAt('2026-02-11T12:00Z')).toEqual([]);
  expect(await after.sweepAt('2026-02-11T18:00Z')).toEqual([`${CHANNEL} 2026-02-11T18:00Z`]);
});

test('every channel has its own, and one channel has one, however monitors write it', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  world.addMonitor('fraud', CHANNEL);
  world.addMonitor('risk', '#risk');
  await world.sweepAt('2026-02-10T08:00Z');
  expect(await world.sweepAt('2026-02-10T09:00Z')).toEqual([
    `${CHANNEL} 2026-02-10T09:00Z`,
    'C0RISK0001 2026-02-10T09:00Z',
  ]);
});

test('a channel that cannot be found is asked for once an hour, and the others have theirs', async () => {
  const world = makeWorld('2026-02-10T08:00Z');
  const asked: string[] = [];
  const { createDigestSweep } = await import('../../src/digest/sweep.ts');
  const sweep = createDigestSweep(world, {
    resolve: async (name) => {
      asked.push(name);
      if (name === '#gone') throw new Error('no such channel');
      return name;
    },
  });
  world.addMonitor('lost', '#gone');
  world.addMonitor('churn');
  await sweep();
  await sweep();
  expect(asked.filter((name) => name === '#gone')).toHaveLength(1);
  world.clock.advance(3_600_000);
  await sweep();
  expect(asked.filter((name) => name === '#gone')).toHaveLength(2);
  expect(listDigests(world.store)).toEqual([`${CHANNEL} 2026-02-10T09:00Z`]);
});
