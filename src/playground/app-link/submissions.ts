import { readView } from '../api/views.ts';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { PostViewClose, PostViewSubmit, ViewSubmitAnswer } from '../protocol.ts';
import type { View } from '../world/types.ts';
import { keepState } from '../world/view-state.ts';
import { findInputErrors } from './input-errors.ts';
import { nameFailure } from './outcome.ts';
import { makeViewClosedPayload, makeViewSubmissionPayload } from './payloads.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** A person submitted the top modal. Inputs that Slack's own form refuses never reach the app. */
export async function submitView(core: Core, userId: string, input: PostViewSubmit): Promise<ViewSubmitAnswer> {
  const view = findOpenView(core, userId, input.viewId);
  core.viewDesk.setState(view, keepState(view.blocks, input.state));
  const errors = findInputErrors(view);
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const payload = makeViewSubmissionPayload(core, userId, view);
  const delivery = await core.deliver({ type: 'interactive', payload, acceptsResponse: true });
  if (nameFailure(delivery) !== null || delivery.status !== 'answered') return { ok: false, failure: TROUBLE };
  return applyResponseAction(core, view, delivery.payload);
}

/** @throws PageError unless it is the view on top of the person's stack. */
function findOpenView(core: Core, userId: string, viewId: string): View {
  const view = core.viewDesk.find(viewId);
  if (view === undefined || core.world.stacks.get(userId)?.at(-1) !== viewId) {
    throw new PageError('view_not_found', 'This view is closed', 404);
  }
  return view;
}

type ResponseAction = { response_action?: string; view?: unknown; errors?: Record<string, string> };

/** `errors`, `update`, `push`, `clear`, or nothing, which closes this one view. */
function applyResponseAction(core: Core, view: View, payload: unknown): ViewSubmitAnswer {
  const answer = (typeof payload === 'object' && payload !== null ? payload : {}) as ResponseAction;
  try {
    switch (answer.response_action) {
      case 'errors':
        return refuseInputs(view, answer.errors);
      case 'update':
        core.viewDesk.update(view, readView(core, answer.view, 'modal'), null);
        return { ok: true };
      case 'push':
        core.viewDesk.push(view.userId, readView(core, answer.view, 'modal'));
        return { ok: true };
      default:
        core.viewDesk.close(view.userId, { isAll: answer.response_action === 'clear' });
        return { ok: true };
    }
  } catch (error) {
    core.log.warn({ err: error }, 'The app answered a submission with a view that is refused');
    return { ok: false, failure: TROUBLE };
  }
}

/** Errors must name input blocks of the view; any other name is an answer that Slack cannot show. */
function refuseInputs(view: View, errors: Record<string, string> | undefined): ViewSubmitAnswer {
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const names = Object.keys(errors ?? {});
  if (errors === undefined || names.length === 0 || names.some((name) => !inputs.has(name))) {
    throw new PageError('invalid_response', `Errors for ${names.join(', ')}, which are no input blocks`);
  }
  return { ok: false, errors };
}

/** Closing is told only to apps that asked for it. */
export async function closeView(core: Core, userId: string, input: PostViewClose): Promise<void> {
  findOpenView(core, userId, input.viewId);
  const gone = core.viewDesk.close(userId, { isAll: input.isCleared || isClearing(core, input.viewId) });
  for (const view of gone) {
    if (!view.isNotifiedOnClose) continue;
    const payload = makeViewClosedPayload(core, view, input.isCleared);
    await core.deliver({ type: 'interactive', payload, acceptsResponse: false });
  }
}

function isClearing(core: Core, viewId: string): boolean {
  return core.viewDesk.find(viewId)?.isClearedOnClose ?? false;
}
