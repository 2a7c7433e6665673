import { expect, test } from 'vitest';
import {
  acknowledgeAlert,
  endSnooze,
  MAX_SNOOZE_MS,
  resolveAlert,
  snoozeAlert,
  unacknowledgeAlert,
} from '../../src/alerts/verbs.ts';
import { listOutbox, makeFiring, makeWorld, RULE } from './context.ts';

const HOUR_MS = 3_600_000;

test('acknowledging names the person, edits the message and is audited', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  world.clock.advance(5000);
  const at = world.clock.now();
  expect(acknowledgeAlert(world, { alertId, by: 'UANA', version: 2 })).toMatchObject({
    outcome: 'done',
    alert: { state: 'acked', ackedBy: 'UANA', ackedAt: at, version: 3 },
    previous: { state: 'firing', version: 2 },
  });
  expect(world.store.alerts.get(alertId)).toMatchObject({ state: 'acked', version: 3 });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_update v3 #ml']);
  expect(world.store.audit.list(1)).toMatchObject([
    {
      at,
      actor: 'UANA',
      verb: 'alert.acknowledge',
      subject: `alert ${alertId}`,
      details: { from: 'firing', to: 'acked' },
    },
  ]);
  expect(world.woken()).toBe(2);
});

test('the second to acknowledge learns who was first, and nothing is written', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  acknowledgeAlert(world, { alertId, by: 'UANA', version: 2 });
  const result = acknowledgeAlert(world, { alertId, by: 'UBEN', version: 2 });
  expect(result).toMatchObject({ outcome: 'already', alert: { ackedBy: 'UANA', version: 3 } });
  expect(world.store.audit.list(9)).toHaveLength(3);
  expect(world.woken()).toBe(2);
});

test('acknowledging what is resolved never opens it again', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  world.judge(3, false);
  world.judge(4, false);
  expect(acknowledgeAlert(world, { alertId, by: 'UANA' })).toMatchObject({ outcome: 'resolved' });
  expect(world.store.alerts.get(alertId)).toMatchObject({ state: 'resolved', ackedBy: null });
});

test('a button that was drawn before the alert changed does nothing', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  world.judge(3, true);
  expect(resolveAlert(world, { alertId, by: 'UANA', version: 2 })).toMatchObject({
    outcome: 'stale',
    alert: { state: 'firing', version: 3 },
  });
});

test('an acknowledgement can be given back', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  acknowledgeAlert(world, { alertId, by: 'UANA' });
  expect(unacknowledgeAlert(world, { alertId, by: 'UBEN' })).toMatchObject({
    outcome: 'done',
    alert: { state: 'firing', ackedBy: null },
  });
  expect(unacknowledgeAlert(world, { alertId, by: 'UBEN' }).outcome).toBe('already');
});

test('a snooze holds until its time and mlmon ends it only then', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const untilAt = world.clock.now() + HOUR_MS;
  snoozeAlert(world, { alertId, by: 'UANA', untilAt, reason: 'sale' });
  expect(endSnooze(world, { alertId, by: null }).outcome).toBe('already');
  world.clock.advance(HOUR_MS);
  expect(world.store.alerts.snoozesDue(world.clock.now()).map(({ id }) => id)).toEqual([alertId]);
  expect(endSnooze(world, { alertId, by: null })).toMatchObject({ outcome: 'done', alert: { state: 'firing' } });
  expect(world.store.audit.list(1)).toMatchObject([{ actor: 'mlmon', verb: 'alert.end_snooze' }]);
});

test('a person ends a snooze at any time', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  snoozeAlert(world, { alertId, by: 'UANA', untilAt: world.clock.now() + HOUR_MS, reason: null });
  expect(endSnooze(world, { alertId, by: 'UBEN' })).toMatchObject({ outcome: 'done', previous: { state: 'snoozed' } });
});

test('a snoozed alert wakes when its rule becomes more severe', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  snoozeAlert(world, { alertId, by: 'UANA', untilAt: world.clock.now() + 9e8, reason: null });
  expect(world.judge(3, true).alert).toMatchObject({ state: 'snoozed', severity: 'medium' });
  expect(world.judge(4, true, { rule: { ...RULE, severity: 'high' } }).alert).toMatchObject({
    state: 'firing',
    severity: 'high',
  });
});

test.each([
  ['now', 0],
  ['the past', -1],
  ['more than 14 days', MAX_SNOOZE_MS + 1],
  ['no time at all', Number.NaN],
])('a snooze until %s is refused', (_name, forMs) => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const untilAt = world.clock.now() + forMs;
  expect(() => snoozeAlert(world, { alertId, by: 'UANA', untilAt, reason: null })).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
  expect(world.store.alerts.get(alertId)?.state).toBe('firing');
});

test('resolving names the person and is final', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  expect(resolveAlert(world, { alertId, by: 'UANA' })).toMatchObject({
    outcome: 'done',
    alert: { state: 'resolved', resolvedBy: 'UANA' },
  });
  expect(resolveAlert(world, { alertId, by: 'UBEN' })).toMatchObject({
    outcome: 'resolved',
    alert: { resolvedBy: 'UANA' },
  });
});

test('an alert that has not fired cannot be taken or snoozed', () => {
  const world = makeWorld();
  const alertId = world.judge(1, true).alert!.id;
  const untilAt = world.clock.now() + HOUR_MS;
  const conflict = expect.objectContaining({ code: 'conflict' });
  expect(() => acknowledgeAlert(world, { alertId, by: 'UANA' })).toThrow(conflict);
  expect(() => snoozeAlert(world, { alertId, by: 'UANA', untilAt, reason: null })).toThrow(conflict);
});

test('an unknown alert is not found', () => {
  const world = makeWorld();
  expect(() => acknowledgeAlert(world, { alertId: 99, by: 'UANA' })).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  );
});
