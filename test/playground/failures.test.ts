import { expect, test } from 'vitest';
import { ALERTS, openBench, refusal } from './support/client.ts';

test('a failure is served as often as asked, then the call works again', async () => {
  const { client, playground } = await openBench();
  playground.fail({ method: 'chat.postMessage', kind: 'error:channel_not_found', times: 2 });
  const post = () => client.chat.postMessage({ channel: ALERTS, text: 'x' });
  expect(await refusal(post())).toBe('channel_not_found');
  expect(await refusal(post())).toBe('channel_not_found');
  await post();
  expect(playground.countMessages('ml-alerts')).toBe(1);
});

test('429 and 500 reach the client as its own errors', async () => {
  const { client, playground } = await openBench();
  playground.fail({ method: '*', kind: '429' });
  await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 1 });
  playground.fail({ method: 'auth.test', kind: '500' });
  await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 500 });
});

test('drop_after_accept posts the message and breaks the connection', async () => {
  const { client, playground } = await openBench();
  playground.fail({ method: 'chat.postMessage', kind: 'drop_after_accept', where: (args) => args.text === 'x' });
  await expect(client.chat.postMessage({ channel: ALERTS, text: 'x' })).rejects.toMatchObject({
    code: 'slack_webapi_request_error',
  });
  expect(playground.countMessages('ml-alerts', (message) => message.text === 'x')).toBe(1);
  await client.chat.postMessage({ channel: ALERTS, text: 'x' });
});

test('hang does nothing and never answers', async () => {
  const { playground } = await openBench();
  playground.fail({ method: 'chat.postMessage', kind: 'hang' });
  const headers = { authorization: `Bearer ${playground.botToken}` };
  const body = new URLSearchParams({ channel: ALERTS, text: 'x' });
  const call = fetch(`${playground.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(100),
  });
  await expect(call).rejects.toThrow(/timeout/);
  expect(playground.countMessages('ml-alerts')).toBe(0);
});
