import { ACKNOWLEDGE } from '../../views/alert.ts';
import type { Alert } from '../alerts/types.ts';
import type { Context } from '../context.ts';
import type { Playground } from '../playground/index.ts';

export type Colleague = {
  userId: string;
  /** How long an alert fires before it is taken, in the time of the replay. */
  patienceMs: number;
  /** The first alert is left to whoever watches the demo. */
  leavesFirst: boolean;
};

/** Somebody in the local Slack who acknowledges alerts by the button, as a person does. */
export async function acknowledgeAsColleague(ctx: Context, slack: Playground, colleague: Colleague): Promise<void> {
  const firing = ctx.store.alerts.list({ states: ['firing'] });
  const now = ctx.clock.now();
  for (const alert of firing) {
    if (colleague.leavesFirst && isFirst(ctx, alert)) continue;
    if (alert.firedAt === null || now - alert.firedAt < colleague.patienceMs) continue;
    await clickAcknowledge(ctx, slack, colleague.userId, alert);
  }
}

function isFirst(ctx: Context, alert: Alert): boolean {
  const earlier = ctx.store.alerts.list({}).filter((one) => one.firedAt !== null && one.id < alert.id);
  return earlier.length === 0;
}

async function clickAcknowledge(ctx: Context, slack: Playground, userId: string, alert: Alert): Promise<void> {
  for (const { channelId, ts } of ctx.store.messages.list(alert.id)) {
    const button = findButton(slack, channelId, ts);
    if (button === null) continue;
    await slack.as(userId).act({ container: { type: 'message', channel: channelId, ts }, action: button });
    return;
  }
}

type Button = { type: 'button'; action_id: string; block_id: string; value: string };

function findButton(slack: Playground, channelId: string, ts: string): Button | null {
  const message = slack.state.findMessage(channelId, ts);
  const blocks = [...(message?.blocks ?? []), ...(message?.attachments ?? []).flatMap((one) => one.blocks ?? [])];
  for (const block of blocks) {
    const elements = Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [];
    const found = elements.find((element) => element.action_id === ACKNOWLEDGE);
    if (found) {
      return { type: 'button', action_id: ACKNOWLEDGE, block_id: block.block_id ?? '', value: String(found.value) };
    }
  }
  return null;
}
