import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import type { Channel, Message } from '../world/types.ts';
import type { Args } from './args.ts';

/** The channel an id names. A private channel without the bot is as if it did not exist. */
export function findChannel(core: Core, id: string): Channel {
  const channel = core.world.channels.get(id);
  if (channel === undefined) throw new SlackError('channel_not_found');
  if (channel.isPrivate && !core.world.isBotMember(channel)) throw new SlackError('channel_not_found');
  return channel;
}

/** A channel the bot may read and write in. */
export function findJoinedChannel(core: Core, args: Args, name = 'channel'): Channel {
  const channel = findChannel(core, args.required(name));
  if (!core.world.isBotMember(channel)) throw new SlackError('not_in_channel');
  return channel;
}

/** Where chat.postMessage goes: an id, a name with or without #, or a person, whose conversation opens by itself. */
export function findPostTarget(core: Core, value: string): Channel {
  if (core.world.users.get(value)?.isBot === false) return core.world.openIm(value);
  const channel = core.world.findChannelByName(value) ?? findChannel(core, value);
  if (!core.world.isBotMember(channel)) throw new SlackError('not_in_channel');
  return channel;
}

export function findMessage(core: Core, args: Args, channel: Channel, name = 'ts'): Message {
  const message = core.world.timeline(channel.id).get(args.required(name));
  if (message === undefined || message.subtype === 'tombstone') throw new SlackError('message_not_found');
  return message;
}

/** The root of the thread that `thread_ts` names; null outside a thread. */
export function findThread(core: Core, args: Args, channel: Channel): string | null {
  const threadTs = args.text('thread_ts');
  if (threadTs === null) return null;
  if (!/^\d+\.\d{6}$/.test(threadTs)) throw new SlackError('invalid_thread_ts');
  const message = core.world.timeline(channel.id).get(threadTs);
  if (message === undefined) throw new SlackError('thread_not_found');
  return message.threadTs ?? message.ts;
}
