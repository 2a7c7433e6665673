import type { Clock } from '../clock.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { makeTargetKey } from '../monitors/target-key.ts';
import type { Store } from '../store/types.ts';
import { computeBackoffMs } from './backoff.ts';
import type { Delivered } from './notifier.ts';
import { describeTarget } from './target.ts';
import type { AlertNotification, Notification } from './types.ts';

/** What becomes of a claimed notification: every way to end an attempt, each one write to the rows. */
export type Outcomes = {
  /** Whether an earlier attempt may have reached the target. */
  mayHaveArrived(notification: Notification): boolean;
  /** Nothing is left to say. */
  finish(notification: Notification): void;
  /** Sent: the message and the notification's end in one transaction. */
  record(notification: AlertNotification, version: number, delivered: Delivered): void;
  /** Not now; nothing was sent. */
  putBack(notification: Notification, reason: string, dueAt: number): void;
  /** Not this time, or never. */
  fail(notification: Notification, error: DeliveryError): void;
};

/** At five minutes between two attempts about a day; what could not be told by then is history. */
const MAX_ATTEMPTS = 300;

export function createOutcomes(deps: { store: Store; clock: Clock; log: Log; random: () => number }): Outcomes {
  const { store, clock, log, random } = deps;
  /** By notification: attempts of which this process knows that nothing of them reached the target. */
  const harmlessAttempts = new Map<string, number>();

  function mayHaveArrived(notification: Notification): boolean {
    return notification.attempts - 1 > (harmlessAttempts.get(notification.id) ?? 0);
  }

  function noteHarmless(notification: Notification): void {
    if (!mayHaveArrived(notification)) harmlessAttempts.set(notification.id, notification.attempts);
  }

  function finish(notification: Notification): void {
    harmlessAttempts.delete(notification.id);
    store.outbox.sent(notification.id, clock.now());
  }

  function record(notification: AlertNotification, version: number, delivered: Delivered): void {
    const target = makeTargetKey(notification.target);
    store.transaction(() => {
      if (delivered === null) return finish(notification);
      const shown = store.messages.get(notification.alertId, target);
      store.messages.save({ alertId: notification.alertId, target, version, ...delivered });
      // Another process drew a newer version meanwhile, and which of the two landed last is unknown: draw once more.
      const isOvertaken = shown !== null && shown.ts === delivered.ts && shown.version > version;
      if (isOvertaken) store.outbox.failed(notification.id, 'overtaken by a newer version', clock.now());
      else finish(notification);
    });
  }

  function putBack(notification: Notification, reason: string, dueAt: number): void {
    noteHarmless(notification);
    store.outbox.failed(notification.id, reason, dueAt);
  }

  function fail(notification: Notification, error: DeliveryError): void {
    if (error.isPermanent || notification.attempts >= MAX_ATTEMPTS) {
      giveUp(notification, error);
      return;
    }
    if (!error.isUnclear) noteHarmless(notification);
    const waitMs = computeBackoffMs(notification.attempts, random(), error.retryAfterMs);
    store.outbox.failed(notification.id, error.message, clock.now() + waitMs);
    log.warn({ err: error, notification: notification.id, waitMs }, 'Notification failed, will be tried again');
  }

  function giveUp(notification: Notification, error: DeliveryError): void {
    harmlessAttempts.delete(notification.id);
    const target = describeTarget(notification.target);
    store.transaction(() => {
      store.outbox.failed(notification.id, error.message, null);
      store.audit.add({
        at: clock.now(),
        actor: 'mlmon',
        verb: 'notification.failed',
        subject: notification.kind === 'digest' ? `digest ${notification.digestId}` : `alert ${notification.alertId}`,
        details: { notification: notification.id, target, error: error.message, hint: error.hint },
      });
    });
    log.error({ err: error, notification: notification.id, target, hint: error.hint }, 'Notification failed for good');
  }

  return { mayHaveArrived, finish, record, putBack, fail };
}

/** Anything a notifier threw; what is not a DeliveryError says nothing about whether the message went out. */
export function asDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError('Sending failed', { isPermanent: false, isUnclear: true, cause: error });
}
