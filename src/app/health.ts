import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Clock } from '../clock.ts';
import type { RequestCounts } from './requests.ts';
import type { ConnectionHealth } from './socket-connection.ts';

export type SlackHealth = {
  mode: 'socket' | 'http';
  /** Slack can reach us now. */
  isReachable: boolean;
  connections: readonly ConnectionHealth[];
  /** Time since Slack was heard on any connection: an event or an answer to a ping; null before the first. */
  silentMs: number | null;
  requests: RequestCounts;
};

export function describeHealth(facts: {
  mode: SlackHealth['mode'];
  connections: readonly ConnectionHealth[];
  isListening: boolean;
  lastPongAt: number | null;
  now: number;
  counts: RequestCounts;
}): SlackHealth {
  const heardAt = Math.max(facts.lastPongAt ?? 0, ...facts.connections.map(({ lastFrameAt }) => lastFrameAt ?? 0));
  const isConnected = facts.connections.some(({ state }) => state === 'connected');
  return {
    mode: facts.mode,
    isReachable: facts.mode === 'http' ? facts.isListening : isConnected,
    connections: facts.connections,
    silentMs: heardAt === 0 ? null : facts.now - heardAt,
    requests: facts.counts,
  };
}

/** The newest pong on any WebSocket client of this process; Slack's client keeps its own to itself. */
export function watchPongs(clock: Clock): { lastAt(): number | null; stop(): void } {
  let lastAt: number | null = null;
  const listener = () => {
    lastAt = clock.now();
  };
  subscribe('undici:websocket:pong', listener);
  return { lastAt: () => lastAt, stop: () => void unsubscribe('undici:websocket:pong', listener) };
}
