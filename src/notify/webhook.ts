import type { Alert } from '../alerts/types.ts';
import { DeliveryError } from '../errors.ts';
import { postJson } from './http.ts';
import type { Notifier } from './notifier.ts';

/**
 * Posts an alert as JSON whenever it changes. The receiver may get one notification twice after an unclear attempt:
 * `Idempotency-Key` is the same both times, and `version` only grows.
 */
export function createWebhookNotifier(): Notifier {
  return {
    async send({ notification, alert }) {
      const { target } = notification;
      if (target.type !== 'webhook')
        throw new DeliveryError('Cannot send: not a webhook target', { isPermanent: true });
      const headers = { 'idempotency-key': `${notification.id}:${alert.version}` };
      await postJson(target.url, toPayload(alert), { receiver: 'the webhook', headers });
      return null;
    },
  };
}

function toPayload(alert: Alert): Record<string, unknown> {
  const { id, version, modelName, rule, severity, condition, state, evidence } = alert;
  return {
    type: 'mlmon.alert',
    alert: {
      ...{ id, version, model: modelName, rule, severity, condition, state },
      firedAt: toIso(alert.firedAt),
      acknowledgedAt: toIso(alert.ackedAt),
      snoozedUntil: toIso(alert.snoozedUntilAt),
      resolvedAt: toIso(alert.resolvedAt),
      metric: evidence.metric,
      column: evidence.column,
      value: evidence.value,
      threshold: evidence.threshold,
      segment: evidence.segment ?? null,
      cause: evidence.cause ?? null,
      window: { from: toIso(evidence.windowFromAt), to: toIso(evidence.windowToAt) },
      rows: { reference: evidence.rowsReference, current: evidence.rowsCurrent },
    },
  };
}

function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
