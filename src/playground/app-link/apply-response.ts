import { Args } from '../api/args.ts';
import { readContent } from '../api/message-content.ts';
import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { findSlackFiles } from '../world/page-shapes.ts';
import type { Content } from '../world/types.ts';
import type { ResponseTarget } from './response-urls.ts';

/** Carries out an answer: a new message, or a change of the one the interaction came from. */
export function applyResponse(core: Core, target: ResponseTarget, body: Record<string, unknown>): void {
  const args = new Args(body);
  const { original } = target;
  if (original !== null && args.flag('delete_original')) {
    if (original.ephemeralFor === null) core.world.removeMessage(original);
    else core.world.replaceEphemeral(original, null);
    return;
  }
  if (findSlackFiles(body).length > 0) throw new SlackError('invalid_blocks');
  const content = readContent(core, args);
  if (original !== null && args.flag('replace_original')) {
    if (original.ephemeralFor !== null) core.world.replaceEphemeral(original, content);
    else
      core.world.changeMessage(original, {
        ...content,
        edited: { user: core.world.app.botUserId, ts: core.world.nextTs() },
      });
    return;
  }
  postResponse(core, target, args, content);
}

function postResponse(core: Core, target: ResponseTarget, args: Args, content: Content): void {
  const draft = {
    ...content,
    channel: target.channel,
    user: core.world.app.botUserId,
    threadTs: args.text('thread_ts') ?? target.threadTs,
  };
  if (args.text('response_type') === 'in_channel') core.world.addMessage(draft);
  else core.world.addEphemeral({ ...draft, ephemeralFor: target.userId });
}
