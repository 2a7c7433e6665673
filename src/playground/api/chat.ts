import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { toSlackMessage } from '../world/slack-shapes.ts';
import type { Message } from '../world/types.ts';
import type { Args } from './args.ts';
import { findChannel, findJoinedChannel, findMessage, findPostTarget, findThread } from './lookup.ts';
import { readContent, readMetadata, TEXT_LIMIT } from './message-content.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';

export const CHAT_METHODS: MethodTable = {
  'chat.postMessage': botMethod('post', postMessage),
  'chat.update': botMethod('tier3', updateMessage),
  'chat.delete': botMethod('tier3', deleteMessage),
  'chat.postEphemeral': botMethod('tier4', postEphemeral),
  'chat.getPermalink': botMethod('none', getPermalink),
};

function postMessage(core: Core, args: Args): Answer {
  const channel = findPostTarget(core, args.required('channel'));
  const content = readContent(core, args);
  const threadTs = findThread(core, args, channel);
  const isTruncated = content.text.length > TEXT_LIMIT;
  const message = core.world.addMessage({
    ...content,
    text: content.text.slice(0, TEXT_LIMIT),
    channel: channel.id,
    user: core.world.app.botUserId,
    subtype: null,
    threadTs,
    isBroadcast: threadTs !== null && args.flag('reply_broadcast'),
    metadata: readMetadata(args),
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: toSlackMessage(core.world, message, { hasMetadata: true }),
    ...(isTruncated ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {}),
  };
}

/** Text without blocks takes the blocks away; attachments stay until an empty list takes them away. */
function updateMessage(core: Core, args: Args): Answer {
  const channel = findChannel(core, args.required('channel'));
  const message = findMessage(core, args, channel);
  if (!message.isFromApp) throw new SlackError('cant_update_message');
  const content = readContent(core, args);
  if (content.text.length > TEXT_LIMIT) throw new SlackError('msg_too_long');
  const changes: Partial<Message> = {
    text: args.has('text') ? content.text : message.text,
    edited: { user: core.world.app.botUserId, ts: core.world.nextTs() },
  };
  if (args.has('text') || args.has('blocks') || args.has('markdown_text')) changes.blocks = content.blocks;
  if (args.has('attachments')) changes.attachments = content.attachments;
  if (args.has('metadata')) changes.metadata = readMetadata(args);
  core.world.changeMessage(message, changes);
  const { ts, text } = message;
  return { channel: channel.id, ts, text, message: toSlackMessage(core.world, message, { hasMetadata: true }) };
}

function deleteMessage(core: Core, args: Args): Answer {
  const channel = findChannel(core, args.required('channel'));
  const message = findMessage(core, args, channel);
  if (!message.isFromApp) throw new SlackError('cant_delete_message');
  core.world.removeMessage(message);
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral(core: Core, args: Args): Answer {
  const channel = findJoinedChannel(core, args);
  const user = args.required('user');
  if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel');
  const content = readContent(core, args);
  if (content.text.length > TEXT_LIMIT) throw new SlackError('msg_too_long');
  const threadTs = findThread(core, args, channel);
  const message = core.world.addEphemeral({
    ...content,
    channel: channel.id,
    user: core.world.app.botUserId,
    threadTs,
    ephemeralFor: user,
  });
  return { message_ts: message.ts };
}

function getPermalink(core: Core, args: Args): Answer {
  const channel = findChannel(core, args.required('channel'));
  const message = findMessage(core, args, channel, 'message_ts');
  const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const permalink = `${core.baseUrl()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink };
}
