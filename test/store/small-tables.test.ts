import { expect, test } from 'vitest';
import { makeAlert } from '../alerts/fixtures.ts';
import { makeTempStore, saveMonitor } from './temp-store.ts';

test('a due time is claimed by one caller, and remembers what was due', () => {
  const { store, openSecond } = makeTempStore();
  const id = saveMonitor(store);
  store.schedule.set(id, 100);
  expect([store.schedule.due(99), store.schedule.due(100)]).toEqual([
    [],
    [{ monitorId: id, dueAt: 100, lastDueAt: null }],
  ]);
  expect(store.schedule.claim(id, 100, 200)).toBe(true);
  expect(openSecond().schedule.claim(id, 100, 200)).toBe(false);
  expect(store.schedule.get(id)).toEqual({ monitorId: id, dueAt: 200, lastDueAt: 100 });
});

test('a schedule that is cleared or over is not due, and goes on where it was', () => {
  const { store } = makeTempStore();
  const id = saveMonitor(store);
  store.schedule.set(id, 100);
  store.schedule.claim(id, 100, null);
  expect([store.schedule.get(id), store.schedule.due(999)]).toEqual([null, []]);
  store.schedule.set(id, 300);
  store.schedule.clear(id);
  expect(store.schedule.due(999)).toEqual([]);
  store.schedule.set(id, 400);
  expect(store.schedule.get(id)).toEqual({ monitorId: id, dueAt: 400, lastDueAt: 100 });
});

test('a channel subscribes once to a model and once to all', () => {
  const { store } = makeTempStore();
  const add = (modelName: string | null, minSeverity: 'low' | 'high') =>
    store.subscriptions.add({ channelId: 'C1', modelName, minSeverity, createdBy: 'U1', createdAt: 1 });
  for (const modelName of [null, 'churn', null, 'churn']) add(modelName, 'low');
  add(null, 'high');
  expect(store.subscriptions.list().map(({ modelName, minSeverity }) => [modelName, minSeverity])).toEqual([
    [null, 'high'],
    ['churn', 'low'],
  ]);
  expect([store.subscriptions.remove('C1', null), store.subscriptions.remove('C1', null)]).toEqual([true, false]);
  expect(store.subscriptions.list()).toHaveLength(1);
});

test('an event is first once within its time, for every process', () => {
  const { store, openSecond } = makeTempStore();
  expect(store.seenEvents.isFirst('e1', 100, 50)).toBe(true);
  expect(openSecond().seenEvents.isFirst('e1', 149, 50)).toBe(false);
  expect(store.seenEvents.isFirst('e2', 149, 50)).toBe(true);
  expect(store.seenEvents.isFirst('e1', 150, 50)).toBe(true);
});

test('the audit log is newest first and keeps its details', () => {
  const { store } = makeTempStore();
  for (const verb of ['a', 'b', 'c']) {
    store.audit.add({ at: 1, actor: 'cli', verb, subject: 'x', details: { rows: [1, null], ratio: Number.NaN } });
  }
  expect(store.audit.list(2).map(({ verb }) => verb)).toEqual(['c', 'b']);
  expect(store.audit.list(1)).toEqual([
    { id: 3, at: 1, actor: 'cli', verb: 'c', subject: 'x', details: { rows: [1, null], ratio: Number.NaN } },
  ]);
});

test('settings are set again and survive', () => {
  const temp = makeTempStore();
  temp.store.settings.set('team', 'T1');
  temp.store.settings.set('team', 'T2');
  const after = temp.reopen();
  expect([after.settings.get('team'), after.settings.get('other')]).toEqual(['T2', null]);
});

test('an alert’s message is found by its place, moved and forgotten', () => {
  const { store } = makeTempStore();
  const { id: _id, ...alert } = makeAlert('firing');
  const alertId = store.alerts.create(alert).id;
  const message = { alertId, target: '#ml', channelId: 'C1', ts: '1.2', version: 2, fileId: null };
  store.messages.save(message);
  expect([store.messages.get(alertId, '#ml'), store.messages.findAlert('C1', '1.2')]).toEqual([message, alertId]);
  store.messages.save({ ...message, ts: '3.4', version: 3, fileId: 'F1' });
  expect(store.messages.findAlert('C1', '1.2')).toBeNull();
  expect(store.messages.list(alertId)).toMatchObject([{ ts: '3.4', version: 3, fileId: 'F1' }]);
  store.messages.remove(alertId, '#ml');
  expect(store.messages.list(alertId)).toEqual([]);
});
