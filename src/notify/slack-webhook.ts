import { DeliveryError } from '../errors.ts';
import { postJson } from './http.ts';
import type { DeliveryJob, RenderAlert } from './notifier.ts';

/**
 * An incoming webhook can post and nothing else: no edit, no picture, no way to look what arrived. So it tells when an
 * alert fires and when it is resolved, and an unclear attempt is repeated: twice is better than never.
 * @throws DeliveryError
 */
export async function sendToSlackWebhook(url: string, job: DeliveryJob, renderAlert: RenderAlert): Promise<null> {
  const { target } = job.notification;
  if (target.type !== 'slack' || url === '') {
    throw new DeliveryError('Cannot send: the target names neither channel nor webhook', { isPermanent: true });
  }
  if (job.notification.kind !== 'alert_root' && job.alert.state !== 'resolved') return null;
  const rendered = renderAlert(job.alert, { chart: null, mention: target.mention });
  await postJson(url, rendered, { receiver: 'the Slack webhook' });
  return null;
}
