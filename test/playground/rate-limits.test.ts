import { expect, test } from 'vitest';
import { ALERTS, openBench } from './support/client.ts';

test('a channel takes a short burst, then one message a second, and says when to come back', async () => {
  const { client, clock, playground } = await openBench({ rateLimits: 'slack' });
  const post = () => client.chat.postMessage({ channel: ALERTS, text: 'x' });
  for (let n = 0; n < 5; n += 1) await post();
  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
  clock.advance(1000);
  await post();
  await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
  expect(playground.countMessages('#ml-alerts')).toBe(6);
});

test('tiers can be tightened for one test', async () => {
  const { client } = await openBench({ rateLimits: { tier4: { perMinute: 2, burst: 1 } } });
  await client.users.info({ user: 'U0ANA00001' });
  await expect(client.users.info({ user: 'U0ANA00001' })).rejects.toMatchObject({ retryAfter: 30 });
  await client.conversations.list({});
});
