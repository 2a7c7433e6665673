import { randomUUID } from 'node:crypto';
import type { Core } from '../core.ts';
import { PageError } from '../page-error.ts';
import type { PostCommand } from '../protocol.ts';
import type { Channel, User } from '../world/types.ts';
import { applyResponse } from './apply-response.ts';
import { nameFailure, type Outcome, reportFailure, wordCommandFailure } from './outcome.ts';
import { makeCommandPayload } from './payloads.ts';
import { findVisibleChannel } from './visible.ts';

/** A person typed a slash command. Resolves when the app has answered or its time is over. */
export async function sendCommand(core: Core, userId: string, input: PostCommand): Promise<Outcome> {
  const channel = findVisibleChannel(core, userId, input.channel);
  const { command, text } = splitCommand(input.text);
  const requestId = randomUUID();
  if (runBuiltIn(core, channel, command, text)) return { requestId, failure: null };
  if (!core.commands.some((known) => known.command === command)) {
    throw new PageError(
      'unknown_command',
      `${command} is not a valid command. Messages that begin with "/" are commands.`,
    );
  }
  return await deliverCommand(core, { userId, channel, command, text: escapeText(core, text), requestId });
}

type CommandInput = { userId: string; channel: Channel; command: string; text: string; requestId: string };

async function deliverCommand(core: Core, input: CommandInput): Promise<Outcome> {
  const { userId, channel, command, requestId } = input;
  const payload = makeCommandPayload(core, input);
  const delivery = await core.deliver({ type: 'slash_commands', payload, acceptsResponse: true });
  const code = nameFailure(delivery);
  if (code !== null) return reportFailure(core, userId, requestId, wordCommandFailure(command, code));
  const reply = delivery.status === 'answered' ? toReply(delivery.payload) : null;
  if (reply === null) return { requestId, failure: null };
  try {
    applyResponse(core, { channel: channel.id, userId, threadTs: null, original: null }, reply);
    return { requestId, failure: null };
  } catch (error) {
    core.log.warn({ err: error, command }, 'The app answered a command with a message that is refused');
    return reportFailure(core, userId, requestId, wordCommandFailure(command, 'invalid_command_response'));
  }
}

/** An acknowledgement may carry the reply itself; an empty one says nothing. */
function toReply(payload: unknown): Record<string, unknown> | null {
  if (typeof payload === 'string') return payload === '' ? null : { text: payload };
  if (typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0) return null;
  return payload as Record<string, unknown>;
}

function splitCommand(line: string): { command: string; text: string } {
  const match = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(line.trim());
  if (match === null) throw new PageError('not_a_command', 'A command begins with "/"');
  return { command: match[1] ?? '', text: (match[2] ?? '').trim() };
}

/** Slack's own /invite and /remove, as far as they concern the bot. */
function runBuiltIn(core: Core, channel: Channel, command: string, text: string): boolean {
  if (command !== '/invite' && command !== '/remove') return false;
  const user = core.world.findUserByName(text);
  if (user === undefined) throw new PageError('user_not_found', `There is nobody called ${text}`, 404);
  if (command === '/invite') core.addMember(channel, user.id);
  else core.world.changeChannel(channel, { members: channel.members.filter((id) => id !== user.id) });
  return true;
}

/** Slack escapes three characters and, with should_escape, marks links and replaces names by ids. */
export function escapeText(core: Core, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return core.shouldEscape ? linkNames(core, escaped) : escaped;
}

function linkNames(core: Core, text: string): string {
  const { users, userGroups } = core.world;
  const people = new Map([...users.values()].map((user): [string, User] => [user.name, user]));
  return text
    .replace(/(^|\s)(https?:\/\/\S+)/g, '$1<$2>')
    .replace(/(^|\s)@([a-z0-9._-]+)/gi, (whole, space: string, name: string) => {
      const user = people.get(name.toLowerCase());
      if (user !== undefined) return `${space}<@${user.id}|${user.name}>`;
      const group = userGroups.find((item) => item.handle === name.toLowerCase());
      return group === undefined ? whole : `${space}<!subteam^${group.id}|@${group.handle}>`;
    })
    .replace(/(^|\s)#([a-z0-9._-]+)/gi, (whole, space: string, name: string) => {
      const channel = core.world.findChannelByName(name.toLowerCase());
      return channel === undefined ? whole : `${space}<#${channel.id}|${channel.name}>`;
    });
}
