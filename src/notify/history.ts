import type { WebClient } from '@slack/web-api';
import type { Notification } from './types.ts';

const METADATA_EVENT = 'mlmon_notification';

/** Clocks differ; a message cannot be much older than the notification that it tells. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Travels with a message so that it can be recognised: Slack's chat.postMessage has no idempotency key. */
export function makeMetadata(notification: Notification) {
  const about =
    notification.kind === 'digest' ? { digest_id: notification.digestId } : { alert_id: notification.alertId };
  return { event_type: METADATA_EVENT, event_payload: { notification_id: notification.id, ...about } };
}

/**
 * The ts of the message that an earlier attempt posted, or null when there is none.
 * @throws WebAPI errors; then nobody knows, and nothing may be posted.
 */
export async function findPosted(
  client: WebClient,
  channelId: string,
  notification: Notification,
): Promise<string | null> {
  const oldest = ((notification.createdAt - CLOCK_TOLERANCE_MS) / 1000).toFixed(6);
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel: channelId,
      oldest,
      inclusive: true,
      include_all_metadata: true,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    const found = page.messages?.find((message) => tellsOf(message.metadata, notification.id));
    if (found?.ts) return found.ts;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return null;
}

function tellsOf(metadata: { event_type?: string; event_payload?: object } | undefined, id: string): boolean {
  if (metadata?.event_type !== METADATA_EVENT) return false;
  return (metadata.event_payload as { notification_id?: unknown } | undefined)?.notification_id === id;
}
