import { findVisibleChannel, isVisible } from '../app-link/visible.ts';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { Boot, MessagesAnswer } from '../protocol.ts';
import { toPageChannel, toPageUser, toPageView } from '../world/page-shapes.ts';

const PAGE_SIZE = 100;

/** What a page needs to draw itself for one person. */
export function makeBoot(core: Core, userId: string): Boot {
  const { world } = core;
  const bot = world.users.get(world.app.botUserId);
  const home = world.views.get(world.homes.get(userId) ?? '');
  if (bot === undefined) throw new PageError('no_bot', 'This workspace has no bot', 404);
  return {
    team: { id: world.team.id, name: world.team.name },
    users: [...world.users.values()].map(toPageUser),
    userGroups: world.userGroups.map(({ id, handle, name }) => ({ id, handle, name })),
    channels: [...world.channels.values()]
      .filter((channel) => isVisible(channel, userId))
      .map((channel) => toPageChannel(world, channel)),
    commands: [...core.commands],
    isAppConnected: core.isAppConnected(),
    bot: toPageUser(bot),
    home: home === undefined ? null : toPageView(home),
    views: (world.stacks.get(userId) ?? []).flatMap((id) => world.views.get(id) ?? []).map(toPageView),
  };
}

/** The newest hundred messages of a channel before a time stamp, oldest first. */
export function readMessages(core: Core, userId: string, channel: string, before: string | undefined): MessagesAnswer {
  findVisibleChannel(core, userId, channel);
  const roots = core.world.timeline(channel).roots();
  const older = before === undefined ? roots : roots.filter((message) => Number(message.ts) < Number(before));
  const messages = older.slice(-PAGE_SIZE).map((message) => core.world.toPage(message));
  return { messages, hasMore: older.length > PAGE_SIZE };
}

export function readThread(core: Core, userId: string, channel: string, ts: string): MessagesAnswer {
  findVisibleChannel(core, userId, channel);
  const timeline = core.world.timeline(channel);
  const root = timeline.get(ts);
  if (root === undefined) throw new PageError('thread_not_found', 'This thread is no longer there', 404);
  const messages = [root, ...timeline.replies(ts)].map((message) => core.world.toPage(message));
  return { messages, hasMore: false };
}
