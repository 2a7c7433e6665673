import type { Core } from '../core.ts';
import { makeArgumentError, SlackError } from '../slack-error.ts';
import { validateView } from '../validate/index.ts';
import { toSlackView } from '../world/slack-shapes.ts';
import type { View } from '../world/types.ts';
import type { ViewDraft } from '../world/view-desk.ts';
import type { Args } from './args.ts';
import { findUnreadyFiles, makeBlockError } from './message-content.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';

const VIEW_LIMIT_BYTES = 250_000;

export const VIEW_METHODS: MethodTable = {
  'views.open': botMethod('tier4', openView),
  'views.push': botMethod('tier4', openView),
  'views.update': botMethod('tier4', updateView),
  'views.publish': botMethod('tier4', publishView),
};

/** A trigger that was made inside a modal opens on top of it, as views.push does. */
function openView(core: Core, args: Args): Answer {
  const triggerId = args.required('trigger_id');
  const draft = readView(core, args.json('view'), 'modal');
  const userId = core.triggers.exchange(triggerId);
  return answer(core, core.viewDesk.push(userId, draft));
}

function updateView(core: Core, args: Args): Answer {
  const viewId = args.text('view_id');
  const externalId = args.text('external_id');
  if (viewId === null && externalId === null) throw makeArgumentError('missing required field: view_id');
  const view = viewId === null ? core.viewDesk.findByExternalId(externalId ?? '') : core.viewDesk.find(viewId);
  const draft = readView(core, args.json('view'), view?.type ?? 'modal');
  if (view === undefined) throw new SlackError('not_found');
  return answer(core, core.viewDesk.update(view, draft, args.text('hash')));
}

function publishView(core: Core, args: Args): Answer {
  const userId = args.required('user_id');
  const draft = readView(core, args.json('view'), 'home');
  if (core.world.users.get(userId)?.isBot !== false) throw new SlackError('user_not_found');
  return answer(core, core.viewDesk.publish(userId, draft, args.text('hash')));
}

function answer(core: Core, view: View): Answer {
  return { view: toSlackView(core.world, view) };
}

/** @throws SlackError invalid_arguments with the faults, view_too_large. */
export function readView(core: Core, value: unknown, type: 'modal' | 'home'): ViewDraft {
  if (value === undefined) throw makeArgumentError('missing required field: view');
  const isOfType = typeof value === 'object' && value !== null && (value as ViewDraft).type === type;
  if (!isOfType) throw makeArgumentError(`must be of type ${type} [json-pointer:/view/type]`);
  if (JSON.stringify(value).length > VIEW_LIMIT_BYTES) throw new SlackError('view_too_large');
  const issues = [...validateView(value), ...findUnreadyFiles(core, value)];
  if (issues.length > 0) {
    throw makeBlockError(
      issues.map((issue) => ({ ...issue, pointer: `/view${issue.pointer}` })),
      'invalid_arguments',
    );
  }
  return value as ViewDraft;
}
