import { setTimeout as delay } from 'node:timers/promises';
import { App, HTTPReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { makeListenerClientOptions } from '../slack/client.ts';
import { isFatalAuthError, PERMANENT_ERRORS, slackErrorCode, toUserError } from '../slack/errors.ts';
import { createSlackLogger } from '../slack/logger.ts';
import type { Store } from '../store/types.ts';
import { createFailureHandler, type DescribeFailure } from './failures.ts';
import { describeHealth, type SlackHealth, watchPongs } from './health.ts';
import type { RequestBody } from './request-body.ts';
import { createRequests, type Requests } from './requests.ts';
import { SocketReceiver, type SocketTimings } from './socket-receiver.ts';

/** How Slack reaches us: we dial out, or Slack calls `POST /slack/events` on a port. */
export type SlackMode =
  | { type: 'socket'; appToken: string }
  | { type: 'http'; signingSecret: string; host?: string; port: number; bodyLimitBytes?: number };

export type SlackAppOptions = {
  token: string;
  mode: SlackMode;
  /** Another place than slack.com, with the path, e.g. a local Slack's `http://127.0.0.1:4400/api/`. */
  slackApiUrl?: string | undefined;
  seenEvents: Store['seenEvents'];
  clock: Clock;
  log: Logger;
  /** Puts the listeners on the app. */
  register(app: App): void;
  describeFailure: DescribeFailure;
  /** Slack refuses the tokens while mlmon runs: no retry can help. */
  onFatal(error: unknown): void;
  /** For tests, which cannot wait. */
  timings?: SocketTimings & { lateAfterMs?: number; drainMs?: number; retryMinMs?: number };
};

export type SlackApp = {
  /**
   * Resolves when Slack can reach us; waits as long as Slack cannot be reached.
   * @throws AppError config when Slack refuses the tokens.
   */
  start(): Promise<void>;
  /** Lets running listeners end, then closes every connection. */
  stop(): Promise<void>;
  /** For calls that answer a person; notifications have a client of their own. */
  readonly client: WebClient;
  health(): SlackHealth;
};

const DRAIN_MS = 10_000;
const BODY_LIMIT_BYTES = 1_000_000;
const LONGEST_START_WAIT_MS = 15_000;

/** Bolt with its defaults replaced by ones that a service can live with; see the tests for each of the traps. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { log, clock } = options;
  const receiver = createReceiver(options);
  const app = createBoltApp(options, receiver);
  const requests = createRequests({ ...options, ...options.timings });
  requests.attach(app);
  app.error(makeErrorListener(options, app.client, requests));
  app.event('app_rate_limited', async () => log.warn('Slack holds events back: there were too many in the last hour'));
  options.register(app);

  const pongs = watchPongs(clock);
  const stopping = new AbortController();
  let isStarted = false;

  return {
    client: app.client,
    async start() {
      await initialize(app, log, stopping.signal);
      if (stopping.signal.aborted) return;
      await Promise.race([startReceiver(receiver, options.mode), aborted(stopping.signal)]);
      isStarted = true;
    },
    async stop() {
      stopping.abort();
      const drainMs = options.timings?.drainMs ?? DRAIN_MS;
      await requests.idle(drainMs);
      if (receiver instanceof SocketReceiver || isStarted) await receiver.stop();
      // What arrived while the others were ending.
      if (!(await requests.idle(drainMs))) log.warn(requests.counts(), 'Listeners still run, mlmon ends without them');
      pongs.stop();
    },
    health: () =>
      describeHealth({
        mode: options.mode.type,
        connections: receiver instanceof SocketReceiver ? receiver.health() : [],
        isListening: isStarted && !stopping.signal.aborted,
        lastPongAt: pongs.lastAt(),
        now: clock.now(),
        counts: requests.counts(),
      }),
  };
}

function createReceiver(options: SlackAppOptions): SocketReceiver | HTTPReceiver {
  const { mode } = options;
  if (mode.type === 'socket') {
    const { clock, log, onFatal, slackApiUrl, timings = {} } = options;
    const { retryMinMs } = timings;
    return new SocketReceiver({
      ...{ appToken: mode.appToken, slackApiUrl, clock, log, onFatal, timings },
      ...(retryMinMs === undefined ? {} : { retryMinMs }),
    });
  }
  return new HTTPReceiver({
    signingSecret: mode.signingSecret,
    port: mode.port,
    bodyLimit: mode.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    logger: createSlackLogger(options.log, 'slack-http'),
  });
}

function createBoltApp(options: SlackAppOptions, receiver: SocketReceiver | HTTPReceiver): App {
  return new App({
    receiver,
    token: options.token,
    clientOptions: makeListenerClientOptions(options.slackApiUrl),
    logger: createSlackLogger(options.log, 'bolt'),
    convoStore: false,
    extendedErrorHandler: true,
    // The constructor would call auth.test and keep its failure for ever.
    deferInitialization: true,
  });
}

function makeErrorListener(options: SlackAppOptions, client: WebClient, requests: Requests) {
  const handle = createFailureHandler({
    describeFailure: options.describeFailure,
    stateOf: (body) => requests.of(body),
    client,
    log: options.log,
  });
  return async ({ error, body }: { error: unknown; body: object }): Promise<void> => {
    await handle(error, body as RequestBody);
  };
}

/** Asks Slack who we are, until it answers or the app is stopped. */
async function initialize(app: App, log: Logger, signal: AbortSignal): Promise<void> {
  for (let waitMs = 500; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_START_WAIT_MS)) {
    try {
      await app.init();
      return;
    } catch (error) {
      const code = slackErrorCode(error);
      if (code !== null && code in PERMANENT_ERRORS) throw explainRefusal(error, 'SLACK_BOT_TOKEN');
      log.warn({ reason: toUserError(error)?.message, waitMs }, 'Slack cannot be reached, mlmon keeps trying');
    }
    await delay(waitMs, undefined, { signal }).catch(() => {});
  }
}

async function startReceiver(receiver: SocketReceiver | HTTPReceiver, mode: SlackMode): Promise<void> {
  try {
    if (receiver instanceof SocketReceiver) await receiver.start();
    else if (mode.type === 'http') await receiver.start({ port: mode.port, host: mode.host ?? '127.0.0.1' });
  } catch (error) {
    if (mode.type === 'http') {
      const hint = 'Choose another port, or end what listens there';
      throw new AppError('config', `Cannot listen on port ${mode.port}`, { hint, cause: error });
    }
    throw explainRefusal(error, 'SLACK_APP_TOKEN');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function explainRefusal(error: unknown, variable: string): AppError {
  const code = slackErrorCode(error) ?? 'no answer';
  const hint = isFatalAuthError(error)
    ? `Check ${variable}; install the app again if it was removed`
    : PERMANENT_ERRORS[code];
  return new AppError('config', `Cannot start: Slack refuses ${variable} (${code})`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}
