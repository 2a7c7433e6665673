import { expect, test } from 'vitest';
import type { Measurement } from '../../src/checks/types.ts';
import type { Store } from '../../src/store/types.ts';
import { makeTempStore, saveMonitor } from './temp-store.ts';

const WINDOW = { fromAt: 0, toAt: 70 };

function makeMeasurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    check: 'feature_drift',
    metric: 'psi',
    column: 'tenure',
    segment: null,
    value: 0.25,
    threshold: 0.2,
    direction: 'above',
    floor: 0.01,
    pValue: 0.001,
    drifted: true,
    state: 'breach',
    reason: null,
    ...changes,
  };
}

function makeResult(state: 'ok' | 'breach' | 'failed', error: string | null = null) {
  return {
    state,
    rowsReference: 9,
    rowsCurrent: 8,
    bytesFetched: 7,
    warehouseMs: 12.6,
    totalMs: 20,
    endedAt: 30,
    error,
  };
}

function run(
  store: Store,
  monitorId: number,
  window: { fromAt: number | null; toAt: number | null },
  rows: Measurement[],
) {
  const id = store.runs.start({ monitorId, trigger: 'schedule', window, at: 1 });
  store.runs.finish(id, makeResult('ok'), rows);
  return id;
}

test('a run that ends is written with its measurements, in their order', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  const id = store.runs.start({ monitorId, trigger: 'manual', window: WINDOW, at: 1 });
  expect(store.runs.get(id)).toMatchObject({ state: 'running', endedAt: null });
  const rows = [makeMeasurement(), makeMeasurement({ metric: 'accuracy', column: null, drifted: null, floor: null })];
  store.runs.finish(id, makeResult('breach'), rows);
  expect(store.runs.get(id)).toEqual({
    id,
    monitorId,
    trigger: 'manual',
    window: WINDOW,
    startedAt: 1,
    ...makeResult('breach'),
    warehouseMs: 13,
  });
  expect(store.measurements.ofRun(id)).toEqual(rows);
});

test('a run ends once', () => {
  const { store } = makeTempStore();
  const id = run(store, saveMonitor(store), WINDOW, [makeMeasurement()]);
  expect(() => store.runs.finish(id, makeResult('ok'), [])).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(store.measurements.ofRun(id)).toHaveLength(1);
});

test('a measurement that is no number is unknown', () => {
  const { store } = makeTempStore();
  const id = run(store, saveMonitor(store), WINDOW, [makeMeasurement({ value: Number.NaN, state: 'ok' })]);
  expect(store.measurements.ofRun(id)).toMatchObject([
    { value: null, state: 'unknown', reason: 'the value is not a number' },
  ]);
});

test('an infinite value is kept', () => {
  const { store } = makeTempStore();
  const id = run(store, saveMonitor(store), WINDOW, [makeMeasurement({ value: Infinity })]);
  expect(store.measurements.ofRun(id)).toMatchObject([{ value: Infinity, state: 'breach' }]);
});

test('runs that a dead process left are failed, and only those', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  const done = run(store, monitorId, WINDOW, []);
  const left = store.runs.start({ monitorId, trigger: 'schedule', window: WINDOW, at: 1 });
  expect(store.runs.abandon(50, 'mlmon was stopped')).toBe(1);
  expect(store.runs.get(left)).toMatchObject({ state: 'failed', endedAt: 50, error: 'mlmon was stopped' });
  expect(store.runs.get(done)).toMatchObject({ state: 'ok' });
  expect(store.runs.abandon(60, 'again')).toBe(0);
});

test('the finished run over a window is the newest that did not fail', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  run(store, monitorId, WINDOW, []);
  const second = run(store, monitorId, WINDOW, []);
  const third = store.runs.start({ monitorId, trigger: 'manual', window: WINDOW, at: 1 });
  store.runs.finish(third, makeResult('failed', 'no warehouse'), []);
  expect(store.runs.find(monitorId, WINDOW)?.id).toBe(second);
  expect(store.runs.find(monitorId, { fromAt: 0, toAt: 71 })).toBeNull();
  expect(store.runs.latest(monitorId)?.id).toBe(third);
  expect(store.runs.list(monitorId, 2).map(({ id }) => id)).toEqual([third, second]);
});

test('a window without ends is found too', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  const id = run(store, monitorId, { fromAt: null, toAt: null }, []);
  expect(store.runs.find(monitorId, { fromAt: null, toAt: null })?.id).toBe(id);
});

test('a history holds the newest finished run of each window, oldest window first', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  const window = (day: number) => ({ fromAt: day - 7, toAt: day });
  for (const day of [7, 9, 8]) run(store, monitorId, window(day), [makeMeasurement({ value: day })]);
  run(store, monitorId, window(8), [makeMeasurement({ value: 8.5 })]);
  const failed = store.runs.start({ monitorId, trigger: 'manual', window: window(9), at: 1 });
  store.runs.finish(failed, makeResult('failed', 'x'), []);
  const key = { check: 'feature_drift', metric: 'psi', column: 'tenure' };
  const read = (limit: number) => store.measurements.history(monitorId, key, limit).map(({ value }) => value);
  expect(read(9)).toEqual([7, 8.5, 9]);
  expect(read(2)).toEqual([8.5, 9]);
  expect(store.measurements.history(monitorId, key, 1)).toMatchObject([{ windowFromAt: 2, windowToAt: 9 }]);
});

test('a history is of one metric of one column over all rows', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  run(store, monitorId, WINDOW, [
    makeMeasurement({ column: 'plan' }),
    makeMeasurement({ segment: 'region = EU' }),
    makeMeasurement({ check: 'performance', metric: 'accuracy', column: null, value: 0.9 }),
  ]);
  const key = { check: 'feature_drift', metric: 'psi', column: 'tenure' };
  expect(store.measurements.history(monitorId, key, 9)).toEqual([]);
  const accuracy = { check: 'performance', metric: 'accuracy', column: null };
  expect(store.measurements.history(monitorId, accuracy, 9)).toMatchObject([{ value: 0.9 }]);
});
