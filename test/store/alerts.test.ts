import { expect, test } from 'vitest';
import type { Alert, AlertState } from '../../src/alerts/types.ts';
import type { Store } from '../../src/store/types.ts';
import { EVIDENCE, evaluated, makeAlert } from '../alerts/fixtures.ts';
import { makeTempStore, saveMonitor } from './temp-store.ts';

function create(store: Store, state: AlertState, changes: Partial<Alert> = {}): Alert {
  const { id: _id, ...alert } = makeAlert(state, changes);
  return store.alerts.create(alert);
}

test.each(['pending', 'firing', 'acked', 'snoozed', 'resolved'] as const)(
  'an alert that is %s comes back whole',
  (state) => {
    const { store } = makeTempStore();
    const alert = create(store, state, {
      recent: [1, 0, null],
      lastWindowToAt: 99,
      evidence: { ...EVIDENCE, value: Infinity },
    });
    expect(store.alerts.get(alert.id)).toEqual(alert);
  },
);

test('a rule has at most one open episode', () => {
  const { store } = makeTempStore();
  const first = create(store, 'firing');
  expect(() => create(store, 'pending')).toThrow('UNIQUE');
  store.alerts.update({ ...first, ...makeAlert('resolved'), id: first.id, version: 5 }, 4);
  const second = create(store, 'pending');
  expect(store.alerts.open(1, 'drift')?.id).toBe(second.id);
  expect(store.alerts.latest(1, 'drift')?.id).toBe(second.id);
});

test('the latest episode of a rule may be over', () => {
  const { store } = makeTempStore();
  const { id } = create(store, 'resolved');
  expect([store.alerts.open(1, 'drift'), store.alerts.latest(1, 'drift')?.id]).toEqual([null, id]);
});

test('of two writers that read the same version, one wins', () => {
  const { store, openSecond } = makeTempStore();
  const alert = create(store, 'firing');
  const other = openSecond();
  expect(store.alerts.update({ ...alert, ...makeAlert('acked'), id: alert.id, version: 5 }, 4)).toBe(true);
  expect(other.alerts.update({ ...alert, ...makeAlert('snoozed'), id: alert.id, version: 5 }, 4)).toBe(false);
  expect(other.alerts.get(alert.id)?.state).toBe('acked');
});

test('lists are newest first and filtered by state and monitor', () => {
  const { store } = makeTempStore();
  create(store, 'resolved');
  create(store, 'firing');
  create(store, 'acked', { monitorId: 2 });
  const ids = (filter: Parameters<Store['alerts']['list']>[0]) => store.alerts.list(filter).map(({ id }) => id);
  expect(ids({})).toEqual([3, 2, 1]);
  expect(ids({ limit: 1 })).toEqual([3]);
  expect(ids({ states: ['firing', 'acked'] })).toEqual([3, 2]);
  expect(ids({ monitorId: 1, states: ['firing', 'acked'] })).toEqual([2]);
});

test('snoozes are due at their end, the earliest first', () => {
  const { store } = makeTempStore();
  create(store, 'snoozed', { rule: 'a', snoozedUntilAt: 200 });
  create(store, 'snoozed', { rule: 'b', snoozedUntilAt: 100 });
  create(store, 'firing', { rule: 'c' });
  const due = (at: number) => store.alerts.snoozesDue(at).map(({ rule }) => rule);
  expect([due(99), due(100), due(200)]).toEqual([[], ['b'], ['b', 'a']]);
});

test('events are kept in their order', () => {
  const { store } = makeTempStore();
  const { id } = create(store, 'firing');
  const snoozed = { type: 'snoozed', at: 60, by: 'UANA', untilAt: 90, reason: 'sale' } as const;
  store.alerts.addEvent(id, evaluated(null, { windowToAt: 5 }), EVIDENCE);
  store.alerts.addEvent(id, snoozed, null);
  expect(store.alerts.events(id).map(({ event }) => event)).toEqual([evaluated(null, { windowToAt: 5 }), snoozed]);
});

test('alerts outlive their monitor, for the messages that show them', () => {
  const { store } = makeTempStore();
  const monitorId = saveMonitor(store);
  const alert = create(store, 'firing', { monitorId });
  store.monitors.remove(monitorId);
  expect(store.alerts.get(alert.id)).toEqual(alert);
});
