import { expect, test } from 'vitest';
import { ALERTS, ANA, GENERAL, openBench, refusal } from './support/client.ts';

test('conversations.history pages from the newest, and shows metadata only when it is asked for', async () => {
  const { client } = await openBench();
  const metadata = { event_type: 'mlmon_alert', event_payload: { id: 'n1' } };
  for (const text of ['1', '2', '3']) await client.chat.postMessage({ channel: ALERTS, text, metadata });
  const first = await client.conversations.history({ channel: ALERTS, limit: 2, include_all_metadata: true });
  expect(first.messages?.map((message) => message.text)).toEqual(['3', '2']);
  expect(first.messages?.[0]?.metadata).toEqual(metadata);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: ALERTS, limit: 2, cursor });
  expect(second.messages?.map((message) => message.text)).toEqual(['1']);
  expect(second.messages?.[0]?.metadata).toBeUndefined();
  expect(second.has_more).toBe(false);
  expect(await refusal(client.conversations.history({ channel: ALERTS, cursor: 'mine' }))).toBe('invalid_cursor');
});

test('conversations.history leaves the edges out unless inclusive', async () => {
  const { client } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: '1' });
  const count = async (inclusive: boolean) =>
    (await client.conversations.history({ channel: ALERTS, oldest: ts, inclusive })).messages?.length;
  expect(await count(false)).toBe(0);
  expect(await count(true)).toBe(1);
});

test('replies stay in their thread unless they are broadcast, and the root counts them', async () => {
  const { client } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'root' });
  await client.chat.postMessage({ channel: ALERTS, text: 'quiet', thread_ts: ts });
  const loud = await client.chat.postMessage({ channel: ALERTS, text: 'loud', thread_ts: ts, reply_broadcast: true });
  const history = await client.conversations.history({ channel: ALERTS });
  expect(history.messages?.map((message) => message.text)).toEqual(['loud', 'root']);
  expect(history.messages?.[1]).toMatchObject({ thread_ts: ts, reply_count: 2, latest_reply: loud.ts });
  const replies = await client.conversations.replies({ channel: ALERTS, ts });
  expect(replies.messages?.map((message) => message.text)).toEqual(['root', 'quiet', 'loud']);
  expect(await refusal(client.conversations.replies({ channel: ALERTS, ts: '1.000001' }))).toBe('thread_not_found');
});

test('the bot reads only where it is, and joins', async () => {
  const { client } = await openBench();
  expect(await refusal(client.conversations.history({ channel: GENERAL }))).toBe('not_in_channel');
  await client.conversations.join({ channel: GENERAL });
  expect((await client.conversations.info({ channel: GENERAL })).channel?.is_member).toBe(true);
  expect((await client.conversations.members({ channel: GENERAL })).members).toContain('U0MLMONBOT');
});

test('lists tell of channels, people and groups', async () => {
  const { client } = await openBench();
  const channels = await client.conversations.list({ limit: 2 });
  expect(channels.channels?.map((channel) => channel.name)).toEqual(['ml-alerts', 'general']);
  expect(
    (await client.conversations.list({ limit: 2, cursor: channels.response_metadata?.next_cursor ?? '' })).channels,
  ).toHaveLength(1);
  expect((await client.users.list({})).members?.map((user) => user.name)).toEqual(['ana', 'ben', 'chris', 'mlmon']);
  expect((await client.usergroups.list()).usergroups?.map((group) => group.handle)).toEqual(['ml-oncall', 'ml-leads']);
  expect((await client.users.info({ user: ANA })).user?.tz).toBe('Europe/Madrid');
  expect((await client.conversations.open({ users: ANA })).channel?.id).toBe('D0ANA00001');
  expect(await refusal(client.users.info({ user: 'U404' }))).toBe('user_not_found');
});

test('reactions.add is refused twice', async () => {
  const { client, playground } = await openBench();
  const { ts = '' } = await client.chat.postMessage({ channel: ALERTS, text: 'x' });
  await client.reactions.add({ channel: ALERTS, timestamp: ts, name: 'eyes' });
  expect(playground.state.findMessage(ALERTS, ts)?.reactions).toEqual([{ name: 'eyes', users: ['U0MLMONBOT'] }]);
  expect(await refusal(client.reactions.add({ channel: ALERTS, timestamp: ts, name: 'eyes' }))).toBe('already_reacted');
});
