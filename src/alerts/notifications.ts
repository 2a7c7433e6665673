import { makeTargetKey } from '../monitors/target-key.ts';
import { type ChannelTarget, type Notify, SEVERITIES } from '../monitors/types.ts';
import type { AlertInput, Subscription } from '../store/types.ts';
import type { Transition } from './state.ts';
import type { Alert } from './types.ts';

/** A row for the outbox. */
type PlannedNotification = AlertInput;

/** Who is to be told, and who cannot be told by this program (said once, when it fires). */
export type NotificationPlan = { notifications: PlannedNotification[]; skipped: ChannelTarget[] };

export type PlanInput = {
  transition: Transition;
  /** Where the alert belongs by its rule; needed when it fires or becomes more severe. */
  targets: readonly ChannelTarget[];
  /** Where its root message was queued before; later changes go there, whatever the definition says by now. */
  told: readonly ChannelTarget[];
  deliverable: (target: ChannelTarget) => boolean;
  /** It waited for a loss to be known, and now one is. */
  isReleased: boolean;
  at: number;
  makeId: () => string;
};

/** Slack channels: the targets that every installation can deliver to. */
export function isSlackChannel(target: ChannelTarget): boolean {
  return target.type === 'slack' && target.channel !== null;
}

/**
 * A root message for every target that has none and belongs to the alert, an update for those that have one. Only a firing
 * alert gets new root messages: a channel that was added later does not first hear of it when it is acknowledged or over.
 * Whoever took it while no channel had been told is told all the same when the loss that it waited for is known.
 */
export function planNotifications(input: PlanInput): NotificationPlan {
  const { transition, told, at, makeId } = input;
  if (!transition.isVisible) return { notifications: [], skipped: [] };
  const { alert } = transition;
  const known = new Set(told.map(makeTargetKey));
  const isLate = alert.state === 'acked' && input.isReleased && !told.some(isSlackChannel);
  const isNew = (target: ChannelTarget) => (alert.state === 'firing' || isLate) && !known.has(makeTargetKey(target));
  const wanted = removeRepeated(input.targets).filter(isNew);
  const [roots, skipped] = split(wanted, input.deliverable);
  const common = { alertId: alert.id, alertVersion: alert.version, at };
  const notifications = [
    ...roots.map((target) => ({
      ...common,
      id: makeId(),
      kind: 'alert_root' as const,
      target,
      dedupeKey: rootKey(alert, target),
    })),
    ...removeRepeated(told).map((target) => ({
      ...common,
      id: makeId(),
      kind: 'alert_update' as const,
      target,
      dedupeKey: `alert:${alert.id}:v${alert.version}:${makeTargetKey(target)}`,
    })),
  ];
  return { notifications, skipped: transition.isFirstFiring ? skipped : [] };
}

/**
 * Where an alert of this rule goes: the rule's channels, else the monitor's, else the installation's default; and every
 * channel that subscribed to the model (or to all) at this severity or a lower one.
 */
export function chooseTargets(input: {
  alert: Pick<Alert, 'modelName' | 'severity'>;
  rule: readonly ChannelTarget[];
  monitor: readonly ChannelTarget[];
  fallback: ChannelTarget | null;
  subscriptions: readonly Subscription[];
}): ChannelTarget[] {
  const { alert, rule, monitor, fallback } = input;
  const named = [rule, monitor, fallback === null ? [] : [fallback]].find((list) => list.length > 0) ?? [];
  const subscribed = input.subscriptions.filter((subscription) => isMeant(subscription, alert)).map(toTarget);
  return removeRepeated([...named, ...subscribed]);
}

/** Whether the digest tells an alert in place of a message: see `Notify`. What has no digest is told at once. */
export function isHeldBack(
  alert: Pick<Alert, 'evidence'>,
  notify: Notify,
  target: ChannelTarget,
  hasDigest: (target: ChannelTarget) => boolean,
): boolean {
  if (notify === 'now' || isReleased(alert, notify)) return false;
  return hasDigest(target);
}

/** The loss that an alert waits for is known. */
export function isReleased({ evidence }: Pick<Alert, 'evidence'>, notify: Notify): boolean {
  return notify === 'loss' && evidence.loss?.isKnown === true;
}

function rootKey(alert: Alert, target: ChannelTarget): string {
  return `alert:${alert.id}:root:${makeTargetKey(target)}`;
}

function isMeant(subscription: Subscription, alert: Pick<Alert, 'modelName' | 'severity'>): boolean {
  const isModel = subscription.modelName === null || subscription.modelName === alert.modelName;
  return isModel && SEVERITIES.indexOf(alert.severity) >= SEVERITIES.indexOf(subscription.minSeverity);
}

function toTarget(subscription: Subscription): ChannelTarget {
  return { type: 'slack', channel: subscription.channelId, webhook: null, mention: null };
}

function removeRepeated(targets: readonly ChannelTarget[]): ChannelTarget[] {
  const keys = targets.map(makeTargetKey);
  return targets.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
