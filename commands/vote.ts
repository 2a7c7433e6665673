import { NOISE_REASONS, type NoiseReason, VOTES, type Vote } from '../src/alerts/types.ts';
import { type VoteWish, voteOnAlert } from '../src/alerts/votes.ts';
import type { Context } from '../src/context.ts';
import { AppError } from '../src/errors.ts';
import type { Message } from '../views/blocks.ts';
import { renderAlreadyVoted, renderNoiseReasons, renderVoted } from '../views/votes.ts';
import { parseAlertId } from './alert-id.ts';
import type { Command } from './command.ts';

export const vote: Command = {
  name: 'vote',
  args: '<alert> <useful or noise> [reason]',
  summary: 'Say whether an alert was worth it, so that thresholds can be tuned',
  examples: ['/mlmon vote 3 useful', '/mlmon vote 3 noise false positive'],
  async run({ ctx, args: [id, word, ...reason], userId, reply }) {
    const alertId = parseAlertId(id, { act: 'vote', example: '/mlmon vote 3 useful' });
    const wish = { alertId, by: userId, vote: parseVote(word), reason: parseReason(reason) };
    await reply(renderVoted(voteOnAlert(ctx, wish)));
  },
};

/** What a person who pressed Useful is told; null when the alert's own message says it all. */
export function voteUseful(ctx: Context, alertId: number, by: string): Message | null {
  const result = voteOnAlert(ctx, { alertId, by, vote: 'useful', reason: null });
  return result.outcome === 'done' ? null : renderAlreadyVoted(result);
}

/** The vote stands; a reason may be added. */
export function voteNoise(ctx: Context, alertId: number, by: string): Message {
  return renderNoiseReasons(voteOnAlert(ctx, { alertId, by, vote: 'noise', reason: null }));
}

/** @param reason as the menu has it. */
export function giveNoiseReason(ctx: Context, alertId: number, by: string, reason: string): Message {
  return renderVoted(voteOnAlert(ctx, { alertId, by, vote: 'noise', reason: reason as VoteWish['reason'] }));
}

function parseVote(word: string | undefined): Vote {
  const found = VOTES.find((one) => one === word?.toLowerCase());
  if (found !== undefined) return found;
  const what = word === undefined ? 'nothing was said about it' : `"${word}" is neither useful nor noise`;
  throw new AppError('invalid_input', `Cannot vote: ${what}`, { hint: 'Type `/mlmon vote 3 useful`' });
}

/** "False positive" and "false_positive" are the same; the verb refuses what is no reason. */
function parseReason(words: readonly string[]): NoiseReason | null {
  const name = words.join('_').toLowerCase().replaceAll('-', '_');
  if (name === '') return null;
  return NOISE_REASONS.find((reason) => reason === name) ?? (words.join(' ') as NoiseReason);
}
