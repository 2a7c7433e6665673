import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Failures } from './api/failures.ts';
import { RateLimiter, type RateLimits } from './api/rate-limiter.ts';
import { AppEvents } from './app-link/events.ts';
import { type HttpApp, HttpLink } from './app-link/http-link.ts';
import type { AppLink, Envelope } from './app-link/link.ts';
import { ResponseUrls } from './app-link/response-urls.ts';
import { SocketMode } from './app-link/socket-mode.ts';
import type { Core } from './core.ts';
import type { PageCommand } from './protocol.ts';
import type { Timings } from './timings.ts';
import { Triggers } from './world/triggers.ts';
import type { Channel, Message } from './world/types.ts';
import { Uploads } from './world/uploads.ts';
import { ViewDesk } from './world/view-desk.ts';
import type { World } from './world/world.ts';

export type CoreOptions = {
  world: World;
  clock: Clock;
  commands: readonly PageCommand[];
  shouldEscape: boolean;
  timings: Timings;
  rateLimits: RateLimits;
  subscriptions: readonly string[];
  http: HttpApp | null;
  log: Logger;
  baseUrl: () => string;
};

/** Puts the parts together. */
export function makeCore(options: CoreOptions): Core {
  const { world, clock, timings, log } = options;
  const socketMode = new SocketMode({ timings, appId: world.app.appId, log });
  const httpLink = options.http === null ? null : new HttpLink(options.http, clock, timings.ackMs);
  const link: AppLink = httpLink ?? socketMode;
  socketMode.onConnectedChange = (isConnected) => world.hub.emit({ type: 'app', isConnected });
  const core: Omit<Core, 'events'> = {
    world,
    commands: options.commands,
    shouldEscape: options.shouldEscape,
    timings,
    log,
    triggers: new Triggers(clock, timings.triggerMs),
    responseUrls: new ResponseUrls(clock, timings.responseUrlMs),
    viewDesk: new ViewDesk(world),
    uploads: new Uploads(world, timings.fileProcessingMs),
    rates: new RateLimiter(clock, options.rateLimits),
    failures: new Failures(),
    socketMode,
    baseUrl: options.baseUrl,
    isAppConnected: () => link.isConnected(),
    deliver: (envelope) => deliverAndLog(whole, link, envelope),
    addMember: (channel, userId) => addMember(whole, channel, userId),
    toggleReaction: (message, name, userId) => toggleReaction(whole, message, name, userId),
    logTraffic: (entry) => world.hub.emit({ type: 'traffic', entry: { at: clock.now(), ...entry } }),
    hang: () => new Promise<never>(() => {}),
    close: () => {
      whole.events.close();
      core.uploads.close();
      httpLink?.close();
      socketMode.close();
    },
  };
  const whole = core as Core;
  whole.events = new AppEvents(whole, options.subscriptions);
  return whole;
}

async function deliverAndLog(core: Core, link: AppLink, envelope: Envelope) {
  const startedAt = core.world.clock.now();
  const delivery = await link.deliver(envelope);
  const payload = { request: envelope.payload, answer: delivery };
  core.logTraffic({
    direction: 'to_app',
    what: nameTraffic(envelope),
    payload,
    ms: core.world.clock.now() - startedAt,
  });
  return delivery;
}

function nameTraffic({ type, payload }: Envelope): string {
  const event = payload.event as { type?: string } | undefined;
  return String(payload.command ?? event?.type ?? payload.type ?? type);
}

function addMember(core: Core, channel: Channel, userId: string): void {
  if (channel.members.includes(userId)) return;
  core.world.changeChannel(channel, { members: [...channel.members, userId] });
  const event = {
    user: userId,
    channel: channel.id,
    channel_type: channel.isPrivate ? 'G' : 'C',
    team: core.world.team.id,
  };
  if (core.world.isBotMember(channel)) core.events.emit({ type: 'member_joined_channel', ...event });
}

function toggleReaction(core: Core, message: Message, name: string, userId: string): void {
  const { reactions } = message;
  const isKnown = reactions.some((reaction) => reaction.name === name);
  const list = isKnown ? reactions : [...reactions, { name, users: [] }];
  const toggled = list.map((reaction) =>
    reaction.name === name ? { name, users: toggle(reaction.users, userId) } : reaction,
  );
  core.world.changeMessage(message, { reactions: toggled.filter(({ users }) => users.length > 0) });
}

function toggle(users: readonly string[], userId: string): string[] {
  return users.includes(userId) ? users.filter((id) => id !== userId) : [...users, userId];
}
