import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { type Clock, systemClock } from '../clock.ts';
import type { FailureRule } from './api/failures.ts';
import type { RateLimits } from './api/rate-limiter.ts';
import { DEFAULT_SUBSCRIPTIONS } from './app-link/events.ts';
import type { HttpApp } from './app-link/http-link.ts';
import type { Delivery, Envelope } from './app-link/link.ts';
import type { DisconnectReason } from './app-link/socket-mode.ts';
import type { Core } from './core.ts';
import { makeCore } from './make-core.ts';
import { makePerson, type Person } from './page-side/person.ts';
import type { PageCommand } from './protocol.ts';
import { listen, makeHttpApp } from './server.ts';
import { SLACK_TIMINGS, type Timings } from './timings.ts';
import { makeDefaultSeed } from './world/seed.ts';
import { Snapshot } from './world/snapshot.ts';
import type { Message, WorkspaceSeed } from './world/types.ts';
import { World } from './world/world.ts';

export type PlaygroundOptions = {
  /** 0 takes any free port. */
  port: number;
  clock?: Clock;
  /** The time that messages bear, where it is not the real one: deadlines always pass by `clock`. */
  worldClock?: Clock;
  commands: readonly PageCommand[];
  shouldEscape?: boolean;
  seed?: WorkspaceSeed;
  /** Folder of the built page. */
  pageDir?: string;
  /** Messages, files and homes are kept in this JSON file, and files in a folder beside it. */
  stateFile?: string;
  timings?: Partial<Timings>;
  rateLimits?: RateLimits;
  subscriptions?: readonly string[];
  /** Deliver by signed HTTP requests in place of Socket Mode. */
  http?: HttpApp;
  log?: Logger;
};

export type Playground = {
  /** http://127.0.0.1:port */
  url: string;
  /** What an SDK takes as slackApiUrl. */
  apiUrl: string;
  port: number;
  botToken: string;
  appToken: string;
  /** All that the workspace holds, for reading. */
  state: World;
  as(userId: string): Person;
  /** Sends the app an envelope of a test's own, also one that no person could cause. */
  deliver(envelope: Envelope): Promise<Delivery>;
  /** Lets the next calls of a method fail. */
  fail(rule: FailureRule): void;
  clearFailures(): void;
  /** Tells every Socket Mode connection to go. */
  disconnect(reason: DisconnectReason): void;
  /** Cuts every Socket Mode connection without a word. */
  cutConnections(): void;
  connectionCount(): number;
  /** Messages and replies of a channel, by id or name, that the predicate accepts. */
  countMessages(channel: string, predicate?: (message: Message) => boolean): number;
  close(): Promise<void>;
};

/** Starts a strict local Slack on the loopback address. @throws when the port is taken or the state file cannot be read. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const clock = options.clock ?? systemClock;
  const timings = { ...SLACK_TIMINGS, ...options.timings };
  const world = new World(options.worldClock ?? clock, options.seed ?? makeDefaultSeed());
  const log = options.log ?? pino({ level: 'silent' });
  const snapshot =
    options.stateFile === undefined
      ? null
      : new Snapshot(world, options.stateFile, { debounceMs: timings.snapshotDebounceMs, log });
  snapshot?.load();
  let port = options.port;
  const core = makeCore({
    world,
    clock,
    commands: options.commands,
    shouldEscape: options.shouldEscape ?? true,
    timings,
    rateLimits: options.rateLimits ?? 'slack',
    subscriptions: options.subscriptions ?? DEFAULT_SUBSCRIPTIONS,
    http: options.http ?? null,
    log,
    baseUrl: () => `http://127.0.0.1:${port}`,
  });
  const app = makeHttpApp(core, { pageDir: options.pageDir ?? findPageDir(), readPort: () => port });
  const listening = await listen(app, core, options.port);
  port = listening.port;
  const close = async () => {
    core.close();
    await new Promise<void>((resolve) => {
      listening.server.close(() => resolve());
      listening.server.closeAllConnections();
    });
    snapshot?.close();
  };
  return { ...makeHandle(core), port, close };
}

function makeHandle(core: Core): Omit<Playground, 'port' | 'close'> {
  const { world, failures, socketMode } = core;
  return {
    url: core.baseUrl(),
    apiUrl: `${core.baseUrl()}/api/`,
    botToken: world.app.botToken,
    appToken: world.app.appToken,
    state: world,
    as: (userId) => makePerson(core, userId),
    deliver: (envelope) => core.deliver(envelope),
    fail: (rule) => failures.add(rule),
    clearFailures: () => failures.clear(),
    disconnect: (reason) => socketMode.disconnect(reason),
    cutConnections: () => socketMode.cut(),
    connectionCount: () => socketMode.connectionCount(),
    countMessages: (channel, predicate = () => true) => {
      const id = world.channels.has(channel) ? channel : (world.findChannelByName(channel)?.id ?? channel);
      return world.timeline(id).all().filter(predicate).length;
    },
  };
}

/** Beside the compiled server, or in dist when the source itself runs. */
function findPageDir(): string {
  const beside = fileURLToPath(new URL('./page', import.meta.url));
  const built = fileURLToPath(new URL('../../dist/src/playground/page', import.meta.url));
  return existsSync(built) ? built : beside;
}
