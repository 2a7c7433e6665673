import { EventEmitter } from 'node:events';
import { SocketModeClient } from '@slack/socket-mode';
import { WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { EXIT_CONFIG, EXIT_FAILURE } from '../../src/app/exit-codes.ts';
import { guardProcess } from '../../src/app/process-guard.ts';

function rejectWith(reason: unknown) {
  const target = new EventEmitter();
  const exits: number[] = [];
  const lines: { level: number; msg: string; hint?: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const remove = guardProcess({ log, exit: (code) => void exits.push(code), process: target });
  target.emit('unhandledRejection', reason);
  remove();
  return { exits, lines, target };
}

/** What Slack's client throws where nobody can catch it. */
async function failInsideClient(): Promise<unknown> {
  const client = new SocketModeClient({ appToken: 'xapp-1' }) as unknown as {
    onWebSocketMessage(data: string, isBinary: boolean): Promise<void>;
  };
  const frame = JSON.stringify({ type: 'events_api', envelope_id: '1', payload: { type: 'app_rate_limited' } });
  return await client.onWebSocketMessage(frame, false).catch((error: unknown) => error);
}

describe('an unhandled rejection', () => {
  test("trap 3: from inside Slack's socket client is logged and survived", async () => {
    const reason = await failInsideClient();
    expect(reason).toBeInstanceOf(TypeError);

    const { exits, lines } = rejectWith(reason);

    expect(exits).toEqual([]);
    expect(lines).toMatchObject([{ level: 50 }]);
  });

  test('trap 2: from a reconnection that failed is logged and survived', () => {
    expect(rejectWith(new WebAPIRequestError(new Error('ECONNREFUSED'))).exits).toEqual([]);
  });

  test('about a token that Slack refuses ends the process with words and a code of its own', () => {
    const { exits, lines } = rejectWith(new WebAPIPlatformError({ ok: false, error: 'token_revoked' }));

    expect(exits).toEqual([EXIT_CONFIG]);
    expect(lines).toMatchObject([{ level: 60, msg: 'Slack refuses mlmon: token_revoked', hint: expect.any(String) }]);
  });

  test('about anything else ends the process, as it would without the guard', () => {
    expect(rejectWith(new Error('a bug')).exits).toEqual([EXIT_FAILURE]);
  });

  test('is left alone once the guard is gone', () => {
    expect(rejectWith(new Error('a bug')).target.listenerCount('unhandledRejection')).toBe(0);
  });
});
