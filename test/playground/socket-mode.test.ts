import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ALERTS, ANA, makeClient, openBench } from './support/client.ts';
import { connect, nextEvent } from './support/socket.ts';
import { waitFor } from './support/wait.ts';

const COMMANDS = [{ command: '/mlmon', description: '', usageHint: '', completions: [] }];

test('a command arrives in the shape of Slack, escaped, and its acknowledgement may be the reply', async () => {
  const { playground } = await openBench({ commands: COMMANDS });
  const { heard } = await connect(playground, ({ ack }) => ack({ text: 'Hello', response_type: 'in_channel' }));
  const outcome = await playground
    .as(ANA)
    .command({ channel: ALERTS, text: '/mlmon mute @ben in #general if psi < 1 https://e.org/a' });
  expect(outcome.failure).toBeNull();
  expect(heard[0]).toMatchObject({ type: 'slash_commands', accepts_response_payload: true });
  expect(heard[0]?.body).toMatchObject({
    command: '/mlmon',
    text: 'mute <@U0BEN00002|ben> in <#C0GENERAL1|general> if psi &lt; 1 <https://e.org/a>',
    team_id: 'T0PLAYGRND',
    channel_id: ALERTS,
    channel_name: 'ml-alerts',
    user_id: ANA,
    user_name: 'ana',
    api_app_id: 'A0MLMON001',
    trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
    response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\//),
  });
  expect(playground.countMessages('ml-alerts', (message) => message.text === 'Hello')).toBe(1);
});

test('an app that does not acknowledge, and one that is not there, fail in the words of Slack', async () => {
  const { playground } = await openBench({ commands: COMMANDS, timings: { ackMs: 30 } });
  const ana = playground.as(ANA);
  expect((await ana.command({ channel: ALERTS, text: '/mlmon' })).failure).toBe(
    '/mlmon failed with the error "dispatch_failed"',
  );
  await connect(playground, () => {});
  expect((await ana.command({ channel: ALERTS, text: '/mlmon' })).failure).toBe(
    '/mlmon failed because the app did not respond',
  );
});

test('an event that nobody acknowledges comes again under the same event_id with its attempt and reason', async () => {
  const { playground } = await openBench({ timings: { ackMs: 20, eventRetryMs: [0, 10] } });
  const { heard } = await connect(playground, ({ retry_num, ack }) => (retry_num === 2 ? ack() : undefined));
  await playground.as(ANA).write({ channel: ALERTS, text: '@mlmon hello' });
  await waitFor(
    playground.state,
    () => heard[2],
    () => `Expected three deliveries, there are ${heard.length}`,
  );
  expect(heard.map(({ retry_num, retry_reason }) => [retry_num, retry_reason])).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
  ]);
  expect(new Set(heard.map(({ body }) => body.event_id)).size).toBe(1);
  expect(heard[0]?.body).toMatchObject({
    type: 'event_callback',
    event: { type: 'app_mention', user: ANA, text: '<@U0MLMONBOT> hello' },
  });
});

test('each payload goes to one connection, and all of them are used', async () => {
  const { playground } = await openBench({ commands: COMMANDS });
  const links = [await connect(playground), await connect(playground)];
  for (let n = 0; n < 4; n += 1) await playground.as(ANA).command({ channel: ALERTS, text: '/mlmon' });
  expect(links.map(({ heard }) => heard.length)).toEqual([2, 2]);
});

test.each(['warning', 'refresh_requested'] as const)(
  'the real client comes back after disconnect: %s',
  async (reason) => {
    const { playground } = await openBench({ commands: COMMANDS });
    const { heard } = await connect(playground, ({ ack }) => ack(), 400);
    const isBack = nextEvent(playground, 'app').then(() => nextEvent(playground, 'app'));
    playground.disconnect(reason);
    await isBack;
    expect((await playground.as(ANA).command({ channel: ALERTS, text: '/mlmon' })).failure).toBeNull();
    expect(heard).toHaveLength(1);
  },
);

test('an old connection is asked to refresh by itself', async () => {
  const { playground } = await openBench({ timings: { connectionLifetimeMs: 20 } });
  const isGone = nextEvent(playground, 'app').then(() => nextEvent(playground, 'app'));
  await connect(playground);
  expect(await isGone).toMatchObject({ isConnected: false });
});

test('a ticket opens one socket, the eleventh connection is turned away, and a foreign page is refused', async () => {
  const { playground } = await openBench();
  const app = makeClient(playground, playground.appToken);
  const open = async () => String((await app.apps.connections.open()).url);
  const firstFrame = (socket: WebSocket) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))));
      socket.once('error', reject);
    });
  const ticket = await open();
  expect(await firstFrame(new WebSocket(ticket))).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: 'A0MLMON001' },
  });
  await expect(firstFrame(new WebSocket(ticket))).rejects.toThrow(/403/);
  await expect(firstFrame(new WebSocket(await open(), { origin: 'http://evil.example' }))).rejects.toThrow(/403/);
  for (let n = 2; n <= 10; n += 1)
    expect(await firstFrame(new WebSocket(await open()))).toMatchObject({ num_connections: n });
  expect(await firstFrame(new WebSocket(await open()))).toMatchObject({
    type: 'disconnect',
    reason: 'too_many_websockets',
  });
  expect(playground.connectionCount()).toBe(10);
});
