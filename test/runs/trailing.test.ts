import { expect, test } from 'vitest';
import { markIncident, removeIncident } from '../../src/incidents/verbs.ts';
import { dailyRows, day, makeWorld } from './support.ts';

const MONITOR = `model_name: payments
reference_dataset: {table: daily.parquet, trailing: 7 days}
current_dataset: daily.parquet
timestamp_column: at_time
window: 1 day
feature_drift: {features: [amount, plan]}
`;
const CLI = { type: 'cli' } as const;

async function makeCase(shift = '0', source = MONITOR) {
  const world = await makeWorld();
  await world.write('daily.parquet', dailyRows(30, shift));
  const id = world.save(source);
  const version = () => world.ctx.store.grids.latest(id)!.grids.version;
  return { ...world, id, version };
}

const distanceOf = (result: {
  measurements: readonly { metric: string; column: string | null; value: number | null }[];
}) => result.measurements.find(({ metric, column }) => metric === 'wasserstein' && column === 'amount')!.value!;

test('a trailing reference is cut once, and each later window reads its new day alone', async () => {
  const { id, version, runWindow, takeReads } = await makeCase();
  await runWindow(id, 10);
  const first = version();
  takeReads();
  const next = await runWindow(id, 11);
  expect(takeReads()).toEqual(['10-11']);
  expect(version()).toBe(first);
  expect(next.run).toMatchObject({ rowsReference: 1400, rowsCurrent: 200 });
});

test('the reference is the merge of the days before the window, without the window itself', async () => {
  const { id, runWindow } = await makeCase('CASE WHEN day = 12 THEN 500 ELSE 0 END');
  for (const end of [10, 11, 12]) await runWindow(id, end);
  const moved = await runWindow(id, 13);
  expect(moved.run.rowsReference).toBe(1400);
  expect(distanceOf(moved)).toBeGreaterThan(10);
});

test('a day of an incident is left out of the reference until the mark is taken back, and nothing is read again', async () => {
  const { ctx, id, runWindow, takeReads } = await makeCase('CASE WHEN day = 9 THEN 60 ELSE 0 END');
  await runWindow(id, 11);
  const polluted = await runWindow(id, 12);
  const period = { fromAt: day(9) + 1, toAt: day(9) + 2, reason: 'the feed doubled every amount' };
  const incident = markIncident(ctx, { name: 'payments', ...period, actor: CLI });
  takeReads();
  const clean = await runWindow(id, 12);
  expect(clean.run.rowsReference).toBe(1200);
  expect(distanceOf(clean)).toBeLessThan(distanceOf(polluted) / 2);
  removeIncident(ctx, { name: 'payments', id: incident.id, actor: CLI });
  expect(distanceOf(await runWindow(id, 12))).toBe(distanceOf(polluted));
  expect(takeReads()).toEqual([]);
});

test('slices of another dataset are kept apart from those of the current one', async () => {
  const world = await makeCase('0', MONITOR.replace('table: daily', 'table: training'));
  await world.write('training.parquet', dailyRows(30, '5'));
  await world.runWindow(world.id, 10);
  world.takeReads();
  const next = await world.runWindow(world.id, 11);
  expect(world.takeReads()).toEqual(['9-10', '10-11']);
  const { slices } = world.ctx.store;
  const all = { fromAt: null, toAt: null };
  const kept = (role: 'reference' | 'current') => slices.list(world.id, world.version(), role, all).map(({ at }) => at);
  expect(kept('reference')).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map(day));
  expect(kept('current')).toEqual([9, 10].map(day));
  expect(distanceOf(next)).toBeGreaterThan(0.1);
});

test('a reference that has left its grid gets a new one, and slices of the two never mix', async () => {
  const { ctx, id, version, runWindow } = await makeCase('CASE WHEN day >= 12 THEN 300 ELSE 0 END');
  await runWindow(id, 12);
  const first = version();
  await runWindow(id, 13);
  expect(version()).toBe(first);
  const after = await runWindow(id, 14);
  expect(version()).toBe(`${first}.2`);
  expect(after.run).toMatchObject({ rowsReference: 1400, rowsCurrent: 200 });
  const kept = (of: string) =>
    ctx.store.slices.list(id, of, 'current', { fromAt: null, toAt: null }).map(({ at }) => at);
  expect(kept(first).at(-1)).toBe(day(12));
  expect(kept(version())).toEqual([6, 7, 8, 9, 10, 11, 12, 13].map(day));
});

test('a monitor without any past gets its grid when there is one', async () => {
  const { id, version, runWindow } = await makeCase();
  const empty = await runWindow(id, 1);
  expect(empty.measurements.find(({ metric }) => metric === 'wasserstein')).toMatchObject({ state: 'unknown' });
  const first = version();
  const next = await runWindow(id, 2);
  expect(version()).toBe(`${first}.2`);
  expect(next.run.rowsReference).toBe(200);
  expect(distanceOf(next)).toBeLessThan(0.5);
});

test('a change of the definition is a new grid', async () => {
  const { id, version, runWindow, save } = await makeCase();
  await runWindow(id, 10);
  const first = version();
  save(MONITOR.replace('7 days', '5 days'));
  expect((await runWindow(id, 10)).run.rowsReference).toBe(1000);
  expect(version()).not.toBe(first);
});

test('a fixed reference is profiled without the days of an incident', async () => {
  const fixed = MONITOR.replace('trailing: 7 days', 'from: 2026-02-01, to: 2026-02-09');
  const { ctx, id, runWindow } = await makeCase('CASE WHEN day = 4 THEN 60 ELSE 0 END', fixed);
  const polluted = await runWindow(id, 12);
  expect(polluted.run.rowsReference).toBe(1600);
  markIncident(ctx, { name: 'payments', fromAt: day(4), toAt: day(5), reason: 'wrong currency', actor: CLI });
  const clean = await runWindow(id, 12);
  expect(clean.run.rowsReference).toBe(1400);
  expect(distanceOf(clean)).toBeLessThan(distanceOf(polluted));
  markIncident(ctx, { name: 'payments', fromAt: day(20), toAt: day(21), reason: 'outside of the range', actor: CLI });
  const version = ctx.store.grids.latest(id)!.grids.version;
  await runWindow(id, 12);
  expect(ctx.store.grids.latest(id)!.grids.version).toBe(version);
});
