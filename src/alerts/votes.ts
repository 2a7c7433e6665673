import { AppError } from '../errors.ts';
import type { VoteRow } from '../store/types.ts';
import { reasonWords } from '../words.ts';
import { isSlackChannel } from './notifications.ts';
import { type AlertContext, queueUpdates } from './record-transition.ts';
import { type Alert, NOISE_REASONS, type NoiseReason, VOTES, type Vote, type VoteTally } from './types.ts';

export type VoteWish = { alertId: number; by: string; vote: Vote; reason: NoiseReason | null };

/** `done`: it is a new vote, another one than before or has another reason. `already`: it was so before. */
export type VoteResult = { outcome: 'done' | 'already'; alert: Alert; vote: VoteRow };

/**
 * Says whether an alert was useful or noise, one vote per person, which the next one replaces. The alert itself stays as
 * it is; its messages in Slack channels are written again with the new count. Noise without a reason keeps the reason
 * that the same person gave before.
 * @throws AppError not_found, conflict (not fired yet), invalid_input (an unknown vote or reason, a reason for Useful).
 */
export function voteOnAlert(ctx: AlertContext, wish: VoteWish): VoteResult {
  checkWish(wish);
  const result = ctx.store.transaction((): VoteResult => {
    const alert = readFired(ctx, wish.alertId);
    const before = ctx.store.votes.list(alert.id).find(({ userId }) => userId === wish.by) ?? null;
    const vote = makeVote(ctx, wish, before);
    if (before !== null && before.vote === vote.vote && before.reason === vote.reason)
      return { outcome: 'already', alert, vote: before };
    ctx.store.votes.save(vote);
    return { outcome: 'done', alert: record(ctx, alert, vote, before), vote };
  });
  if (result.outcome === 'done') ctx.wakeDelivery();
  return result;
}

/** How many people voted for what. */
export function countVotes(votes: readonly Pick<VoteRow, 'vote'>[]): VoteTally {
  const count = (vote: Vote): number => votes.filter((one) => one.vote === vote).length;
  return { useful: count('useful'), noise: count('noise') };
}

function makeVote({ clock }: AlertContext, wish: VoteWish, before: VoteRow | null): VoteRow {
  const { alertId, by, vote } = wish;
  const reason = wish.reason ?? (vote === before?.vote ? before.reason : null);
  return { alertId, userId: by, vote, reason, votedAt: clock.now() };
}

/** A new version of the alert, so that its message is drawn again, and the audit row. */
function record(ctx: AlertContext, before: Alert, vote: VoteRow, previous: VoteRow | null): Alert {
  const alert = { ...before, version: before.version + 1 };
  ctx.store.alerts.update(alert, before.version);
  // A webhook cannot edit what it said, and would say everything again.
  queueUpdates(ctx, alert, isSlackChannel);
  const details = { vote: vote.vote, reason: vote.reason, previous: previous?.vote ?? null };
  const subject = `alert ${alert.id}`;
  ctx.store.audit.add({ at: vote.votedAt, actor: vote.userId, verb: 'alert.vote', subject, details });
  return alert;
}

function readFired({ store }: AlertContext, id: number): Alert {
  const alert = store.alerts.get(id);
  if (alert === null) {
    throw new AppError('not_found', `Cannot find alert ${id}`, { hint: '`/mlmon status` lists the open alerts' });
  }
  if (alert.firedAt !== null) return alert;
  throw new AppError('conflict', `Cannot vote on alert ${id}: it has not fired`, {
    hint: 'Vote on alerts that were told to people',
  });
}

function checkWish({ vote, reason }: VoteWish): void {
  if (!VOTES.includes(vote)) {
    throw new AppError('invalid_input', `Cannot vote: "${String(vote)}" is neither ${VOTES.join(' nor ')}`);
  }
  if (reason === null) return;
  const known = NOISE_REASONS.map(reasonWords).join(', ');
  if (vote !== 'noise') {
    throw new AppError('invalid_input', 'Cannot vote: a reason goes with noise alone', {
      hint: 'Leave the reason out, or vote noise',
    });
  }
  if (!NOISE_REASONS.includes(reason)) {
    throw new AppError('invalid_input', `Cannot vote: "${String(reason)}" is not a reason for noise`, {
      hint: `Reasons are ${known}`,
    });
  }
}
