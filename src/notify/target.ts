import type { ChannelTarget } from '../monitors/types.ts';

/** The name under which a target's message is remembered and its messages are paced: the channel as the monitor writes it. */
export function targetKey(target: ChannelTarget): string {
  switch (target.type) {
    case 'slack':
      return target.channel ?? target.webhook ?? 'slack';
    case 'email':
      return `email:${target.recipients.join(',')}`;
    case 'webhook':
      return `webhook:${target.url}`;
    case 'pagerduty':
      return `pagerduty:${target.routingKeyEnv}`;
  }
}

/** The target in words that may stand in a log or a message: no address that is itself a secret. */
export function describeTarget(target: ChannelTarget): string {
  switch (target.type) {
    case 'slack':
      return target.channel ?? 'a Slack webhook';
    case 'email':
      return target.recipients.join(', ');
    case 'webhook':
      return `webhook at ${hostOf(target.url)}`;
    case 'pagerduty':
      return 'PagerDuty';
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unreadable address';
}
