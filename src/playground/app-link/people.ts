import { randomUUID } from 'node:crypto';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { PostMessage, PostReact } from '../protocol.ts';
import { toSlackView } from '../world/slack-shapes.ts';
import type { Channel, Message } from '../world/types.ts';
import { escapeText, sendCommand } from './commands.ts';
import { nameFailure, type Outcome, reportFailure } from './outcome.ts';
import { makeMessageShortcutPayload, makeShortcutPayload } from './payloads.ts';
import { findVisibleChannel } from './visible.ts';

/** A person wrote a message. A line that begins with "/" is a command, and commands do not work in threads. */
export async function writeMessage(core: Core, userId: string, input: PostMessage): Promise<Outcome> {
  const channel = findVisibleChannel(core, userId, input.channel);
  if (input.text.trim() === '') throw new PageError('no_text', 'Write something first');
  if (input.text.startsWith('/')) {
    if (input.threadTs !== undefined)
      throw new PageError('command_in_thread', `${input.text.split(' ')[0]} is not supported in threads. Sorry!`);
    return await sendCommand(core, userId, input);
  }
  const threadTs = input.threadTs ?? null;
  if (threadTs !== null && core.world.timeline(channel.id).get(threadTs) === undefined) {
    throw new PageError('thread_not_found', 'This thread is no longer there', 404);
  }
  const text = stripLabels(escapeText(core, input.text));
  const isBroadcast = threadTs !== null && input.isBroadcast === true;
  tellApp(core, channel, core.world.addMessage({ channel: channel.id, user: userId, text, threadTs, isBroadcast }));
  return { requestId: randomUUID(), failure: null };
}

/** In messages people are plain ids; only commands carry the name along. */
function stripLabels(text: string): string {
  return text.replace(/<(@U[A-Z0-9]+)\|[^>]*>/g, '<$1>');
}

function tellApp(core: Core, channel: Channel, message: Message): void {
  if (!core.world.isBotMember(channel)) return;
  const { user, text, ts, threadTs } = message;
  const event = {
    user,
    text,
    ts,
    channel: channel.id,
    team: core.world.team.id,
    client_msg_id: randomUUID(),
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }],
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
  };
  const kind = channel.imUser === null ? 'channel' : 'im';
  core.events.emit(
    { type: 'message', channel_type: kind, ...event },
    kind === 'im' ? 'message.im' : 'message.channels',
  );
  if (kind === 'channel' && text.includes(`<@${core.world.app.botUserId}>`))
    core.events.emit({ type: 'app_mention', ...event });
}

export function react(core: Core, userId: string, { channel, ts, name }: PostReact): void {
  const message = core.world.timeline(findVisibleChannel(core, userId, channel).id).get(ts);
  if (message === undefined) throw new PageError('message_not_found', 'This message is no longer there', 404);
  core.toggleReaction(message, name.replaceAll(':', ''), userId);
}

export function openHome(core: Core, userId: string): void {
  const home = core.world.views.get(core.world.homes.get(userId) ?? '');
  const channel = core.world.openIm(userId).id;
  const view = home === undefined ? {} : { view: toSlackView(core.world, home) };
  core.events.emit({ type: 'app_home_opened', user: userId, channel, tab: 'home', ...view });
}

/** A global shortcut, or one of a message when it is given. */
export async function useShortcut(
  core: Core,
  userId: string,
  callbackId: string,
  message: Message | null,
): Promise<Outcome> {
  const requestId = randomUUID();
  const payload =
    message === null
      ? makeShortcutPayload(core, userId, callbackId)
      : makeMessageShortcutPayload(core, userId, callbackId, message);
  const delivery = await core.deliver({ type: 'interactive', payload, acceptsResponse: false });
  const code = nameFailure(delivery);
  return code === null
    ? { requestId, failure: null }
    : reportFailure(core, userId, requestId, `The shortcut failed: ${code}`);
}
