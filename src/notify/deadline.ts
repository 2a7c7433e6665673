import type { Clock } from '../clock.ts';
import { DeliveryError } from '../errors.ts';
import { POST_TIMEOUT_MS } from '../slack/client.ts';

/** A post that ends after the lease could meet the same post by whoever took the notification over. @throws DeliveryError */
export function assertTimeIsLeft(job: { deadlineAt: number }, clock: Clock): void {
  if (clock.now() + POST_TIMEOUT_MS <= job.deadlineAt) return;
  throw new DeliveryError('Preparing the message took too long', { isPermanent: false });
}
