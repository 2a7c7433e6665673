import type { App } from '@slack/bolt';
import type { Context } from '../src/context.ts';
import { ACKNOWLEDGE, UNACKNOWLEDGE, VOTE_NOISE, VOTE_USEFUL } from '../views/alert.ts';
import type { Message } from '../views/blocks.ts';
import { NOISE_REASON } from '../views/votes.ts';
import { acknowledge, unacknowledge } from './ack.ts';
import { describeFailure } from './failure.ts';
import { giveNoiseReason, voteNoise, voteUseful } from './vote.ts';

/** @param detail what the control's value says behind the alert's number. */
type Act = (ctx: Context, alertId: number, userId: string, detail: string) => Message | null;

const ACTS: Readonly<Record<string, Act>> = {
  [ACKNOWLEDGE]: acknowledge,
  [UNACKNOWLEDGE]: unacknowledge,
  [VOTE_USEFUL]: voteUseful,
  [VOTE_NOISE]: voteNoise,
  [NOISE_REASON]: giveNoiseReason,
};

/** Controls of a message for one person alone, which the answer takes the place of. */
const REPLACED: ReadonlySet<string> = new Set([NOISE_REASON]);

/**
 * The buttons of an alert. A click changes the row; the message follows from the row, so the click itself answers
 * only when there is something to say to the person alone.
 */
export function registerAlertActions(app: App, ctx: Context): void {
  for (const [actionId, act] of Object.entries(ACTS)) {
    app.action(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const answer = tryAct(ctx, act, readValue(action), body.user.id);
      if (answer === null) return;
      await respond({ response_type: 'ephemeral', replace_original: REPLACED.has(actionId), ...answer } as never);
    });
  }
}

/** The value of a button, or of what was chosen from a menu. */
function readValue(action: object): string {
  const { value, selected_option: option } = action as { value?: unknown; selected_option?: { value?: unknown } };
  const found = value ?? option?.value;
  return typeof found === 'string' ? found : '';
}

function tryAct(ctx: Context, act: Act, value: string, userId: string): Message | null {
  const [id, detail = ''] = value.split(':');
  try {
    return act(ctx, Number(id), userId, detail);
  } catch (error) {
    return describeFailure(ctx, error, { action: value, userId });
  }
}
