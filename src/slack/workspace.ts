import type { WebClient } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { Store } from '../store/types.ts';

const SETTING = 'slack.workspace_url';

/** Learns the workspace's address, for links to messages; a failure is logged, and what was known stays. */
export async function learnWorkspace(client: WebClient, settings: Store['settings'], log: Log): Promise<void> {
  try {
    const { url } = await client.auth.test();
    if (url !== undefined) settings.set(SETTING, url);
  } catch (error) {
    log.warn({ err: error }, 'The workspace did not say its address; messages are named without links');
  }
}

/** The address of a message; null where the workspace's is not known. */
export function linkToMessage(
  settings: Pick<Store['settings'], 'get'>,
  { channelId, ts }: { channelId: string; ts: string },
): string | null {
  const url = settings.get(SETTING);
  return url === null ? null : `${url.replace(/\/$/, '')}/archives/${channelId}/p${ts.replace('.', '')}`;
}
