import type { App, Receiver } from '@slack/bolt';
import { isFatalAuthError } from '../slack/errors.ts';
import {
  type ConnectionHealth,
  createSocketConnection,
  type SocketConnection,
  type SocketConnectionOptions,
} from './socket-connection.ts';

export type SocketReceiverOptions = Omit<SocketConnectionOptions, 'onReplaceable'> & {
  /** Slack refuses the token for good: no connection will ever open. */
  onFatal(error: unknown): void;
  timings?: SocketTimings;
};

export type SocketTimings = {
  /** Between the two connections, so that Slack does not refresh both at once. */
  staggerMs?: number;
  /** How long a connection that has a successor still answers what it was asked. */
  graceMs?: number;
  /** A connection that is lost earlier than this is left to the client's growing waits: Slack may not want it. */
  settledAfterMs?: number;
  /** A connection that has been away for this long is replaced. */
  replaceAfterMs?: number;
};

const TIMINGS: Required<SocketTimings> = {
  staggerMs: 2_000,
  graceMs: 3_000,
  settledAfterMs: 10_000,
  replaceAfterMs: 60_000,
};

/**
 * Feeds one App from two Socket Mode connections, so that a lost one is not noticed: Slack sends each payload to any
 * one of them. A connection that Slack wants to refresh gets its successor first and is closed after it.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketReceiverOptions;
  readonly #timings: Required<SocketTimings>;
  readonly #connections = new Set<SocketConnection>();
  readonly #retiring = new Set<SocketConnection>();
  #app: App | null = null;
  #timers: NodeJS.Timeout[] = [];
  #isStopped = false;

  constructor(options: SocketReceiverOptions) {
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves when the first connection stands. @throws what Slack answered when no retry can help. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#open().start();
    const { staggerMs, replaceAfterMs } = this.#timings;
    this.#timers = [
      setTimeout(() => this.#startAside(this.#open()), staggerMs).unref(),
      setInterval(() => this.#replaceDead(), replaceAfterMs / 4).unref(),
    ];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const all = [...this.#connections, ...this.#retiring];
    this.#connections.clear();
    this.#retiring.clear();
    await Promise.all(all.map((connection) => connection.close()));
  }

  health(): ConnectionHealth[] {
    return [...this.#connections].map((connection) => connection.health());
  }

  #open(): SocketConnection {
    const openedAt = this.#options.clock.now();
    const connection: SocketConnection = createSocketConnection({
      ...this.#options,
      onReplaceable: (reason) => {
        const isSettled = this.#options.clock.now() - openedAt >= this.#timings.settledAfterMs;
        if (reason === 'asked' || isSettled) this.#replace(connection, reason === 'asked');
      },
    });
    if (this.#app !== null) connection.init(this.#app);
    this.#connections.add(connection);
    return connection;
  }

  #startAside(connection: SocketConnection, onStarted: () => void = () => {}): void {
    connection.start().then(onStarted, (error: unknown) => {
      if (this.#isStopped) return;
      if (isFatalAuthError(error)) this.#options.onFatal(error);
      else this.#options.log.error({ err: error }, 'A Slack connection could not be opened and will be replaced');
    });
  }

  #replace(old: SocketConnection, isAlive: boolean): void {
    if (this.#isStopped || !this.#connections.delete(old)) return;
    this.#retiring.add(old);
    if (!isAlive) void this.#retire(old);
    this.#startAside(this.#open(), () => {
      this.#options.log.debug('A Slack connection was replaced');
      if (isAlive) setTimeout(() => void this.#retire(old), this.#timings.graceMs).unref();
    });
  }

  async #retire(old: SocketConnection): Promise<void> {
    if (this.#retiring.delete(old)) await old.close();
  }

  #replaceDead(): void {
    const now = this.#options.clock.now();
    for (const connection of this.#connections) {
      const { state, sinceAt } = connection.health();
      if (state !== 'connected' && now - sinceAt > this.#timings.replaceAfterMs) this.#replace(connection, false);
    }
  }
}
