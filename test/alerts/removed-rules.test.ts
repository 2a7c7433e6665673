import { expect, test } from 'vitest';
import { resolveRemovedRules } from '../../src/alerts/verbs.ts';
import { listOutbox, makeFiring, makeWorld, RULE } from './context.ts';

test('the open alert of a rule that is gone is resolved and its message says so', () => {
  const world = makeWorld();
  const alertId = makeFiring(world);
  const kept = world.judge(2, true, { rule: { ...RULE, name: 'volume' } }).alert!;
  const resolved = resolveRemovedRules(world, { monitorId: 1, rules: ['volume'], by: 'UANA' });
  expect(resolved).toMatchObject([{ id: alertId, state: 'resolved', resolvedBy: 'UANA' }]);
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_update v3 #ml']);
  expect(world.store.alerts.get(kept.id)).toEqual(kept);
});

test('without rules every open alert of the monitor ends, and of no other', () => {
  const world = makeWorld();
  makeFiring(world);
  const other = world.judge(2, true, { monitorId: 2 }).alert!;
  expect(resolveRemovedRules(world, { monitorId: 1, rules: [], by: null })).toHaveLength(1);
  expect(world.store.alerts.list({ states: ['pending', 'firing'] })).toEqual([other]);
  expect(world.store.audit.list(1)).toMatchObject([{ actor: 'mlmon', verb: 'alert.remove_rule' }]);
});
