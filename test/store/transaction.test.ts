import { expect, test } from 'vitest';
import { makeTempStore, saveMonitor } from './temp-store.ts';

test('work that throws leaves nothing, not even after opening again', () => {
  const temp = makeTempStore();
  const work = () =>
    temp.store.transaction(() => {
      saveMonitor(temp.store);
      throw new Error('stop');
    });
  expect(work).toThrow('stop');
  expect(temp.store.monitors.list()).toEqual([]);
  expect(temp.reopen().monitors.list()).toEqual([]);
});

test('nested calls join: what the inner one wrote goes when the outer one throws', () => {
  const { store } = makeTempStore();
  const work = () =>
    store.transaction(() => {
      store.transaction(() => saveMonitor(store, 'inner'));
      throw new Error('stop');
    });
  expect(work).toThrow('stop');
  expect(store.monitors.list()).toEqual([]);
});

test('an inner failure that the outer work catches takes back the inner work alone', () => {
  const { store } = makeTempStore();
  store.transaction(() => {
    saveMonitor(store, 'outer');
    expect(() =>
      store.transaction(() => {
        saveMonitor(store, 'inner');
        throw new Error('stop');
      }),
    ).toThrow('stop');
  });
  expect(store.monitors.list().map(({ modelName }) => modelName)).toEqual(['outer']);
});

test('work that returns a promise is refused and rolled back', () => {
  const { store } = makeTempStore();
  const work = () =>
    store.transaction(async () => {
      saveMonitor(store);
      throw new Error('later');
    });
  expect(work).toThrow(expect.objectContaining({ code: 'internal', hint: expect.stringContaining('Await') }));
  expect(store.monitors.list()).toEqual([]);
});

test('what another connection has not committed is not seen', () => {
  const temp = makeTempStore();
  const other = temp.openSecond();
  temp.store.transaction(() => {
    saveMonitor(temp.store);
    expect(other.monitors.list()).toEqual([]);
  });
  expect(other.monitors.list()).toHaveLength(1);
});

test('the value of the work is returned', () => {
  const { store } = makeTempStore();
  expect(store.transaction(() => saveMonitor(store))).toBe(1);
});
