import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { ALERTS, ANA, NOON, openBench, plain } from './support/client.ts';
import { waitFor } from './support/wait.ts';

type Request = { headers: Record<string, unknown>; body: string };

/** A request URL that answers each request with the next of these. */
async function listenFor(
  answers: { status: number; body?: string }[],
): Promise<{ url: string; requests: Request[]; server: Server }> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      const answer = answers.shift() ?? { status: 200 };
      response.writeHead(answer.status).end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, requests, server };
}

const BUTTON = {
  type: 'actions' as const,
  block_id: 'b',
  elements: [{ type: 'button' as const, action_id: 'go', text: plain('Go') }],
};
const COMMANDS = [{ command: '/mlmon', description: '', usageHint: '', completions: [] }];

test('a command arrives as a signed form, and a plain text answer is the ephemeral reply', async () => {
  const { url, requests } = await listenFor([{ status: 200, body: 'Hello' }]);
  const { playground } = await openBench({ commands: COMMANDS, http: { url, signingSecret: 's3cret' } });
  await playground.as(ANA).command({ channel: ALERTS, text: '/mlmon status' });
  const { headers, body } = requests[0] as Request;
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    command: '/mlmon',
    text: 'status',
    user_id: ANA,
  });
  const timestamp = String(NOON / 1000);
  const signature = createHmac('sha256', 's3cret').update(`v0:${timestamp}:${body}`).digest('hex');
  expect(headers).toMatchObject({ 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` });
  expect([...playground.state.ephemerals.values()].map((message) => message.text)).toEqual(['Hello']);
});

test('an event is repeated with its number and reason until it is answered with 2xx', async () => {
  const { url, requests } = await listenFor([{ status: 500 }, { status: 200 }]);
  const { playground } = await openBench({ http: { url, signingSecret: 's' }, timings: { eventRetryMs: [0] } });
  await playground.as(ANA).write({ channel: ALERTS, text: '@mlmon hello' });
  await waitFor(
    playground.state,
    () => requests[1],
    () => `Expected two requests, there are ${requests.length}`,
  );
  expect(requests.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
  ]);
  expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ event: { type: 'app_mention' } });
});

test('an app that answers with an error fails the command with dispatch_failed', async () => {
  const { url } = await listenFor([{ status: 500 }]);
  const { playground } = await openBench({ commands: COMMANDS, http: { url, signingSecret: 's' } });
  const { failure } = await playground.as(ANA).command({ channel: ALERTS, text: '/mlmon' });
  expect(failure).toBe('/mlmon failed with the error "dispatch_failed"');
});

test('a real Bolt app in HTTP mode accepts the signature, answers a command and a click', async () => {
  const receiver = new HTTPReceiver({ signingSecret: 's3cret', logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: 'xoxb-playground', botUserId: 'U0MLMONBOT' }),
  });
  app.command('/mlmon', async ({ ack }) => ack({ text: 'Press', response_type: 'in_channel', blocks: [BUTTON] }));
  const pressed = new Promise<void>((resolve, reject) => {
    app.action('go', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'Pressed', replace_original: true }).then(() => resolve(), reject);
    });
  });
  const server = (await app.start(0)) as Server;
  onTestFinished(() => void app.stop());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const { playground } = await openBench({
    commands: COMMANDS,
    clock: systemClock,
    http: { url, signingSecret: 's3cret' },
  });
  await playground.as(ANA).command({ channel: ALERTS, text: '/mlmon' });
  const message = playground.state.timeline(ALERTS).all()[0];
  const container = { type: 'message' as const, channel: ALERTS, ts: message?.ts ?? '' };
  await playground.as(ANA).act({ container, action: { type: 'button', block_id: 'b', action_id: 'go' } });
  await pressed;
  expect(message?.text).toBe('Pressed');
});
