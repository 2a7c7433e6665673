import { expect, test } from 'vitest';
import type { Playground } from '../../src/playground/index.ts';
import { ALERTS, ANA, type Bench, openBench, section } from './support/client.ts';
import { connect } from './support/socket.ts';

const COMMANDS = [{ command: '/mlmon', description: '', usageHint: '', completions: [] }];
const BUTTON = {
  type: 'actions' as const,
  block_id: 'b',
  elements: [
    { type: 'button' as const, action_id: 'a', text: { type: 'plain_text' as const, text: 'Go' }, value: 'v' },
  ],
};

const send = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

async function askForUrl(bench: Bench): Promise<string> {
  const { heard } = await connect(bench.playground);
  await bench.playground.as(ANA).command({ channel: ALERTS, text: '/mlmon' });
  return String(heard[0]?.body.response_url);
}

async function click(playground: Playground, ts: string): Promise<Record<string, unknown>> {
  const { heard } = await connect(playground);
  await playground.as(ANA).act({
    container: { type: 'message', channel: ALERTS, ts },
    action: { type: 'button', block_id: 'b', action_id: 'a', value: 'forged' },
  });
  return heard[0]?.body ?? {};
}

test('a response_url works five times and answers 404 from then on', async () => {
  const bench = await openBench({ commands: COMMANDS });
  const url = await askForUrl(bench);
  const statuses: number[] = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await send(url, { text: `${n}` })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect(bench.playground.state.ephemerals.size).toBe(5);
});

test('a response_url is gone after thirty minutes', async () => {
  const bench = await openBench({ commands: COMMANDS });
  const url = await askForUrl(bench);
  bench.clock.advance(30 * 60_000 + 1);
  expect((await send(url, { text: 'late' })).status).toBe(404);
});

test('response_type decides who sees it, and faults are told', async () => {
  const bench = await openBench({ commands: COMMANDS });
  const url = await askForUrl(bench);
  await send(url, { text: 'for all', response_type: 'in_channel' });
  expect(bench.playground.countMessages('ml-alerts', (message) => message.text === 'for all')).toBe(1);
  const refused = await send(url, { text: 'x', blocks: [section('x'.repeat(3001))] });
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_blocks' }]);
});

test('replace_original and delete_original change the message that was clicked', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'old', blocks: [BUTTON] });
  const { response_url } = await click(playground, ts);
  await send(String(response_url), { text: 'new', replace_original: true });
  expect(playground.state.findMessage(ALERTS, ts)).toMatchObject({ text: 'new', blocks: [] });
  await send(String(response_url), { delete_original: true });
  expect(playground.countMessages('ml-alerts')).toBe(0);
});

test('an ephemeral message can be replaced through its response_url only', async () => {
  const { client, playground } = await openBench();
  const { message_ts = '' } = await client.chat.postEphemeral({
    channel: ALERTS,
    user: ANA,
    text: 'old',
    blocks: [BUTTON],
  });
  const body = await click(playground, message_ts);
  expect(body).toMatchObject({ container: { is_ephemeral: true, message_ts } });
  expect(body).not.toHaveProperty('message');
  const events: unknown[] = [];
  playground.state.hub.subscribe(
    ({ to, event }) => event.type === 'ephemeral_replaced' && events.push([to, event.message?.text ?? null]),
  );
  await send(String(body.response_url), { text: 'new', replace_original: true });
  await send(String(body.response_url), { delete_original: true });
  expect(events).toEqual([
    [ANA, 'new'],
    [ANA, null],
  ]);
});

test('a click carries what the app wrote, not what the page claims', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'x', blocks: [BUTTON] });
  expect(await click(playground, ts)).toMatchObject({
    type: 'block_actions',
    user: { id: ANA, username: 'ana', team_id: 'T0PLAYGRND' },
    container: { type: 'message', message_ts: ts, channel_id: ALERTS, is_ephemeral: false },
    channel: { id: ALERTS, name: 'ml-alerts' },
    message: { ts, bot_id: 'B0MLMON001' },
    actions: [{ type: 'button', block_id: 'b', action_id: 'a', value: 'v', action_ts: expect.any(String) }],
    state: { values: {} },
  });
});
