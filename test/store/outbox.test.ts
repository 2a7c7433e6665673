import { expect, test } from 'vitest';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import type { NotificationKind } from '../../src/notify/types.ts';
import type { Store } from '../../src/store/types.ts';
import { makeAlert, slackChannel } from '../alerts/fixtures.ts';
import { makeTempStore } from './temp-store.ts';

const LEASE_MS = 60;

function makeCase() {
  const temp = makeTempStore();
  const { id: _id, ...alert } = makeAlert('firing');
  const alertId = temp.store.alerts.create(alert).id;
  return { ...temp, alertId };
}

type Extra = { kind?: NotificationKind; version?: number; target?: ChannelTarget; at?: number; alertId?: number };

function add(
  store: Store,
  id: string,
  { kind = 'alert_root', version = 1, target, at = 100, alertId = 1 }: Extra = {},
): boolean {
  const where = target ?? slackChannel(`#${id}`);
  return store.outbox.add({ id, kind, alertId, alertVersion: version, target: where, dedupeKey: `key ${id}`, at });
}

const claimId = (store: Store, at: number) => store.outbox.claim(at, LEASE_MS)?.id ?? null;

test('the same thing is queued once', () => {
  const { store, reopen } = makeCase();
  expect(add(store, 'a')).toBe(true);
  expect(add(store, 'a')).toBe(false);
  expect(add(reopen(), 'a')).toBe(false);
});

test('a claimed row is nobody else’s until its lease is over', () => {
  const { store, openSecond } = makeCase();
  add(store, 'a');
  const other = openSecond();
  expect(store.outbox.claim(100, LEASE_MS)).toMatchObject({
    id: 'a',
    state: 'sending',
    attempts: 1,
    leaseUntilAt: 160,
  });
  expect(claimId(other, 159)).toBeNull();
  expect(other.outbox.claim(160, LEASE_MS)).toMatchObject({ id: 'a', attempts: 2, leaseUntilAt: 220 });
});

test('two processes that claim by turns never get the same row', () => {
  const { store, openSecond } = makeCase();
  const ids = Array.from({ length: 50 }, (_, index) => `n${index}`);
  for (const id of ids) add(store, id);
  const other = openSecond();
  const claimed = ids.map((_, index) => claimId(index % 2 === 0 ? store : other, 100));
  expect([...claimed].sort()).toEqual([...ids].sort());
  expect([claimId(store, 100), claimId(other, 100)]).toEqual([null, null]);
});

test('nothing is claimed before it is due, and the earliest goes first', () => {
  const { store } = makeCase();
  add(store, 'late', { at: 300 });
  add(store, 'early', { at: 200 });
  expect([claimId(store, 199), store.outbox.nextDueAt()]).toEqual([null, 200]);
  expect([claimId(store, 300), claimId(store, 300)]).toEqual(['early', 'late']);
});

test('a failed attempt waits for its next time', () => {
  const { store } = makeCase();
  add(store, 'a');
  claimId(store, 100);
  store.outbox.failed('a', 'rate limited', 500);
  expect(store.outbox.get('a')).toMatchObject({
    state: 'queued',
    error: 'rate limited',
    nextAttemptAt: 500,
    attempts: 1,
  });
  expect([claimId(store, 499), claimId(store, 500)]).toEqual([null, 'a']);
});

test('what failed for good or was sent is never claimed again', () => {
  const { store } = makeCase();
  for (const id of ['a', 'b']) add(store, id);
  claimId(store, 100);
  claimId(store, 100);
  store.outbox.failed('a', 'no such channel', null);
  store.outbox.sent('b', 120);
  expect([claimId(store, 9999), store.outbox.nextDueAt()]).toEqual([null, null]);
  expect(store.outbox.list({ states: ['failed'] })).toMatchObject([{ id: 'a', error: 'no such channel' }]);
  expect(store.outbox.list({ states: ['sent'] })).toMatchObject([{ id: 'b', sentAt: 120, leaseUntilAt: null }]);
});

test('a late report of failure does not take back what another attempt has sent', () => {
  const { store } = makeCase();
  add(store, 'a');
  claimId(store, 100);
  claimId(store, 160);
  store.outbox.sent('a', 170);
  store.outbox.failed('a', 'timeout', 200);
  expect(store.outbox.get('a')).toMatchObject({ state: 'sent', sentAt: 170, error: null });
});

test('an update waits until the message before it at its target is sent or given up', () => {
  const { store } = makeCase();
  const target = slackChannel('#ml');
  add(store, 'root', { target });
  add(store, 'update', { target, kind: 'alert_update', version: 2 });
  add(store, 'elsewhere', { kind: 'alert_update', version: 2 });
  expect([claimId(store, 100), claimId(store, 100), claimId(store, 100)]).toEqual(['root', 'elsewhere', null]);
  store.outbox.sent('elsewhere', 100);
  expect(store.outbox.nextDueAt()).toBe(160);
  store.outbox.failed('root', 'again', 500);
  expect([claimId(store, 499), store.outbox.nextDueAt()]).toEqual([null, 500]);
  expect(claimId(store, 500)).toBe('root');
  store.outbox.sent('root', 510);
  expect(claimId(store, 510)).toBe('update');
});

test('a later update takes the place and the waiting time of one that was not sent', () => {
  const { store } = makeCase();
  const target = slackChannel('#ml');
  const update = (id: string, version: number) =>
    add(store, id, { target, kind: 'alert_update', version, at: 100 + version });
  update('v2', 2);
  claimId(store, 110);
  store.outbox.failed('v2', 'rate limited', 900);
  update('v3', 3);
  expect(store.outbox.list({}).map(({ id, nextAttemptAt }) => [id, nextAttemptAt])).toEqual([['v3', 900]]);
  update('v4', 4);
  claimId(store, 900);
  update('v5', 5);
  expect(store.outbox.list({}).map(({ id, state }) => [id, state])).toEqual([
    ['v5', 'queued'],
    ['v4', 'sending'],
  ]);
});

test('lists are newest first and filtered', () => {
  const { store, alertId } = makeCase();
  for (const id of ['a', 'b', 'c']) add(store, id);
  claimId(store, 100);
  const ids = (filter: Parameters<Store['outbox']['list']>[0]) => store.outbox.list(filter).map(({ id }) => id);
  expect(ids({ limit: 2 })).toEqual(['c', 'b']);
  expect(ids({ alertId, states: ['queued'] })).toEqual(['c', 'b']);
  expect(ids({ alertId: 99 })).toEqual([]);
  expect(ids({ states: [] })).toEqual([]);
});

test('a notification comes back whole', () => {
  const { store, alertId } = makeCase();
  const target: ChannelTarget = { type: 'slack', channel: '#ml', webhook: null, mention: '@oncall' };
  add(store, 'a', { target, version: 3 });
  expect(store.outbox.get('a')).toEqual({
    id: 'a',
    kind: 'alert_root',
    alertId,
    alertVersion: 3,
    target,
    dedupeKey: 'key a',
    state: 'queued',
    attempts: 0,
    nextAttemptAt: 100,
    leaseUntilAt: null,
    createdAt: 100,
    sentAt: null,
    error: null,
  });
});
