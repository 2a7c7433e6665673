import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Playground } from '../../src/playground/index.ts';
import type { PageEvent } from '../../src/playground/protocol.ts';
import { ALERTS, ANA, BEN, openBench, plain } from './support/client.ts';
import { connect } from './support/socket.ts';

const COMMANDS = [{ command: '/mlmon', description: 'd', usageHint: 'u', completions: [] }];

function post(
  playground: Playground,
  path: string,
  body: unknown,
  headers: Record<string, string> = { 'x-playground-user': ANA },
): Promise<Response> {
  return fetch(`${playground.url}/playground/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function read(playground: Playground, path: string, user = ANA): Promise<Record<string, unknown>> {
  const answer = await fetch(`${playground.url}/playground/${path}`, { headers: { 'x-playground-user': user } });
  return (await answer.json()) as Record<string, unknown>;
}

test('the boot answer draws the page for one person', async () => {
  const { playground } = await openBench({ commands: COMMANDS });
  const boot = await read(playground, 'boot');
  expect(boot).toMatchObject({
    team: { name: 'Playground' },
    commands: COMMANDS,
    isAppConnected: false,
    bot: { name: 'mlmon' },
    home: null,
  });
  expect(boot.channels).toMatchObject([
    { name: 'ml-alerts', isMember: true },
    { name: 'general', isMember: false },
    { name: 'data-science' },
    { id: 'D0ANA00001', isIm: true },
  ]);
  expect(boot.users).toHaveLength(4);
  expect(await read(playground, 'health')).toEqual({ ok: true, isAppConnected: false });
});

test('messages come as the newest hundred, oldest first, and threads with their root', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'root' });
  await client.chat.postMessage({ channel: ALERTS, text: 'reply', thread_ts: ts });
  for (let n = 0; n < 100; n += 1) playground.state.addMessage({ channel: ALERTS, user: ANA, text: `${n}` });
  const page = (await read(playground, `messages?channel=${ALERTS}`)) as {
    messages: { text: string; ts: string }[];
    hasMore: boolean;
  };
  expect([page.messages.length, page.messages[0]?.text, page.messages.at(-1)?.text, page.hasMore]).toEqual([
    100,
    '0',
    '99',
    true,
  ]);
  const older = await read(playground, `messages?channel=${ALERTS}&before=${page.messages[0]?.ts}`);
  expect(older).toMatchObject({
    messages: [{ text: 'root', replyCount: 1, replyUsers: ['U0MLMONBOT'] }],
    hasMore: false,
  });
  expect(await read(playground, `thread?channel=${ALERTS}&ts=${ts}`)).toMatchObject({
    messages: [{ text: 'root' }, { text: 'reply', threadTs: ts }],
  });
});

test('events reach the right person by server-sent events', async () => {
  const { client, playground } = await openBench();
  const abort = new AbortController();
  const stream = await fetch(`${playground.url}/playground/events`, {
    headers: { 'x-playground-user': BEN },
    signal: abort.signal,
  });
  onTestFinished(() => abort.abort());
  await client.chat.postEphemeral({ channel: ALERTS, user: ANA, text: 'for Ana' });
  await client.chat.postEphemeral({ channel: ALERTS, user: BEN, text: 'for Ben' });
  await client.chat.postMessage({ channel: 'D0ANA00001', text: 'private' });
  await client.chat.postMessage({ channel: ALERTS, text: 'for all' });
  const texts: string[] = [];
  for await (const event of readEvents(stream)) {
    if (event.type === 'message' || event.type === 'ephemeral') texts.push(event.message.text);
    if (texts.includes('for all')) break;
  }
  expect(texts).toEqual(['for Ben', 'for all']);
});

async function* readEvents(stream: Response): AsyncGenerator<PageEvent> {
  let rest = '';
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = part.split('\n').filter((line) => line.startsWith('data: '));
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(6)).join('\n'));
    }
  }
}

test('a person acts through the routes, and what cannot be done is refused in words', async () => {
  const { client, playground } = await openBench({ commands: COMMANDS });
  const { heard } = await connect(playground);
  expect(await (await post(playground, 'command', { channel: ALERTS, text: '/mlmon help' })).json()).toMatchObject({
    ok: true,
    requestId: expect.any(String),
  });
  expect(heard[0]?.body.text).toBe('help');
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'x' });
  await post(playground, 'react', { channel: ALERTS, ts, name: 'eyes' });
  expect(playground.state.findMessage(ALERTS, ts)?.reactions).toEqual([{ name: 'eyes', users: [ANA] }]);
  const refuse = async (path: string, body: unknown) => {
    const answer = await post(playground, path, body);
    return [answer.status, ((await answer.json()) as { error: string }).error];
  };
  expect(await refuse('message', { channel: ALERTS, text: '/mlmon help', threadTs: ts })).toEqual([
    400,
    'command_in_thread',
  ]);
  expect(await refuse('command', { channel: ALERTS, text: '/nonsense' })).toEqual([400, 'unknown_command']);
  expect(await refuse('message', { channel: ALERTS })).toEqual([400, 'invalid_input']);
  expect(await refuse('message', { channel: 'C404', text: 'x' })).toEqual([404, 'channel_not_found']);
  const action = { type: 'button', block_id: 'b', action_id: 'a' };
  expect(await refuse('action', { container: { type: 'message', channel: ALERTS, ts }, action })).toEqual([
    404,
    'action_not_found',
  ]);
});

test('a direct conversation is open to its person alone', async () => {
  const { client, playground } = await openBench();
  await client.chat.postMessage({ channel: BEN, text: 'for Ben' });
  expect(await read(playground, 'messages?channel=D0BEN00002', BEN)).toMatchObject({ messages: [{ text: 'for Ben' }] });
  expect(await read(playground, 'messages?channel=D0BEN00002')).toMatchObject({
    ok: false,
    error: 'channel_not_found',
  });
  expect((await post(playground, 'message', { channel: 'D0BEN00002', text: 'x' })).status).toBe(404);
});

test('a failed command is told to its person as an event', async () => {
  const { playground } = await openBench({ commands: COMMANDS });
  const told: unknown[] = [];
  playground.state.hub.subscribe(
    ({ to, event }) => event.type === 'failure' && told.push([to, event.message, event.requestId]),
  );
  const answer = (await (await post(playground, 'command', { channel: ALERTS, text: '/mlmon' })).json()) as {
    requestId: string;
  };
  expect(told).toEqual([[ANA, '/mlmon failed with the error "dispatch_failed"', answer.requestId]]);
});

test('/invite brings the bot in and /remove takes it out again', async () => {
  const { playground } = await openBench();
  const { heard } = await connect(playground);
  await post(playground, 'message', { channel: 'C0GENERAL1', text: '/invite @mlmon' });
  await expect
    .poll(() => heard[0]?.body)
    .toMatchObject({ event: { type: 'member_joined_channel', user: 'U0MLMONBOT', channel: 'C0GENERAL1' } });
  await post(playground, 'message', { channel: 'C0GENERAL1', text: '/remove @mlmon' });
  expect(playground.state.channels.get('C0GENERAL1')?.members).not.toContain('U0MLMONBOT');
});

test('choices that an element does not offer are refused', async () => {
  const { client, playground } = await openBench();
  await connect(playground);
  const options = [{ text: plain('1 h'), value: '1h' }];
  const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type: 'static_select', action_id: 'a', options }] }];
  const { ts = '' } = (await client.apiCall('chat.postMessage', { channel: ALERTS, text: 'x', blocks })) as {
    ts?: string;
  };
  const choose = (value: string) =>
    post(playground, 'action', {
      container: { type: 'message', channel: ALERTS, ts },
      action: { type: 'static_select', block_id: 'b', action_id: 'a', selected_option: { value } },
    });
  expect((await choose('1h')).status).toBe(200);
  expect((await choose('9h')).status).toBe(400);
});

/** fetch() sets Host itself, so this goes lower. */
function rawStatus(playground: Playground, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port: playground.port, path: '/playground/boot', headers },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    call.on('error', reject).end();
  });
}

test('foreign hosts, foreign origins, nameless acts and large bodies are refused', async () => {
  const { playground } = await openBench();
  expect(await rawStatus(playground, { host: `evil.example:${playground.port}` })).toBe(403);
  expect(await rawStatus(playground, { host: `localhost:${playground.port}` })).toBe(200);
  const message = { channel: ALERTS, text: 'x' };
  expect(
    (await post(playground, 'message', message, { 'x-playground-user': ANA, origin: 'http://evil.example' })).status,
  ).toBe(403);
  expect(
    (await post(playground, 'message', message, { 'x-playground-user': ANA, origin: playground.url })).status,
  ).toBe(200);
  expect((await post(playground, 'message', message, {})).status).toBe(403);
  expect((await post(playground, 'message', { ...message, text: 'x'.repeat(1_100_000) })).status).toBe(413);
  expect(
    (await fetch(`${playground.apiUrl}api.test`, { method: 'POST', headers: { origin: 'http://evil.example' } }))
      .status,
  ).toBe(403);
});

test('the page is served with a strict policy and nothing outside its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'playground-page-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { playground } = await openBench({ pageDir: join(folder, 'page') });
  expect((await fetch(`${playground.url}/`)).status).toBe(503);
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const page = await fetch(`${playground.url}/`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:/,
  );
  for (const path of ['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%'])
    expect((await fetch(playground.url + path)).status).toBe(404);
});
