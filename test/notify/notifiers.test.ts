import { describe, expect, test } from 'vitest';
import { makeTargetKey } from '../../src/monitors/target-key.ts';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import { isDeliverable } from '../../src/notify/index.ts';
import { describeTarget } from '../../src/notify/target.ts';

const SECRET = 'https://hooks.example.com/services/T0/B0/secret';
const TARGETS: ChannelTarget[] = [
  { type: 'slack', channel: '#ml-alerts', webhook: null, mention: null },
  { type: 'slack', channel: null, webhook: SECRET, mention: null },
  { type: 'webhook', url: SECRET },
  { type: 'email', recipients: ['ana@example.com'] },
  { type: 'pagerduty', routingKeyEnv: 'PAGERDUTY_KEY' },
];

describe('targets', () => {
  test('isDeliverable() follows the table of notifiers', () => {
    expect(TARGETS.map(isDeliverable)).toEqual([true, true, true, false, false]);
  });

  test('makeTargetKey() tells targets apart, and knows a channel by the name that the monitor gives it', () => {
    expect(makeTargetKey(TARGETS[0]!)).toBe('#ml-alerts');
    expect(new Set(TARGETS.map(makeTargetKey)).size).toBe(TARGETS.length);
  });

  test('describeTarget() never shows an address that is a secret', () => {
    expect(TARGETS.map(describeTarget).join(' ')).not.toContain('secret');
  });
});
