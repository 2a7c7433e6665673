import { acknowledgeAlert, unacknowledgeAlert } from '../src/alerts/verbs.ts';
import type { Context } from '../src/context.ts';
import { AppError } from '../src/errors.ts';
import type { Message } from '../views/blocks.ts';
import {
  renderAcknowledged,
  renderAlreadyAcknowledged,
  renderAlreadyResolved,
  renderNotAcknowledged,
} from '../views/replies.ts';
import type { Command } from './command.ts';

export const ack: Command = {
  name: 'ack',
  args: '<alert>',
  summary: 'Take an alert: its message says who and when',
  examples: ['/mlmon ack 3'],
  async run({ ctx, args, userId, reply }) {
    const alertId = parseAlertId(args[0]);
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

function parseAlertId(text: string | undefined): number {
  const match = /^#?(\d{1,9})$/.exec(text ?? '');
  if (match) return Number(match[1]);
  const what = text === undefined ? 'no alert was named' : `"${text}" is not an alert's number`;
  throw new AppError('invalid_input', `Cannot acknowledge: ${what}`, {
    hint: 'Type `/mlmon ack 3` with the number that stands in the alert; `/mlmon status` lists open ones',
  });
}
