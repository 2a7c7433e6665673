import { type App, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createSlackLogger } from '../slack/logger.ts';

type ConnectionState = 'connecting' | 'connected' | 'closed';
export type ConnectionHealth = { state: ConnectionState; sinceAt: number; lastFrameAt: number | null };

export type SocketConnectionOptions = {
  appToken: string;
  slackApiUrl: string | undefined;
  clock: Clock;
  log: Logger;
  /** Another one should take the place of this connection: Slack is about to close it (`asked`) or it is gone (`lost`). */
  onReplaceable(reason: 'asked' | 'lost'): void;
  /** First wait between two attempts to open it. */
  retryMinMs?: number;
};

export type SocketConnection = {
  init(app: App): void;
  /** Resolves when events can arrive. @throws what Slack answered when no retry can help. */
  start(): Promise<void>;
  close(): Promise<void>;
  health(): ConnectionHealth;
};

/** A peer that does not answer the close handshake would hold us for 30 s. */
const CLOSE_TIMEOUT_MS = 1_000;
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 5_000;
const REFRESH_REASONS = new Set(['warning', 'refresh_requested']);

/** One Socket Mode connection, with Slack's client kept from the ways in which it loses a connection or the process. */
export function createSocketConnection(options: SocketConnectionOptions): SocketConnection {
  const { clock, log } = options;
  let isClosed = false;
  let health: ConnectionHealth = { state: 'connecting', sinceAt: clock.now(), lastFrameAt: null };
  const receiver = makeReceiver(options, () => isClosed);
  const { client } = receiver;

  function setState(state: ConnectionState): void {
    if (health.state !== state) health = { ...health, state, sinceAt: clock.now() };
  }
  client.on('connected', () => setState('connected'));
  client.on('close', () => {
    const wasConnected = health.state === 'connected';
    setState(isClosed ? 'closed' : 'connecting');
    if (wasConnected && !isClosed) options.onReplaceable('lost');
  });
  filterFrames(client, log, (frame) => {
    health = { ...health, lastFrameAt: clock.now() };
    if (frame.type !== 'disconnect' || !REFRESH_REASONS.has(String(frame.reason))) return true;
    // The client would drop the socket at once and dial again after 5 s. A successor is opened first instead.
    options.onReplaceable('asked');
    return false;
  });

  return {
    init: (app) => receiver.init(app),
    start: async () => void (await receiver.start()),
    async close() {
      isClosed = true;
      await Promise.race([client.disconnect(), waitAtMost(CLOSE_TIMEOUT_MS)]);
      setState('closed');
    },
    health: () => health,
  };
}

/**
 * Its client options are its own: the client writes into them, and it has to retry for as long as an outage lasts,
 * which nobody who waits for an answer should.
 */
function makeReceiver(options: SocketConnectionOptions, isClosed: () => boolean): SocketModeReceiver {
  const retryTimes = { minTimeout: options.retryMinMs ?? RETRY_MIN_MS, maxTimeout: RETRY_MAX_MS };
  return new SocketModeReceiver({
    appToken: options.appToken,
    logger: createSlackLogger(options.log, 'slack-socket'),
    // For duplicates of what carries no id of its own.
    customPropertiesExtractor: (event: { envelope_id?: string }) => ({ envelopeId: event.envelope_id ?? null }),
    processEventErrorHandler: async ({ error }) => {
      options.log.error({ err: error }, 'Bolt could not process an envelope');
      return true;
    },
    installerOptions: {
      clientOptions: {
        retryConfig: { forever: true, retries: 20, factor: 1.5, randomize: true, ...retryTimes },
        timeout: 10_000,
        // A closed connection has no way to end the client's retries; a call that never settles ends them.
        fetch: (url, init) => (isClosed() ? new Promise(() => {}) : fetch(url, init)),
        ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
      },
    },
  });
}

type Frame = { type?: unknown; reason?: unknown; payload?: unknown };
type FrameListener = (data: unknown, isBinary: boolean) => unknown;

/**
 * Puts itself between the socket and the client. An Events API payload without an inner event, such as
 * `app_rate_limited`, makes the client throw where nobody can catch it, with the envelope unanswered: it gets the
 * event that it lacks, so that it is answered and dispatched like any other.
 */
function filterFrames(client: SocketModeReceiver['client'], log: Logger, accept: (frame: Frame) => boolean): void {
  const listeners = client.listeners('ws_message') as FrameListener[];
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (data: unknown, isBinary: boolean) => {
    try {
      const frame = parseFrame(data);
      if (!accept(frame)) return;
      const whole = isBinary ? data : completeFrame(frame, data);
      for (const listener of listeners) await listener(whole, isBinary);
    } catch (error) {
      log.error({ err: error }, 'A frame of Slack could not be read');
    }
  });
}

function parseFrame(data: unknown): Frame {
  if (typeof data !== 'string') return {};
  const frame: unknown = JSON.parse(data);
  return typeof frame === 'object' && frame !== null ? frame : {};
}

function completeFrame(frame: Frame, data: unknown): unknown {
  const payload = frame.payload as { type?: unknown; event?: unknown } | undefined;
  if (frame.type !== 'events_api' || payload === undefined || typeof payload.event === 'object') return data;
  return JSON.stringify({ ...frame, payload: { ...payload, event: { ...payload, type: payload.type ?? 'unknown' } } });
}

function waitAtMost(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
