import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { Channel } from '../world/types.ts';

/** Public channels are open to all; private ones and direct conversations to their members. */
export function isVisible(channel: Channel, userId: string): boolean {
  return !channel.isPrivate || channel.members.includes(userId);
}

/** @throws PageError for a channel that is not there for this person. */
export function findVisibleChannel(core: Core, userId: string, id: string): Channel {
  const channel = core.world.channels.get(id);
  if (channel === undefined || !isVisible(channel, userId)) {
    throw new PageError('channel_not_found', 'There is no such channel', 404);
  }
  return channel;
}
