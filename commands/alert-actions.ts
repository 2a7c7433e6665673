import type { App } from '@slack/bolt';
import type { Context } from '../src/context.ts';
import { ACKNOWLEDGE, UNACKNOWLEDGE } from '../views/alert.ts';
import type { Message } from '../views/blocks.ts';
import { acknowledge, unacknowledge } from './ack.ts';
import { describeFailure } from './failure.ts';

type Act = (ctx: Context, alertId: number, userId: string) => Message | null;

const ACTS: Readonly<Record<string, Act>> = { [ACKNOWLEDGE]: acknowledge, [UNACKNOWLEDGE]: unacknowledge };

/**
 * The buttons of an alert. A click changes the row; the message follows from the row, so the click itself answers
 * only when there is something to say to the person alone.
 */
export function registerAlertActions(app: App, ctx: Context): void {
  for (const [actionId, act] of Object.entries(ACTS)) {
    app.action(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const value = 'value' in action && typeof action.value === 'string' ? action.value : '';
      const answer = tryAct(ctx, act, value, body.user.id);
      if (answer) await respond({ response_type: 'ephemeral', replace_original: false, ...answer } as never);
    });
  }
}

function tryAct(ctx: Context, act: Act, value: string, userId: string): Message | null {
  try {
    return act(ctx, Number(value.split(':')[0]), userId);
  } catch (error) {
    return describeFailure(ctx, error, { action: value, userId });
  }
}
