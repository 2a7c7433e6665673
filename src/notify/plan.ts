import type { Alert } from '../alerts/types.ts';
import type { Store } from '../store/types.ts';
import { targetKey } from './target.ts';
import type { AlertMessage, Notification } from './types.ts';

/** What to do with a claimed notification, from rows alone. */
export type Plan =
  | { type: 'send'; alert: Alert; message: AlertMessage | null }
  /** The target shows it already, or will with a message that is still to go out. */
  | { type: 'skip'; reason: string }
  | { type: 'wait'; reason: string }
  | { type: 'give_up'; reason: string };

/**
 * Every message shows the alert's current row, so of several queued changes one is sent and the others have nothing
 * left to say; and a change never overtakes the root message that it belongs to.
 */
export function planDelivery(store: Store, notification: Notification): Plan {
  const alert = store.alerts.get(notification.alertId);
  if (alert === null) return { type: 'give_up', reason: 'its alert is gone' };
  const key = targetKey(notification.target);
  const message = store.messages.get(alert.id, key);
  if (message !== null) {
    if (message.version >= alert.version) return { type: 'skip', reason: 'shown already' };
    return { type: 'send', alert, message };
  }
  if (notification.kind === 'alert_root') return { type: 'send', alert, message };
  const others = store.outbox
    .list({ alertId: alert.id, states: ['queued', 'sending'] })
    .filter((other) => other.id !== notification.id && targetKey(other.target) === key);
  const root = others.find((other) => other.kind === 'alert_root');
  if (root?.state === 'sending') return { type: 'wait', reason: 'its root message is being sent' };
  if (root) return { type: 'skip', reason: 'its root message will show it' };
  if (others.some((other) => other.alertVersion > notification.alertVersion)) {
    return { type: 'skip', reason: 'a later change is queued' };
  }
  return { type: 'send', alert, message };
}
