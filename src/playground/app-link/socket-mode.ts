import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Timings } from '../timings.ts';
import { makeSecret } from '../world/ids.ts';
import type { AppLink, Delivery, Envelope } from './link.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';
type Connection = { socket: WebSocket; isDraining: boolean; timers: NodeJS.Timeout[] };
type Waiting = { connection: Connection; settle: (delivery: Delivery) => void };

const CONNECTION_LIMIT = 10;

/** The server side of Socket Mode: up to ten connections, each payload goes to any one of them. */
export class SocketMode implements AppLink {
  readonly #timings: Timings;
  readonly #appId: string;
  readonly #log: Logger;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 4_000_000 });
  readonly #tickets = new Set<string>();
  readonly #connections: Connection[] = [];
  readonly #waiting = new Map<string, Waiting>();
  #turn = 0;
  onConnectedChange: (isConnected: boolean) => void = () => {};

  constructor(options: { timings: Timings; appId: string; log: Logger }) {
    this.#timings = options.timings;
    this.#appId = options.appId;
    this.#log = options.log;
  }

  /** The address for one connection. A ticket opens one socket. */
  makeUrl(baseUrl: string): string {
    const ticket = makeSecret();
    this.#tickets.add(ticket);
    return `${baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://playground');
    const isInvited = url.pathname === '/link/' && this.#tickets.delete(url.searchParams.get('ticket') ?? '');
    if (!isInvited || request.headers.origin !== undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket));
  }

  isConnected(): boolean {
    return this.#connections.some((connection) => !connection.isDraining);
  }

  connectionCount(): number {
    return this.#connections.length;
  }

  deliver(envelope: Envelope): Promise<Delivery> {
    const connection = this.#pick();
    if (connection === null) return Promise.resolve({ status: 'not_connected' });
    const id = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ status: 'timeout' }), this.#timings.ackMs);
      const settle = (delivery: Delivery) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(delivery);
      };
      this.#waiting.set(id, { connection, settle });
      connection.socket.send(JSON.stringify(toWire(id, envelope)));
    });
  }

  /** Tells every connection to go, and ends those that stay. */
  disconnect(reason: DisconnectReason): void {
    for (const connection of [...this.#connections]) this.#dismiss(connection, reason);
  }

  /** Cuts every connection without a word, as a broken network does. */
  cut(): void {
    for (const connection of [...this.#connections]) connection.socket.terminate();
  }

  close(): void {
    for (const { settle } of [...this.#waiting.values()]) settle({ status: 'not_connected' });
    this.cut();
    this.#server.close();
  }

  #accept(socket: WebSocket): void {
    const connection: Connection = { socket, isDraining: false, timers: [] };
    socket.on('error', (error) => this.#log.warn({ err: error }, 'A socket of the app failed'));
    if (this.#connections.length >= CONNECTION_LIMIT) {
      socket.send(
        JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'playground' } }),
      );
      socket.close();
      return;
    }
    this.#connections.push(connection);
    socket.on('message', (data) => this.#receive(data));
    socket.on('close', () => this.#forget(connection));
    connection.timers.push(setInterval(() => socket.ping('Ping from playground'), this.#timings.pingMs));
    this.#scheduleRefresh(connection);
    socket.send(JSON.stringify(this.#makeHello()));
    this.onConnectedChange(true);
  }

  #scheduleRefresh(connection: Connection): void {
    const lifetime = this.#timings.connectionLifetimeMs;
    if (lifetime === null) return;
    connection.timers.push(setTimeout(() => this.#dismiss(connection, 'refresh_requested'), lifetime));
  }

  #makeHello(): Record<string, unknown> {
    return {
      type: 'hello',
      num_connections: this.#connections.length,
      debug_info: { host: 'playground', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#appId },
    };
  }

  #receive(data: RawData): void {
    const answer = parseAnswer(String(data));
    const waiting = answer === null ? undefined : this.#waiting.get(answer.envelope_id);
    if (waiting === undefined) this.#log.debug('The app sent a frame that answers no envelope');
    else waiting.settle({ status: 'answered', payload: answer?.payload });
  }

  /** A lost connection takes its unanswered envelopes along: for Slack they time out. */
  #forget(connection: Connection): void {
    for (const timer of connection.timers) clearTimeout(timer);
    this.#connections.splice(this.#connections.indexOf(connection), 1);
    if (this.#connections.length === 0) this.onConnectedChange(false);
  }

  #dismiss(connection: Connection, reason: DisconnectReason): void {
    connection.isDraining = true;
    connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'playground' } }));
    connection.timers.push(setTimeout(() => connection.socket.terminate(), this.#timings.disconnectGraceMs));
  }

  #pick(): Connection | null {
    const open = this.#connections.filter(({ isDraining, socket }) => !isDraining && socket.readyState === socket.OPEN);
    this.#turn += 1;
    return open[this.#turn % open.length] ?? null;
  }
}

function toWire(id: string, { type, payload, acceptsResponse, retry }: Envelope): Record<string, unknown> {
  const attempt =
    type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
  return { envelope_id: id, type, payload, accepts_response_payload: acceptsResponse, ...attempt };
}

function parseAnswer(text: string): { envelope_id: string; payload?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    const isAnswer =
      typeof value === 'object' &&
      value !== null &&
      typeof (value as { envelope_id?: unknown }).envelope_id === 'string';
    return isAnswer ? (value as { envelope_id: string }) : null;
  } catch {
    return null;
  }
}
