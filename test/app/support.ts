import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '@slack/bolt';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import type { DescribeFailure } from '../../src/app/failures.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../src/app/slack-app.ts';
import { systemClock } from '../../src/clock.ts';
import { toAppError } from '../../src/errors.ts';
import type { Envelope } from '../../src/playground/app-link/link.ts';
import type { Core } from '../../src/playground/core.ts';
import { makeDefaultSeed } from '../../src/playground/index.ts';
import { makeCore } from '../../src/playground/make-core.ts';
import { makePerson, type Person } from '../../src/playground/page-side/person.ts';
import { listen, makeHttpApp } from '../../src/playground/server.ts';
import { SLACK_TIMINGS, type Timings } from '../../src/playground/timings.ts';
import { World } from '../../src/playground/world/world.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';

export const ANA = 'U0ANA00001';
export const ALERTS = 'C0MLALERTS';
const COMMAND = { command: '/mlmon', description: '', usageHint: '', completions: [] };

/** The local Slack with its inside in reach: tests send envelopes that no person could cause. */
export type InnerSlack = { core: Core; apiUrl: string; ana: Person; send(envelope: Envelope): Promise<unknown> };

export async function startInnerSlack(
  options: { timings?: Partial<Timings>; http?: { url: string; signingSecret: string } } = {},
): Promise<InnerSlack> {
  let port = 0;
  const core = makeCore({
    world: new World(systemClock, makeDefaultSeed()),
    clock: systemClock,
    commands: [COMMAND],
    shouldEscape: true,
    timings: { ...SLACK_TIMINGS, ...options.timings },
    rateLimits: 'off',
    subscriptions: ['app_mention', 'app_home_opened', 'message.im'],
    http: options.http ?? null,
    log: pino({ level: 'silent' }),
    baseUrl: () => `http://127.0.0.1:${port}`,
  });
  const listening = await listen(makeHttpApp(core, { pageDir: tmpdir(), readPort: () => port }), core, 0);
  port = listening.port;
  onTestFinished(async () => {
    core.close();
    const closed = new Promise((resolve) => listening.server.close(resolve));
    listening.server.closeAllConnections();
    await closed;
  });
  const send = async (envelope: Envelope) => (await core.deliver(envelope)).status;
  return { core, apiUrl: `${core.baseUrl()}/api/`, ana: makePerson(core, ANA), send };
}

type LogLine = { level: number; msg: string; [key: string]: unknown };

export type AppRig = {
  app: SlackApp;
  store: Store;
  logs: LogLine[];
  fatal: unknown[];
};

/** Words with a reference id that tests can recognise. */
const describeFailure: DescribeFailure = (error) => ({ text: `${toAppError(error).message} (reference ref-1)` });

/** An app on a local Slack; `start` is left to the test where it is what is tested. */
export function makeApp(
  slack: { apiUrl: string },
  register: (app: App) => void,
  overrides: Partial<SlackAppOptions> = {},
): AppRig {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-app-'));
  const store = openStore(join(folder, 'state.db'));
  const logs: LogLine[] = [];
  const fatal: unknown[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logs.push(JSON.parse(line)) });
  const app = createSlackApp({
    token: 'xoxb-playground',
    mode: { type: 'socket', appToken: 'xapp-playground' },
    slackApiUrl: slack.apiUrl,
    seenEvents: store.seenEvents,
    clock: systemClock,
    log,
    register,
    describeFailure,
    onFatal: (error) => void fatal.push(error),
    ...overrides,
    timings: { staggerMs: 20, graceMs: 50, settledAfterMs: 0, retryMinMs: 10, drainMs: 2_000, ...overrides.timings },
  });
  onTestFinished(async () => {
    await app.stop();
    store.close();
    rmSync(folder, { recursive: true });
  });
  return { app, store, logs, fatal };
}

export async function startApp(
  slack: { apiUrl: string },
  register: (app: App) => void,
  overrides: Partial<SlackAppOptions> = {},
): Promise<AppRig> {
  const rig = makeApp(slack, register, overrides);
  await rig.app.start();
  return rig;
}

/** An Events API payload as Slack sends it. */
export function makeEvent(event: Record<string, unknown>, id = 'Ev0000001'): Envelope {
  const payload = { type: 'event_callback', team_id: 'T0PLAYGRND', api_app_id: 'A0MLMON001', event_id: id, event };
  return { type: 'events_api', payload, acceptsResponse: false };
}

export function typeCommand(slack: InnerSlack, text = '/mlmon status') {
  return slack.ana.command({ channel: ALERTS, text });
}

/** What Ana alone was told. */
export function ephemerals(slack: InnerSlack): string[] {
  return [...slack.core.world.ephemerals.values()].map(({ text }) => text);
}

/** Something that a listener waits for until the test lets it go on. */
export function makeGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits for what happens in its own time, on a busy machine too. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}
