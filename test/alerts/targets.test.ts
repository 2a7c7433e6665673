import { expect, test } from 'vitest';
import { acknowledgeAlert } from '../../src/alerts/verbs.ts';
import { makeTargetKey } from '../../src/monitors/target-key.ts';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import { listOutbox, makeFiring, makeWorld, RULE, type World } from './context.ts';
import { slackChannel } from './fixtures.ts';

const EMAIL: ChannelTarget = { type: 'email', recipients: ['a@example.com'] };
const HOOK: ChannelTarget = {
  type: 'slack',
  channel: null,
  webhook: 'https://hooks.example.com/secret',
  mention: null,
};

function fire(world: World, changes: Parameters<World['judge']>[2]) {
  world.judge(1, true, changes);
  return world.judge(2, true, changes);
}

test.each([
  ['the rule', { rule: RULE }, '#ml'],
  ['the monitor where the rule names none', { rule: { ...RULE, channels: [] } }, '#monitor'],
  [
    'the default where neither does',
    { rule: { ...RULE, channels: [] }, monitor: { modelName: 'churn', channels: [] } },
    '#default',
  ],
])('an alert goes to the channels of %s', (_name, changes, channel) => {
  const world = makeWorld();
  const monitor = { modelName: 'churn', channels: [slackChannel('#monitor')] };
  fire(world, { monitor, defaultTarget: slackChannel('#default'), ...changes });
  expect(listOutbox(world.store)).toEqual([`alert_root v2 ${channel}`]);
});

test('a channel that is named twice is told once', () => {
  const world = makeWorld();
  const twice = { type: 'slack', channel: '#ml', webhook: null, mention: '@oncall' } as const;
  fire(world, { rule: { ...RULE, channels: [slackChannel('#ml'), twice] } });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml']);
});

test('targets without a notifier are not queued but said', () => {
  const world = makeWorld();
  const result = fire(world, { rule: { ...RULE, channels: [EMAIL, slackChannel('#ml'), HOOK] } });
  expect(result).toMatchObject({ notified: [slackChannel('#ml')], skipped: [EMAIL, HOOK] });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml']);
});

test('the caller says what can be delivered', () => {
  const world = makeWorld();
  const result = fire(world, { rule: { ...RULE, channels: [EMAIL, HOOK] }, deliverable: () => true });
  expect(result).toMatchObject({ notified: [EMAIL, HOOK], skipped: [] });
});

test('channels that subscribed hear of alerts at their severity and above', () => {
  const world = makeWorld();
  const subscribe = (channelId: string, modelName: string | null, minSeverity: 'low' | 'medium' | 'high') =>
    world.store.subscriptions.add({ channelId, modelName, minSeverity, createdBy: 'U1', createdAt: 1 });
  subscribe('CALL', null, 'low');
  subscribe('CCHURN', 'churn', 'medium');
  subscribe('COTHER', 'fraud', 'low');
  subscribe('CHIGH', 'churn', 'high');
  fire(world, {});
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_root v2 CALL', 'alert_root v2 CCHURN']);
});

test('a channel that is added while the alert fires is told at the next window', () => {
  const world = makeWorld();
  makeFiring(world);
  world.judge(3, true, { rule: { ...RULE, channels: [slackChannel('#ml'), slackChannel('#late')] } });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_root v3 #late', 'alert_update v3 #ml']);
});

test('a channel that is added while somebody has the alert is not', () => {
  const world = makeWorld();
  acknowledgeAlert(world, { alertId: makeFiring(world), by: 'UANA' });
  world.judge(3, true, { rule: { ...RULE, channels: [slackChannel('#ml'), slackChannel('#late')] } });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_update v4 #ml']);
});

test('a channel that the rule no longer names still sees its message change', () => {
  const world = makeWorld();
  makeFiring(world);
  world.judge(3, false, { rule: { ...RULE, channels: [] } });
  world.judge(4, false, { rule: { ...RULE, channels: [] } });
  expect(listOutbox(world.store)).toEqual(['alert_root v2 #ml', 'alert_update v4 #ml']);
});

test('keys of addresses that are secrets do not show them', () => {
  expect(makeTargetKey(HOOK)).toMatch(/^slack-webhook:[0-9a-f]{16}$/);
  expect(makeTargetKey({ type: 'webhook', url: 'https://example.com/token' })).toMatch(/^webhook:[0-9a-f]{16}$/);
});

test('the order of recipients makes no other target', () => {
  const recipients = ['b@example.com', 'a@example.com'];
  expect(makeTargetKey({ type: 'email', recipients })).toBe(
    makeTargetKey({ type: 'email', recipients: [...recipients].reverse() }),
  );
});
