import { LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { FakeClock } from '../../../src/clock.ts';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../../src/playground/index.ts';

export const ALERTS = 'C0MLALERTS';
export const GENERAL = 'C0GENERAL1';
export const ANA = 'U0ANA00001';
export const BEN = 'U0BEN00002';
export const NOON = Date.UTC(2026, 10, 22, 12);

export type Bench = { playground: Playground; client: WebClient; clock: FakeClock };

/** A playground on a clock that stands still, and the real client, for one test. */
export async function openBench(options: Partial<PlaygroundOptions> = {}): Promise<Bench> {
  const clock = new FakeClock(NOON);
  const timings = { fileProcessingMs: 5, ...options.timings };
  const playground = await startPlayground({ port: 0, clock, commands: [], rateLimits: 'off', ...options, timings });
  onTestFinished(() => playground.close());
  return { playground, client: makeClient(playground), clock };
}

export function makeClient(playground: Playground, token = playground.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: playground.apiUrl,
    logLevel: LogLevel.ERROR,
    logger: SILENT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
  });
}

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

/** The error name of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const { error } = await refusalData(call);
  return String(error);
}

export async function refusalData(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: Record<string, unknown> }).data ?? { error: String(error) };
  }
  throw new Error('The call was taken, but should have been refused');
}

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
