import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { DAY_MS, listOutbox, makeFiring, makeWorld, NOW, RULE } from './context.ts';

test('a first breach opens an episode that nobody is told of', () => {
  const world = makeWorld();
  const result = world.judge(1, true);
  expect(result).toMatchObject({ outcome: 'opened', notified: [], alert: { state: 'pending', modelName: 'churn' } });
  expect(listOutbox(world.store)).toEqual([]);
  expect(world.woken()).toBe(0);
});

test('the breach that fires writes alert, event, notification and audit row, and wakes delivery', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  expect(world.store.alerts.get(alertId)).toMatchObject({
    state: 'firing',
    version: 2,
    firedAt: NOW + 2 * DAY_MS,
    evidence: { runId: 2, breaches: 2, windows: 2 },
  });
  expect(world.store.alerts.events(alertId).map(({ event }) => event.type)).toEqual(['evaluated', 'evaluated']);
  expect(world.store.outbox.list({})).toMatchObject([
    { kind: 'alert_root', alertVersion: 2, dedupeKey: `alert:${alertId}:root:#ml`, state: 'queued' },
  ]);
  expect(world.store.audit.list(9).map(({ verb, actor, subject }) => [verb, actor, subject])).toEqual([
    ['alert.fired', 'mlmon', `alert ${alertId}`],
    ['alert.opened', 'mlmon', `alert ${alertId}`],
  ]);
  expect(world.woken()).toBe(1);
});

test('no breach without an episode writes nothing', () => {
  const world = makeWorld();
  expect(world.judge(1, false)).toEqual({ outcome: 'none', alert: null, notified: [], skipped: [] });
  expect(world.judge(2, null).outcome).toBe('none');
  expect(world.store.alerts.list({})).toEqual([]);
});

test('every later window edits the message until two clean ones resolve the alert', () => {
  const world = makeWorld();
  makeFiring(world);
  const outcomes = [world.judge(3, true), world.judge(4, false), world.judge(5, false)].map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['recorded', 'recorded', 'resolved']);
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_update v5 #ml']);
});

test('a spike that never fired ends in silence', () => {
  const world = makeWorld();
  world.judge(1, true);
  world.judge(2, false);
  expect(world.judge(3, false)).toMatchObject({ outcome: 'ended', alert: { state: 'resolved', firedAt: null } });
  expect(listOutbox(world.store)).toEqual([]);
});

test('a breach after the end is a new episode with a message of its own', () => {
  const world = makeWorld();
  const first = makeFiring(world);
  world.judge(3, false);
  world.judge(4, false);
  world.judge(5, true);
  const second = world.judge(6, true).alert!.id;
  expect(second).not.toBe(first);
  expect(listOutbox(world.store).filter((row) => row.startsWith('alert_root'))).toHaveLength(2);
});

test('a run over the same window counts once', () => {
  const world = makeWorld();
  world.judge(1, true);
  const again = world.judge(1, true);
  expect(again).toMatchObject({ outcome: 'repeated', alert: { state: 'pending', version: 1, recent: [1] } });
  expect(world.store.alerts.events(again.alert!.id)).toHaveLength(1);
});

test('a run over the same window does not open again what a person has just resolved', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const alert = world.store.alerts.get(alertId)!;
  world.store.alerts.update({ ...alert, version: 3, state: 'resolved', resolvedAt: 1, resolvedBy: 'UANA' }, 2);
  expect(world.judge(2, true).outcome).toBe('repeated');
  expect(world.judge(3, true).outcome).toBe('opened');
});

test('an older window opens nothing after the episode', () => {
  const world = makeWorld();
  makeFiring(world);
  world.judge(3, false);
  world.judge(4, false);
  expect(world.judge(2, true).outcome).toBe('repeated');
});

test('a breach without evidence is refused and leaves no row', () => {
  const world = makeWorld();
  expect(() => world.judge(1, true, { evidence: null })).toThrow(AppError);
  expect(world.store.alerts.list({})).toEqual([]);
});

test('when the outbox cannot be written, the alert does not change either', () => {
  const world = makeWorld();
  world.judge(1, true);
  world.store.outbox.add = () => {
    throw new Error('disk full');
  };
  expect(() => world.judge(2, true)).toThrow('disk full');
  expect(world.store.alerts.list({})).toMatchObject([{ state: 'pending', version: 1 }]);
  expect(world.store.alerts.events(1)).toHaveLength(1);
  expect(world.woken()).toBe(0);
});

test('rules of one monitor have episodes of their own', () => {
  const world = makeWorld();
  makeFiring(world);
  expect(world.judge(2, true, { rule: { ...RULE, name: 'volume' } }).outcome).toBe('opened');
  expect(world.store.alerts.list({}).map(({ rule }) => rule)).toEqual(['volume', 'drift']);
});
