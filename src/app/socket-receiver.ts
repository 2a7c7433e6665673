import type { App, Receiver } from '@slack/bolt';
import {
  type ConnectionHealth,
  createSocketConnection,
  type SocketConnection,
  type SocketConnectionOptions,
} from './socket-connection.ts';

export type SocketReceiverOptions = Omit<SocketConnectionOptions, 'onRefreshAsked'> & {
  /** Slack refuses for good: no connection will ever open. */
  onFatal(error: unknown): void;
  /** How long a connection that has a successor still answers what it was asked. */
  graceMs?: number;
  /** A connection that has been away for this long is replaced. */
  replaceAfterMs?: number;
};

const CONNECTIONS = 2;
const GRACE_MS = 3_000;
const REPLACE_AFTER_MS = 60_000;

/**
 * Feeds one App from two Socket Mode connections, so that a lost one is not noticed: Slack sends each payload to any
 * one of them. A connection that Slack wants to refresh gets its successor first and is closed after it.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketReceiverOptions;
  readonly #connections = new Set<SocketConnection>();
  readonly #retiring = new Set<SocketConnection>();
  #app: App | null = null;
  #watch: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: SocketReceiverOptions) {
    this.#options = options;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves when the first connection stands. @throws what Slack answered when no retry can help. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#open().start();
    for (let more = 1; more < CONNECTIONS; more += 1) this.#startAside(this.#open());
    const replaceAfterMs = this.#options.replaceAfterMs ?? REPLACE_AFTER_MS;
    this.#watch = setInterval(() => this.#replaceDead(replaceAfterMs), replaceAfterMs / 4).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#watch !== null) clearInterval(this.#watch);
    const all = [...this.#connections, ...this.#retiring];
    this.#connections.clear();
    this.#retiring.clear();
    await Promise.all(all.map((connection) => connection.close()));
  }

  health(): ConnectionHealth[] {
    return [...this.#connections].map((connection) => connection.health());
  }

  #open(): SocketConnection {
    const connection: SocketConnection = createSocketConnection({
      ...this.#options,
      onRefreshAsked: () => this.#replace(connection),
    });
    if (this.#app !== null) connection.init(this.#app);
    this.#connections.add(connection);
    return connection;
  }

  #startAside(connection: SocketConnection, onStarted: () => void = () => {}): void {
    connection.start().then(onStarted, (error: unknown) => {
      if (!this.#isStopped) this.#options.onFatal(error);
    });
  }

  #replace(old: SocketConnection): void {
    if (this.#isStopped || !this.#connections.delete(old)) return;
    this.#retiring.add(old);
    this.#startAside(this.#open(), () => {
      this.#options.log.debug('A Slack connection was replaced');
      setTimeout(() => void this.#retire(old), this.#options.graceMs ?? GRACE_MS).unref();
    });
  }

  async #retire(old: SocketConnection): Promise<void> {
    if (this.#retiring.delete(old)) await old.close();
  }

  #replaceDead(afterMs: number): void {
    const now = this.#options.clock.now();
    for (const connection of this.#connections) {
      const { state, sinceAt } = connection.health();
      if (state !== 'connected' && now - sinceAt > afterMs) this.#replace(connection);
    }
  }
}
