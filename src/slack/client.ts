import type { WebClientOptions } from '@slack/web-api';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { createSlackLogger } from './logger.ts';

export type SlackAccess = {
  token: string;
  /** Another place than slack.com, with the path, e.g. a local Slack's `http://127.0.0.1:4400/api/`. */
  slackApiUrl?: string | undefined;
};

/** How long one call of the posting client may take. */
export const POST_TIMEOUT_MS = 10_000;

/** Slack's packages write into the options they are given, so every caller gets its own object. */
export function makeListenerClientOptions(slackApiUrl: string | undefined): WebClientOptions {
  return {
    retryConfig: { retries: 1, minTimeout: 200, maxTimeout: 500 },
    timeout: 4_000,
    rejectRateLimitedCalls: true,
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  };
}

/**
 * The client that delivers notifications. It repeats nothing by itself: a repeated post is a second message, and a
 * client that waits out a 429 holds back every other call. Who uses it reads the error and decides.
 */
export function createPostingClient(access: SlackAccess, log: Logger, timeoutMs = POST_TIMEOUT_MS): WebClient {
  return new WebClient(access.token, {
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    logger: createSlackLogger(log, 'slack-post'),
    ...(access.slackApiUrl === undefined ? {} : { slackApiUrl: access.slackApiUrl }),
  });
}
