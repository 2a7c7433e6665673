import { expect, test } from 'vitest';
import { makeClient, openBench, refusal } from './support/client.ts';

test('each token opens its own doors only', async () => {
  const { client, playground } = await openBench();
  expect(await client.auth.test()).toMatchObject({ user_id: 'U0MLMONBOT', bot_id: 'B0MLMON001', team: 'Playground' });
  expect(await refusal(client.apps.connections.open())).toBe('not_allowed_token_type');
  const app = makeClient(playground, playground.appToken);
  expect((await app.apps.connections.open()).url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
  expect(await refusal(app.auth.test())).toBe('not_allowed_token_type');
  expect(await refusal(makeClient(playground, 'xoxb-other').auth.test())).toBe('invalid_auth');
});

test('a call without token is not_authed, an unknown method unknown_method, broken JSON invalid_json', async () => {
  const { client, playground } = await openBench();
  const call = async (method: string, init: RequestInit = {}) =>
    (await fetch(playground.apiUrl + method, { method: 'POST', ...init })).json();
  expect(await call('auth.test')).toMatchObject({ ok: false, error: 'not_authed' });
  expect(await call('api.test')).toMatchObject({ ok: true });
  expect(await refusal(client.apiCall('dialog.open'))).toBe('unknown_method');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${playground.botToken}` };
  expect(await call('auth.test', { headers, body: '{' })).toMatchObject({ error: 'invalid_json' });
  expect(await call('auth.test', { headers, body: '[]' })).toMatchObject({ error: 'json_not_object' });
});

test('form, multipart and JSON bodies read the same, with the token in header or body', async () => {
  const { playground } = await openBench();
  const url = `${playground.apiUrl}users.info`;
  const authorization = `Bearer ${playground.botToken}`;
  const form = new FormData();
  form.set('user', 'U0ANA00001');
  const bodies: RequestInit[] = [
    { body: new URLSearchParams({ user: 'U0ANA00001', token: playground.botToken }) },
    { body: form, headers: { authorization } },
    {
      body: JSON.stringify({ user: 'U0ANA00001' }),
      headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
    },
  ];
  for (const init of bodies) {
    expect(await (await fetch(url, { method: 'POST', ...init })).json()).toMatchObject({
      ok: true,
      user: { name: 'ana' },
    });
  }
});
