import { acknowledgeAlert, unacknowledgeAlert } from '../src/alerts/verbs.ts';
import type { Context } from '../src/context.ts';
import type { Message } from '../views/blocks.ts';
import {
  renderAcknowledged,
  renderAlreadyAcknowledged,
  renderAlreadyResolved,
  renderNotAcknowledged,
} from '../views/replies.ts';
import { parseAlertId } from './alert-id.ts';
import type { Command } from './command.ts';

export const ack: Command = {
  name: 'ack',
  args: '<alert>',
  summary: 'Take an alert: its message says who and when',
  examples: ['/mlmon ack 3'],
  async run({ ctx, args, userId, reply }) {
    const alertId = parseAlertId(args[0], { act: 'acknowledge', example: '/mlmon ack 3' });
    await reply(acknowledge(ctx, alertId, userId) ?? renderAcknowledged(ctx.store.alerts.get(alertId)!));
  },
};

/** Acknowledges and returns what to tell the person, or null when the alert's own message says it all. */
export function acknowledge(ctx: Context, alertId: number, userId: string): Message | null {
  const result = acknowledgeAlert(ctx, { alertId, by: userId });
  if (result.outcome === 'done') return null;
  return result.outcome === 'already' ? renderAlreadyAcknowledged(result.alert) : renderAlreadyResolved(result.alert);
}

/** Takes an acknowledgement back; null when the alert's own message says it all. */
export function unacknowledge(ctx: Context, alertId: number, userId: string): Message | null {
  const result = unacknowledgeAlert(ctx, { alertId, by: userId });
  if (result.outcome === 'done') return null;
  return result.outcome === 'already' ? renderNotAcknowledged(result.alert) : renderAlreadyResolved(result.alert);
}
