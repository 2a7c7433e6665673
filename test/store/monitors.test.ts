import { expect, test } from 'vitest';
import { GRIDS, makeProfile, makeTempStore, saveMonitor } from './temp-store.ts';

test('saving a known model replaces its definition and keeps what is known about it', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  store.monitors.setPaused(id, true, 5);
  const saved = store.monitors.save({ modelName: 'churn', source: 'new', baseDir: '/models', at: 9 });
  expect(saved).toEqual({
    id,
    modelName: 'churn',
    source: 'new',
    baseDir: '/models',
    isPaused: true,
    createdAt: 1,
    updatedAt: 9,
  });
  expect(store.monitors.find('churn')).toEqual(saved);
});

test('monitors are listed by name', () => {
  const { store } = makeTempStore();
  for (const name of ['fraud', 'churn']) saveMonitor(store, name);
  expect(store.monitors.list().map(({ modelName }) => modelName)).toEqual(['churn', 'fraud']);
});

test('what does not exist is null', () => {
  const { store } = makeTempStore();
  expect([store.monitors.get(1), store.monitors.find('x')]).toEqual([null, null]);
});

test('removing a monitor removes what it measured, and its number is never given again', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  store.grids.save(id, GRIDS, makeProfile(1), null, 1);
  store.slices.save(id, 'g1', 'current', [{ at: 0, profile: makeProfile(1), fingerprint: null, profiledAt: 1 }]);
  const runId = store.runs.start({ monitorId: id, trigger: 'manual', window: { fromAt: null, toAt: null }, at: 1 });
  store.schedule.set(id, 10);
  store.monitors.remove(id);
  expect([store.grids.latest(id), store.runs.get(runId), store.schedule.get(id)]).toEqual([null, null, null]);
  expect(store.slices.list(id, 'g1', 'current', { fromAt: null, toAt: null })).toEqual([]);
  expect(saveMonitor(store)).toBeGreaterThan(id);
});
