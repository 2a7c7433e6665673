import type { ChannelTarget } from '../monitors/types.ts';

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
