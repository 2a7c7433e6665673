import { expect, test } from 'vitest';
import { ALERTS, ANA, GENERAL, openBench, refusal, refusalData, section } from './support/client.ts';

test('chat.postMessage answers with the stored message, ids filled in', async () => {
  const { client } = await openBench();
  const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' } };
  const blocks = [section('hi'), { type: 'actions' as const, elements: [button] }];
  const answer = await client.chat.postMessage({ channel: '#ml-alerts', text: 'hi', blocks });
  expect(answer).toMatchObject({
    ok: true,
    channel: ALERTS,
    message: { bot_id: 'B0MLMON001', app_id: 'A0MLMON001', text: 'hi' },
  });
  expect(answer.ts).toMatch(/^\d{10}\.\d{6}$/);
  expect(answer.message?.blocks).toMatchObject([
    { block_id: expect.any(String) },
    { elements: [{ action_id: expect.any(String) }] },
  ]);
});

test('time stamps grow even while the clock stands still', async () => {
  const { client } = await openBench();
  const first = await client.chat.postMessage({ channel: ALERTS, text: '1' });
  const second = await client.chat.postMessage({ channel: ALERTS, text: '2' });
  expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
});

test('chat.postMessage refuses what Slack refuses, by the same names', async () => {
  const { client } = await openBench();
  const post = (args: object) => refusal(client.apiCall('chat.postMessage', { channel: ALERTS, ...args }));
  expect(await post({})).toBe('no_text');
  expect(await post({ channel: 'C404', text: 'x' })).toBe('channel_not_found');
  expect(await post({ channel: GENERAL, text: 'x' })).toBe('not_in_channel');
  expect(await post({ text: 'x', thread_ts: '1.000001' })).toBe('thread_not_found');
  expect(await post({ text: 'x', thread_ts: 'yesterday' })).toBe('invalid_thread_ts');
  expect(await post({ text: 'x', blocks: '[' })).toBe('invalid_blocks_format');
  expect(await post({ text: 'x', metadata: { event_type: 7 } })).toBe('invalid_metadata_format');
  expect(await post({ text: 'x', markdown_text: 'y' })).toBe('markdown_text_conflict');
  expect(await post({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(3000))) })).toBe(
    'msg_blocks_too_long',
  );
  expect(await refusal(client.apiCall('chat.postMessage', { text: 'x' }))).toBe('invalid_arguments');
});

test('invalid_blocks says where and why', async () => {
  const { client } = await openBench();
  const data = await refusalData(
    client.chat.postMessage({ channel: ALERTS, text: 'x', blocks: [section('x'.repeat(3001))] }),
  );
  const reason = 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
  expect(data).toMatchObject({ error: 'invalid_blocks', errors: [reason] });
  expect(data.response_metadata).toMatchObject({ messages: [`[ERROR] ${reason}`] });
});

test('chat.postMessage cuts a text at 40,000 characters with a warning; chat.update refuses it', async () => {
  const { client } = await openBench();
  const answer = await client.chat.postMessage({ channel: ALERTS, text: 'x'.repeat(40_001) });
  expect(answer.message?.text).toHaveLength(40_000);
  expect(answer.response_metadata?.warnings).toContain('message_truncated');
  expect(await refusal(client.chat.update({ channel: ALERTS, ts: answer.ts ?? '', text: 'x'.repeat(40_001) }))).toBe(
    'msg_too_long',
  );
});

test('chat.update changes own messages only, and text alone takes the blocks away', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({
    channel: ALERTS,
    text: 'a',
    blocks: [section('a')],
    attachments: [{ color: '#a30200' }],
  });
  await client.chat.update({ channel: ALERTS, ts, text: 'b' });
  expect(playground.state.findMessage(ALERTS, ts)).toMatchObject({
    text: 'b',
    blocks: [],
    attachments: [{ color: '#a30200' }],
  });
  expect(playground.state.findMessage(ALERTS, ts)?.edited).not.toBeNull();
  expect(await refusal(client.chat.update({ channel: ALERTS, ts: '1.000001', text: 'b' }))).toBe('message_not_found');
  await playground.as(ANA).write({ channel: ALERTS, text: 'mine' });
  const mine = playground.state.timeline(ALERTS).all().at(-1);
  expect(await refusal(client.chat.update({ channel: ALERTS, ts: mine?.ts ?? '', text: 'b' }))).toBe(
    'cant_update_message',
  );
  expect(await refusal(client.chat.delete({ channel: ALERTS, ts: mine?.ts ?? '' }))).toBe('cant_delete_message');
});

test('chat.delete leaves a stone where replies remain', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'root' });
  await client.chat.postMessage({ channel: ALERTS, text: 'reply', thread_ts: ts });
  await client.chat.delete({ channel: ALERTS, ts });
  expect(playground.state.findMessage(ALERTS, ts)?.subtype).toBe('tombstone');
  expect(await refusal(client.chat.update({ channel: ALERTS, ts, text: 'b' }))).toBe('message_not_found');
});

test('an ephemeral message reaches its person alone, is not stored, and cannot be updated', async () => {
  const { client, playground } = await openBench();
  const heard: (string | null)[] = [];
  playground.state.hub.subscribe(({ to, event }) => event.type === 'ephemeral' && heard.push(to));
  const { message_ts = '' } = await client.chat.postEphemeral({ channel: ALERTS, user: ANA, text: 'psst' });
  expect(heard).toEqual([ANA]);
  expect(playground.countMessages('ml-alerts')).toBe(0);
  expect(await refusal(client.chat.update({ channel: ALERTS, ts: message_ts, text: 'b' }))).toBe('message_not_found');
  expect(await refusal(client.chat.postEphemeral({ channel: ALERTS, user: 'U404', text: 'x' }))).toBe(
    'user_not_in_channel',
  );
});

test('chat.getPermalink leads back to the page', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'x' });
  const { permalink = '' } = await client.chat.getPermalink({ channel: ALERTS, message_ts: ts });
  expect(permalink).toBe(`${playground.url}/archives/${ALERTS}/p${ts.replace('.', '')}`);
  const answer = await fetch(permalink, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe(`/?channel=${ALERTS}&ts=${ts}`);
});
