import type { Core } from '../core.ts';
import { makeArgumentError, SlackError } from '../slack-error.ts';
import { toSlackChannel, toSlackMessage } from '../world/slack-shapes.ts';
import type { Channel, Message } from '../world/types.ts';
import type { Args } from './args.ts';
import { findChannel, findJoinedChannel } from './lookup.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';
import { paginate } from './page.ts';

export const CONVERSATION_METHODS: MethodTable = {
  'conversations.list': botMethod('tier2', listChannels),
  'conversations.info': botMethod('tier3', (core, args) => {
    return { channel: toSlackChannel(core.world, findChannel(core, args.required('channel'))) };
  }),
  'conversations.history': botMethod('tier3', readHistory),
  'conversations.replies': botMethod('tier3', readReplies),
  'conversations.members': botMethod('tier4', listMembers),
  'conversations.join': botMethod('tier3', joinChannel),
  'conversations.open': botMethod('tier3', openConversation),
};

function listChannels(core: Core, args: Args): Answer {
  const types = (args.text('types') ?? 'public_channel').split(',');
  const isWanted = (channel: Channel) => {
    if (channel.imUser !== null) return types.includes('im');
    return types.includes(channel.isPrivate ? 'private_channel' : 'public_channel');
  };
  const isVisible = (channel: Channel) => !channel.isPrivate || core.world.isBotMember(channel);
  const channels = [...core.world.channels.values()].filter((channel) => isWanted(channel) && isVisible(channel));
  const page = paginate(channels, args, { fallback: 100, max: 1000 });
  return {
    channels: page.items.map((channel) => toSlackChannel(core.world, channel)),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

function readHistory(core: Core, args: Args): Answer {
  const channel = findJoinedChannel(core, args);
  const roots = core.world.timeline(channel.id).roots().reverse();
  return answerMessages(core, args, filterByTime(roots, args));
}

/** The root comes first on every first page, then the replies, oldest first. */
function readReplies(core: Core, args: Args): Answer {
  const channel = findJoinedChannel(core, args);
  const timeline = core.world.timeline(channel.id);
  const message = timeline.get(args.required('ts'));
  const root = message?.threadTs == null ? message : timeline.get(message.threadTs);
  if (root === undefined) throw new SlackError('thread_not_found');
  return answerMessages(core, args, [root, ...filterByTime([...timeline.replies(root.ts)], args)]);
}

function answerMessages(core: Core, args: Args, messages: Message[]): Answer {
  const page = paginate(messages, args, { fallback: 100, max: 999 });
  const hasMetadata = args.flag('include_all_metadata');
  return {
    messages: page.items.map((message) => toSlackMessage(core.world, message, { hasMetadata })),
    has_more: page.hasMore,
    pin_count: 0,
    ...(page.hasMore ? { response_metadata: { next_cursor: page.nextCursor } } : {}),
  };
}

function filterByTime(messages: Message[], args: Args): Message[] {
  const oldest = readInstant(args, 'oldest', 0);
  const latest = readInstant(args, 'latest', Number.POSITIVE_INFINITY);
  const isInclusive = args.flag('inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function readInstant(args: Args, name: 'oldest' | 'latest', fallback: number): number {
  const value = args.text(name);
  if (value === null) return fallback;
  const parsed = Number(value);
  if (!Number.isFinite(parsed)) throw new SlackError(`invalid_ts_${name}`);
  return parsed;
}

function listMembers(core: Core, args: Args): Answer {
  const page = paginate(findChannel(core, args.required('channel')).members, args, { fallback: 100, max: 1000 });
  return { members: page.items, response_metadata: { next_cursor: page.nextCursor } };
}

function joinChannel(core: Core, args: Args): Answer {
  const channel = findChannel(core, args.required('channel'));
  if (channel.imUser !== null) throw new SlackError('method_not_supported_for_channel_type');
  if (core.world.isBotMember(channel)) {
    return { channel: toSlackChannel(core.world, channel), warning: 'already_in_channel' };
  }
  core.addMember(channel, core.world.app.botUserId);
  return { channel: toSlackChannel(core.world, channel) };
}

function openConversation(core: Core, args: Args): Answer {
  const users = args.text('users')?.split(',') ?? [];
  if (users.length === 0 && args.has('channel')) {
    return { channel: toSlackChannel(core.world, findChannel(core, args.required('channel'))) };
  }
  if (users.length !== 1) throw makeArgumentError('only one user can be named here [json-pointer:/users]');
  const user = users[0] ?? '';
  if (core.world.users.get(user)?.isBot !== false) throw new SlackError('user_not_found');
  return { channel: toSlackChannel(core.world, core.world.openIm(user)) };
}
