import { createHash } from 'node:crypto';
import type { ChannelTarget } from './types.ts';

/**
 * One text per place: what a place was told is remembered under it, and its messages are paced by it. A Slack channel is
 * the channel as the monitor writes it; addresses that are secrets are hashed, because keys stand in rows and logs.
 */
export function makeTargetKey(target: ChannelTarget): string {
  switch (target.type) {
    case 'slack':
      return target.channel ?? `slack-webhook:${hash(target.webhook ?? '')}`;
    case 'email':
      return `email:${[...target.recipients].sort().join(',')}`;
    case 'webhook':
      return `webhook:${hash(target.url)}`;
    case 'pagerduty':
      return `pagerduty:${target.routingKeyEnv}`;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
