import { expect, test } from 'vitest';
import { hasDigest } from '../../src/digest/plan.ts';
import { setDigest } from '../../src/digest/verbs.ts';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import { CHANNEL, DAILY, makeWorld } from './support.ts';

const slack = (channel: string | null, webhook: string | null = null): ChannelTarget => {
  return { type: 'slack', channel, webhook, mention: null };
};

test('a channel has a digest by the configuration, under its name and under its id', () => {
  const world = makeWorld('2026-02-10T08:00Z');
  expect([slack('#ml-alerts'), slack(CHANNEL), slack('#never-seen')].map((one) => hasDigest(world, one))).toEqual([
    true,
    true,
    true,
  ]);
  const off = makeWorld('2026-02-10T08:00Z', { ...DAILY, cadence: 'off' });
  expect(hasDigest(off, slack('#ml-alerts'))).toBe(false);
});

test('what was asked for in the channel holds under its name too, and in no other channel', () => {
  const world = makeWorld('2026-02-10T08:00Z');
  world.addMonitor('churn');
  setDigest(world, { channelId: CHANNEL, cadence: 'off', time: null, by: 'UANA' });
  expect([slack('#ml-alerts'), slack(CHANNEL), slack('#risk')].map((one) => hasDigest(world, one))).toEqual([
    false,
    false,
    true,
  ]);
});

test.each<ChannelTarget>([
  slack(null, 'https://hooks.slack.com/x'),
  { type: 'webhook', url: 'https://example.org' },
  { type: 'email', recipients: ['a@example.org'] },
  { type: 'pagerduty', routingKeyEnv: 'KEY' },
])('$type without a channel has no digest', (target) => {
  expect(hasDigest(makeWorld('2026-02-10T08:00Z'), target)).toBe(false);
});

test('on is what was there before, else what the configuration says, else daily', () => {
  const weekly = makeWorld('2026-02-10T08:00Z', { ...DAILY, cadence: 'weekly' });
  weekly.addMonitor('churn');
  const set = (cadence: 'on' | 'off') => setDigest(weekly, { channelId: CHANNEL, cadence, time: null, by: 'UANA' });
  expect(set('off')).toMatchObject({ plan: { cadence: 'off' }, nextAt: null });
  expect(set('on')).toMatchObject({ plan: { cadence: 'weekly' }, nextAt: Date.UTC(2026, 1, 16, 9) });
  const off = makeWorld('2026-02-10T08:00Z', { ...DAILY, cadence: 'off' });
  off.addMonitor('churn');
  expect(setDigest(off, { channelId: CHANNEL, cadence: 'on', time: null, by: 'UANA' }).plan.cadence).toBe('daily');
});
