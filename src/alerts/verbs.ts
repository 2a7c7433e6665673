import { AppError } from '../errors.ts';
import { type AlertContext, recordTransition } from './record-transition.ts';
import { applyEvent } from './state.ts';
import type { Alert, AlertEvent } from './types.ts';

export { type EvaluationInput, type EvaluationResult, recordEvaluation } from './record-evaluation.ts';
export type { AlertContext } from './record-transition.ts';

/** The longest snooze; an alert that shall be quiet for ever is a rule that shall be removed. */
export const MAX_SNOOZE_MS = 14 * 86_400_000;

/**
 * What became of a wish. `done`: it changed the alert, and its messages follow. `already`: it was so before.
 * `resolved`: the episode is over and stays over. `stale`: the alert changed since the button was drawn; show it again.
 * `alert` is the row as it stands now.
 */
export type AlertResult =
  | { outcome: 'done'; alert: Alert; previous: Alert }
  | { outcome: 'already' | 'resolved' | 'stale'; alert: Alert };

/** `version` is the one that the clicked button carried; without it the wish holds for the alert as it stands. */
export type AlertWish = { alertId: number; by: string; version?: number };

/** Takes an alert: a snoozed one is taken too. @throws AppError not_found, conflict (not fired yet). */
export function acknowledgeAlert(ctx: AlertContext, wish: AlertWish): AlertResult {
  const event = { type: 'acknowledged', at: ctx.clock.now(), by: wish.by } as const;
  return changeAlert(ctx, wish, event, 'alert.acknowledge', refusePending('acknowledge'));
}

/** Gives an acknowledged alert back. @throws AppError not_found. */
export function unacknowledgeAlert(ctx: AlertContext, wish: AlertWish): AlertResult {
  const event = { type: 'unacknowledged', at: ctx.clock.now(), by: wish.by } as const;
  return changeAlert(ctx, wish, event, 'alert.unacknowledge');
}

/**
 * Quiet until a time, or until it becomes more severe; again on a snoozed alert it sets a new end.
 * @param wish untilAt in UTC ms, after now and at most MAX_SNOOZE_MS ahead.
 * @throws AppError not_found, invalid_input, conflict (not fired yet).
 */
export function snoozeAlert(
  ctx: AlertContext,
  wish: AlertWish & { untilAt: number; reason: string | null },
): AlertResult {
  const at = ctx.clock.now();
  checkSnooze(wish.untilAt, at);
  const event = { type: 'snoozed', at, by: wish.by, untilAt: wish.untilAt, reason: wish.reason } as const;
  return changeAlert(ctx, wish, event, 'alert.snooze', refusePending('snooze'));
}

/**
 * Ends a snooze: by a person at any time, by mlmon (`by` null) when its time is over, so that a snooze which was
 * made longer in the same moment holds.
 * @throws AppError not_found.
 */
export function endSnooze(ctx: AlertContext, wish: Omit<AlertWish, 'by'> & { by: string | null }): AlertResult {
  const at = ctx.clock.now();
  const event = { type: 'snooze_ended', at, by: wish.by } as const;
  return changeAlert(ctx, wish, event, 'alert.end_snooze', (alert) => {
    return wish.by !== null || alert.snoozedUntilAt === null || alert.snoozedUntilAt <= at;
  });
}

/** Lets every snooze end whose time is over; returns how many did. */
export function endDueSnoozes(ctx: AlertContext): number {
  const due = ctx.store.alerts.snoozesDue(ctx.clock.now());
  return due.filter(({ id }) => endSnooze(ctx, { alertId: id, by: null }).outcome === 'done').length;
}

/** Ends an episode for good; the next breach is a new one. @throws AppError not_found. */
export function resolveAlert(ctx: AlertContext, wish: AlertWish): AlertResult {
  const event = { type: 'resolved', at: ctx.clock.now(), by: wish.by } as const;
  return changeAlert(ctx, wish, event, 'alert.resolve');
}

/**
 * Ends the open episodes of rules that a monitor no longer has: nothing would judge them again, and they would stand open
 * for ever. To be called when a definition is saved, and with no rules before a monitor is removed.
 * @param input rules: the names that the monitor still has.
 */
export function resolveRemovedRules(
  ctx: AlertContext,
  input: { monitorId: number; rules: readonly string[]; by: string | null },
): Alert[] {
  const open = ctx.store.alerts
    .list({ monitorId: input.monitorId, states: ['pending', 'firing', 'acked', 'snoozed'] })
    .filter(({ rule }) => !input.rules.includes(rule));
  const at = ctx.clock.now();
  return open.map(({ id }) => {
    return changeAlert(ctx, { alertId: id }, { type: 'resolved', at, by: input.by }, 'alert.remove_rule').alert;
  });
}

type PersonEvent = Exclude<AlertEvent, { type: 'evaluated' }>;

/** @param isAllowed may refuse by throwing, or say that there is nothing to do. */
function changeAlert(
  ctx: AlertContext,
  wish: { alertId: number; version?: number },
  event: PersonEvent,
  verb: string,
  isAllowed: (alert: Alert) => boolean = () => true,
): AlertResult {
  const result = ctx.store.transaction((): AlertResult => {
    const previous = readAlert(ctx, wish.alertId);
    if (previous.state === 'resolved') return { outcome: 'resolved', alert: previous };
    const transition = isAllowed(previous) ? applyEvent(previous, event, null) : null;
    if (!transition?.isChanged) return { outcome: 'already', alert: previous };
    if (wish.version !== undefined && wish.version !== previous.version) return { outcome: 'stale', alert: previous };
    const { type: _type, at: _at, by: _by, ...details } = event;
    const audit = { verb, details: { ...details, from: previous.state, to: transition.alert.state } };
    recordTransition(ctx, { transition, event, evidence: null, audit });
    return { outcome: 'done', alert: transition.alert, previous };
  });
  if (result.outcome === 'done') ctx.wakeDelivery();
  return result;
}

function readAlert({ store }: AlertContext, id: number): Alert {
  const alert = store.alerts.get(id);
  if (alert) return alert;
  throw new AppError('not_found', `Cannot find alert ${id}`, { hint: '`/mlmon status` lists the open alerts' });
}

function refusePending(verb: string): (alert: Alert) => true {
  return (alert) => {
    if (alert.state !== 'pending') return true;
    throw new AppError('conflict', `Cannot ${verb} alert ${alert.id}: it has not fired yet`, {
      hint: 'Wait for the next window; it fires or ends by itself',
    });
  };
}

function checkSnooze(untilAt: number, at: number): void {
  if (Number.isSafeInteger(untilAt) && untilAt > at && untilAt - at <= MAX_SNOOZE_MS) return;
  const wish = Number.isFinite(untilAt) ? new Date(untilAt).toISOString() : String(untilAt);
  throw new AppError('invalid_input', `Cannot snooze until ${wish}: it must be in the future, at most 14 days ahead`, {
    hint: 'Choose a shorter time, or edit the rule if the alert is of no use',
  });
}
