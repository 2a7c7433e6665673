import type { Alert } from '../alerts/types.ts';
import { makeTargetKey } from '../monitors/target-key.ts';
import type { DigestRow, Store } from '../store/types.ts';
import type { AlertMessage, AlertNotification, DigestNotification, Notification } from './types.ts';

/** What to do with a claimed notification, from rows alone. */
export type Plan =
  | { type: 'send'; notification: AlertNotification; alert: Alert; message: AlertMessage | null }
  | { type: 'send_digest'; notification: DigestNotification; digest: DigestRow }
  /** The target shows it already, or will with a message that is still to go out. */
  | { type: 'skip'; reason: string }
  | { type: 'wait'; reason: string }
  | { type: 'give_up'; reason: string };

/**
 * Every message shows the alert's current row, so of several queued changes one is sent and the others have nothing
 * left to say; and a change never overtakes the root message that it belongs to.
 */
export function planDelivery(store: Store, notification: Notification): Plan {
  if (notification.kind !== 'digest') return planAlert(store, notification);
  const digest = store.digests.get(notification.digestId);
  if (digest === null) return { type: 'give_up', reason: 'its digest is gone' };
  return { type: 'send_digest', notification, digest };
}

function planAlert(store: Store, notification: AlertNotification): Plan {
  const alert = store.alerts.get(notification.alertId);
  if (alert === null) return { type: 'give_up', reason: 'its alert is gone' };
  const key = makeTargetKey(notification.target);
  const message = store.messages.get(alert.id, key);
  if (message !== null) {
    if (message.version >= alert.version) return { type: 'skip', reason: 'shown already' };
    return { type: 'send', notification, alert, message };
  }
  if (notification.kind === 'alert_root') return { type: 'send', notification, alert, message };
  const others = store.outbox
    .list({ alertId: alert.id, states: ['queued', 'sending'] })
    .filter((other) => other.id !== notification.id && makeTargetKey(other.target) === key);
  const root = others.find((other) => other.kind === 'alert_root');
  if (root?.state === 'sending') return { type: 'wait', reason: 'its root message is being sent' };
  if (root) return { type: 'skip', reason: 'its root message will show it' };
  if (others.some((other) => other.kind !== 'digest' && other.alertVersion > notification.alertVersion)) {
    return { type: 'skip', reason: 'a later change is queued' };
  }
  return { type: 'send', notification, alert, message };
}
