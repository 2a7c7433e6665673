import { randomUUID } from 'node:crypto';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { OptionsAnswer, PostAction, PostOptions } from '../protocol.ts';
import { findElement, type PlacedElement } from '../world/elements.ts';
import { toSlackMessage, toSlackView } from '../world/slack-shapes.ts';
import type { Message, SlackBlock, View } from '../world/types.ts';
import { keepState } from '../world/view-state.ts';
import { resolveAction } from './action-value.ts';
import { nameFailure, type Outcome, reportFailure } from './outcome.ts';
import { makeEnvelopeFields, makeMessageActionPayload, makeViewActionPayload } from './payloads.ts';
import { findVisibleChannel } from './visible.ts';

const NO_ANSWER = 'The app did not respond to this. Try again.';

type Holder =
  | { message: Message; view: null; blocks: SlackBlock[] }
  | { message: null; view: View; blocks: SlackBlock[] };

/** A person used an element of a message or a view. Resolves when the app has acknowledged or its time is over. */
export async function sendAction(core: Core, userId: string, input: PostAction): Promise<Outcome> {
  const holder = findHolder(core, userId, input.container);
  const { block_id, action_id } = input.action;
  const placed = findElement(holder.blocks, block_id, action_id);
  if (placed === undefined) throw new PageError('action_not_found', 'This button is no longer there', 404);
  const action = { ...resolveAction(core, placed, input.action), action_ts: core.world.nextTs() };
  const payload = makePayload(core, userId, holder, action, input);
  const requestId = randomUUID();
  const delivery = await core.deliver({ type: 'interactive', payload, acceptsResponse: false });
  return nameFailure(delivery) === null
    ? { requestId, failure: null }
    : reportFailure(core, userId, requestId, NO_ANSWER);
}

function makePayload(core: Core, userId: string, holder: Holder, action: Record<string, unknown>, input: PostAction) {
  const { message, view } = holder;
  if (message !== null) return makeMessageActionPayload(core, { userId, action, message, state: input.state });
  const chosen = { [input.action.block_id]: { [input.action.action_id]: input.action } };
  core.viewDesk.setState(view, keepState(view.blocks, { ...view.state, ...chosen, ...input.state }));
  return makeViewActionPayload(core, { userId, action, view });
}

function findHolder(core: Core, userId: string, container: PostAction['container']): Holder {
  if (container.type === 'view') {
    const view = core.viewDesk.find(container.viewId);
    if (view === undefined || view.userId !== userId) throw new PageError('view_not_found', 'This view is closed', 404);
    return { message: null, view, blocks: view.blocks };
  }
  const { id } = findVisibleChannel(core, userId, container.channel);
  const message = core.world.findMessage(id, container.ts);
  const isVisible = message !== undefined && (message.ephemeralFor === null || message.ephemeralFor === userId);
  if (!isVisible) throw new PageError('message_not_found', 'This message is no longer there', 404);
  return {
    message,
    view: null,
    blocks: [...message.blocks, ...message.attachments.flatMap((item) => item.blocks ?? [])],
  };
}

/** Choices of an external select. Slack gives the app the same three seconds. */
export async function requestOptions(core: Core, userId: string, input: PostOptions): Promise<OptionsAnswer> {
  const { message, view, blocks } = findHolder(core, userId, input.container);
  const placed = findElement(blocks, input.block_id, input.action_id);
  if (placed === undefined) throw new PageError('action_not_found', 'This menu is no longer there', 404);
  checkQueryLength(placed, input.value);
  const payload = {
    type: 'block_suggestion',
    ...makeEnvelopeFields(core, userId),
    container:
      view === null
        ? { type: 'message', message_ts: message.ts, channel_id: message.channel }
        : { type: 'view', view_id: view.id },
    action_id: input.action_id,
    block_id: input.block_id,
    value: input.value,
    ...(view === null ? { message: toSlackMessage(core.world, message) } : { view: toSlackView(core.world, view) }),
  };
  const delivery = await core.deliver({ type: 'interactive', payload, acceptsResponse: true });
  if (delivery.status !== 'answered') throw new PageError('options_failed', 'The app did not send any choices');
  return toOptions(delivery.payload);
}

function checkQueryLength({ element }: PlacedElement, query: string): void {
  const wanted = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  if (query.length < wanted) throw new PageError('query_too_short', `Type at least ${wanted} characters`);
}

/** At most 100 choices are shown. */
function toOptions(payload: unknown): OptionsAnswer {
  const answer = (typeof payload === 'object' && payload !== null ? payload : {}) as OptionsAnswer;
  if (Array.isArray(answer.option_groups)) return { option_groups: answer.option_groups.slice(0, 100) };
  return { options: Array.isArray(answer.options) ? answer.options.slice(0, 100) : [] };
}
