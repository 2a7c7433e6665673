import type { Core } from '../core.ts';
import type { Delivery } from './link.ts';

/** What a person's act came to: the words for the person when the app let them down. */
export type Outcome = { requestId: string; failure: string | null };

/** Why a delivery counts as failed, by Slack's own code; null when the app answered. */
export function nameFailure(delivery: Delivery): 'operation_timeout' | 'dispatch_failed' | null {
  if (delivery.status === 'answered') return null;
  return delivery.status === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
}

export function wordCommandFailure(command: string, code: string): string {
  if (code === 'operation_timeout') return `${command} failed because the app did not respond`;
  return `${command} failed with the error "${code}"`;
}

/** Tells the person's pages and returns the same words. */
export function reportFailure(core: Core, userId: string, requestId: string, message: string): Outcome {
  core.world.hub.emit({ type: 'failure', message, requestId }, userId);
  return { requestId, failure: message };
}
