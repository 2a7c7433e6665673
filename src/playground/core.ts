import type { Logger } from 'pino';
import type { Failures } from './api/failures.ts';
import type { RateLimiter } from './api/rate-limiter.ts';
import type { Delivery, Envelope, EventSink } from './app-link/link.ts';
import type { ResponseUrls } from './app-link/response-urls.ts';
import type { SocketMode } from './app-link/socket-mode.ts';
import type { PageCommand, TrafficEntry } from './protocol.ts';
import type { Timings } from './timings.ts';
import type { Triggers } from './world/triggers.ts';
import type { Channel, Message } from './world/types.ts';
import type { Uploads } from './world/uploads.ts';
import type { ViewDesk } from './world/view-desk.ts';
import type { World } from './world/world.ts';

/** What every part of the local Slack works with. */
export type Core = {
  world: World;
  commands: readonly PageCommand[];
  /** As `should_escape` of a slash command in a manifest. */
  shouldEscape: boolean;
  timings: Timings;
  log: Logger;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  viewDesk: ViewDesk;
  uploads: Uploads;
  rates: RateLimiter;
  failures: Failures;
  socketMode: SocketMode;
  events: EventSink;
  /** http://127.0.0.1:port */
  baseUrl(): string;
  isAppConnected(): boolean;
  deliver(envelope: Envelope): Promise<Delivery>;
  addMember(channel: Channel, userId: string): void;
  toggleReaction(message: Message, name: string, userId: string): void;
  logTraffic(entry: Omit<TrafficEntry, 'at'>): void;
  /** A request that is never answered, until the server closes. */
  hang(): Promise<never>;
  close(): void;
};
