import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { ChannelTarget } from '../monitors/types.ts';
import { isSlackChannel, planNotifications } from './notifications.ts';
import type { Transition } from './state.ts';
import type { Alert, AlertEvent, AlertEvidence } from './types.ts';

/** What alert verbs need of the context. */
export type AlertContext = Pick<Context, 'store' | 'clock' | 'wakeDelivery'>;

/** Who was queued to be told, and which targets this program cannot deliver to; the caller logs those. */
export type Told = { notified: readonly ChannelTarget[]; skipped: readonly ChannelTarget[] };

export type TransitionRecord = {
  transition: Transition;
  event: AlertEvent;
  evidence: AlertEvidence | null;
  /** Targets of the rule, for an alert that fires; people's events need none. */
  targets?: readonly ChannelTarget[];
  deliverable?: (target: ChannelTarget) => boolean;
  /** See `planNotifications`. */
  isReleased?: boolean;
  /** null: too common to be kept in the audit log. */
  audit: { verb: string; details: Readonly<Record<string, unknown>> } | null;
};

/**
 * Writes everything that follows from a transition. To be called inside the transaction that read the alert: the row
 * (unless it is new), its event, the notifications, the audit row.
 * @throws AppError conflict when the row changed since it was read.
 */
export function recordTransition(ctx: AlertContext, record: TransitionRecord): Told {
  const { store } = ctx;
  const { transition, event } = record;
  const { alert } = transition;
  if (transition.from !== null && !store.alerts.update(alert, alert.version - 1)) {
    throw new AppError('conflict', `Cannot change alert ${alert.id}: it was changed at the same moment`, {
      hint: 'Try again',
    });
  }
  store.alerts.addEvent(alert.id, event, record.evidence);
  const told = queueNotifications(ctx, record);
  if (record.audit) {
    const actor = 'by' in event && event.by !== null ? event.by : 'mlmon';
    store.audit.add({ at: event.at, actor, subject: `alert ${alert.id}`, ...record.audit });
  }
  return told;
}

/** Has an alert drawn again where it was told, at those targets alone for which `isMeant` holds. */
export function queueUpdates(ctx: AlertContext, alert: Alert, isMeant: (target: ChannelTarget) => boolean): void {
  const { notifications } = planNotifications({
    transition: { alert, isChanged: true, from: alert.state, isFirstFiring: false, isVisible: true },
    targets: [],
    told: listTold(ctx, alert.id).filter(isMeant),
    deliverable: () => true,
    isReleased: false,
    at: ctx.clock.now(),
    makeId: randomUUID,
  });
  for (const notification of notifications) ctx.store.outbox.add(notification);
}

/** Where an alert's root message was queued, first of all first. */
function listTold({ store }: AlertContext, alertId: number): ChannelTarget[] {
  const roots = store.outbox.list({ alertId }).filter(({ kind }) => kind === 'alert_root');
  return roots.map(({ target }) => target).reverse();
}

function queueNotifications(ctx: AlertContext, record: TransitionRecord): Told {
  const { store } = ctx;
  const { transition, targets = [], deliverable = isSlackChannel } = record;
  const plan = planNotifications({
    transition,
    targets,
    told: listTold(ctx, transition.alert.id),
    deliverable,
    isReleased: record.isReleased ?? false,
    at: record.event.at,
    makeId: randomUUID,
  });
  const added = plan.notifications.filter((notification) => store.outbox.add(notification));
  return { notified: added.map(({ target }) => target), skipped: plan.skipped };
}
