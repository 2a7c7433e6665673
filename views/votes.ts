import type { StaticSelect } from '@slack/types';
import { NOISE_REASONS, type NoiseReason, type Vote } from '../src/alerts/types.ts';
import { reasonWords } from '../src/words.ts';
import { escapeText, type Message, plainMessage, section, toPlainText } from './blocks.ts';

export const NOISE_REASON = 'alert.noise_reason';

/** Whose alert it is, and what stands now. */
type Voted = {
  alert: { id: number; modelName: string };
  vote: { vote: Vote; reason: NoiseReason | null };
};

/** "Alert 3 of churn counts as noise: false positive." */
export function renderVoted(voted: Voted): Message {
  return plainMessage(`${describeVote(voted)}.`);
}

export function renderAlreadyVoted({ alert, vote }: Voted): Message {
  return plainMessage(`${nameAlert(alert)} has your vote already: ${vote.vote}.`);
}

/** The vote, with a menu that asks for the reason; nothing has to be chosen. */
export function renderNoiseReasons(voted: Voted): Message {
  const said = `${describeVote(voted)}. You can say why:`;
  return {
    text: toPlainText(said),
    blocks: [{ ...section(said), block_id: `noise_reason_${voted.alert.id}`, accessory: menuOf(voted) }],
  };
}

function menuOf({ alert, vote }: Voted): StaticSelect {
  const options = NOISE_REASONS.map((reason) => ({
    text: { type: 'plain_text' as const, text: capitalise(reasonWords(reason)) },
    value: `${alert.id}:${reason}`,
  }));
  const chosen = vote.reason === null ? -1 : NOISE_REASONS.indexOf(vote.reason);
  return {
    type: 'static_select',
    action_id: NOISE_REASON,
    placeholder: { type: 'plain_text', text: 'Reason' },
    options,
    ...(chosen >= 0 ? { initial_option: options[chosen]! } : {}),
  };
}

function describeVote({ alert, vote }: Voted): string {
  const reason = vote.reason === null ? '' : `: ${reasonWords(vote.reason)}`;
  return `Your vote on ${nameAlert(alert).replace('Alert', 'alert')} is ${vote.vote}${reason}`;
}

function nameAlert({ id, modelName }: Voted['alert']): string {
  return `Alert ${id} of *${escapeText(modelName)}*`;
}

function capitalise(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
