import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import type { Args } from './args.ts';
import { findJoinedChannel, findMessage } from './lookup.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';

export const REACTION_METHODS: MethodTable = {
  'reactions.add': botMethod('tier3', addReaction),
  'reactions.remove': botMethod('tier2', removeReaction),
};

function addReaction(core: Core, args: Args): Answer {
  const message = findMessage(core, args, findJoinedChannel(core, args), 'timestamp');
  const name = args.required('name').replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/.test(name)) throw new SlackError('invalid_name');
  const reaction = message.reactions.find((item) => item.name === name);
  if (reaction?.users.includes(core.world.app.botUserId)) throw new SlackError('already_reacted');
  core.toggleReaction(message, name, core.world.app.botUserId);
  return {};
}

function removeReaction(core: Core, args: Args): Answer {
  const message = findMessage(core, args, findJoinedChannel(core, args), 'timestamp');
  const name = args.required('name').replaceAll(':', '');
  const reaction = message.reactions.find((item) => item.name === name);
  if (!reaction?.users.includes(core.world.app.botUserId)) throw new SlackError('no_reaction');
  core.toggleReaction(message, name, core.world.app.botUserId);
  return {};
}
