import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { Playground } from '../../../src/playground/index.ts';

/** One delivery as the real Socket Mode client hands it over. */
export type Heard = {
  type: string;
  body: Record<string, unknown>;
  retry_num?: number;
  retry_reason?: string;
  ack: (payload?: unknown) => Promise<void>;
};

const nothing = () => {};
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

/**
 * A connected Socket Mode client. `answer` runs for each delivery; it acknowledges with nothing unless told otherwise.
 * `pingTimeoutMs` is also how long the client waits before it comes back; a short one takes a busy machine for a broken line.
 */
export async function connect(
  playground: Playground,
  answer: (heard: Heard) => unknown = ({ ack }) => ack(),
  pingTimeoutMs = 5000,
): Promise<{ client: SocketModeClient; heard: Heard[] }> {
  const client = new SocketModeClient({
    appToken: playground.appToken,
    clientOptions: { slackApiUrl: playground.apiUrl },
    logger: SILENT,
    clientPingTimeout: pingTimeoutMs,
  });
  const heard: Heard[] = [];
  client.on('slack_event', (delivery: Heard) => {
    heard.push(delivery);
    void answer(delivery);
  });
  await client.start();
  onTestFinished(() => client.disconnect());
  return { client, heard };
}

/** Resolves with the first event of the workspace that is of this type. */
export function nextEvent(playground: Playground, type: string): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = playground.state.hub.subscribe(({ event }) => {
      if (event.type !== type) return;
      stop();
      resolve(event);
    });
  });
}
