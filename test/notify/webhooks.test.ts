import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import { createDelivery } from '../../src/notify/delivery.ts';
import { sendToSlackWebhook } from '../../src/notify/slack-webhook.ts';
import type { NotificationKind } from '../../src/notify/types.ts';
import { createWebhookNotifier } from '../../src/notify/webhook.ts';
import { render } from './slack-support.ts';
import { drainAll, type Outbox, openOutbox, silent } from './support.ts';

type Received = { headers: IncomingHttpHeaders; body: Record<string, unknown> };

/** A receiver that answers with these statuses, then with 200. */
async function startReceiver(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    received.push({ headers: request.headers, body: JSON.parse(text) });
    response.writeHead(statuses.shift() ?? 200, { 'retry-after': '7' }).end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

function queue(
  outbox: Outbox,
  target: ChannelTarget,
  kind: NotificationKind = 'alert_root',
  alert = outbox.addAlert(),
) {
  const id = `n-${alert.id}-${alert.version}`;
  const common = { alertId: alert.id, alertVersion: alert.version, at: outbox.clock.now(), target };
  outbox.store.outbox.add({ id, kind, dedupeKey: id, ...common });
  return { alert, id };
}

function makeDelivery({ store, clock }: Outbox) {
  const slack = {
    send: (job: Parameters<typeof sendToSlackWebhook>[1]) => {
      const { target } = job.notification;
      return sendToSlackWebhook((target.type === 'slack' && target.webhook) || '', job, render);
    },
  };
  const notifiers = { webhook: createWebhookNotifier(), slack };
  return createDelivery({ store, notifiers, clock, log: silent, sleep: async (ms) => clock.advance(ms) });
}

describe('a webhook', () => {
  test('gets every change of an alert as JSON', async () => {
    const outbox = openOutbox();
    const { received, url } = await startReceiver();
    const { id } = queue(outbox, { type: 'webhook', url });

    await makeDelivery(outbox).drain();

    expect(received[0]?.headers['idempotency-key']).toBe(`${id}:2`);
    expect(received[0]?.body).toMatchObject({
      type: 'mlmon.alert',
      alert: {
        model: 'late_flights',
        state: 'firing',
        metric: 'wasserstein',
        segment: null,
        cause: '62% of the drift comes from the highest tenth of delay: 88 on average, was 61',
        firedAt: '2026-02-21T06:00:00.000Z',
      },
    });
  });

  test('is tried again after 503, when it wants', async () => {
    const outbox = openOutbox();
    const { received, url } = await startReceiver(503);
    const { id } = queue(outbox, { type: 'webhook', url });
    const startAt = outbox.clock.now();

    await drainAll(outbox, makeDelivery(outbox));

    expect(received).toHaveLength(2);
    expect(outbox.store.outbox.get(id)!.sentAt! - startAt).toBeGreaterThanOrEqual(7_000);
  });

  test.each([400, 401, 404, 410])(
    'is given up after %d, and the secret address stays out of the words',
    async (status) => {
      const outbox = openOutbox();
      const { received, url } = await startReceiver(status);
      const { id } = queue(outbox, { type: 'webhook', url });

      await drainAll(outbox, makeDelivery(outbox));

      expect(received).toHaveLength(1);
      expect(outbox.store.outbox.get(id)?.state).toBe('failed');
      expect(JSON.stringify(outbox.store.audit.list(1))).not.toContain('/hook');
    },
  );
});

describe('a Slack webhook', () => {
  test('tells that an alert fires and that it is resolved, and nothing between', async () => {
    const outbox = openOutbox();
    const { received, url } = await startReceiver();
    const target: ChannelTarget = { type: 'slack', channel: null, webhook: url, mention: null };
    const { alert } = queue(outbox, target);
    const delivery = makeDelivery(outbox);
    await delivery.drain();

    queue(outbox, target, 'alert_update', outbox.changeAlert(alert.id, { state: 'acked' }));
    await drainAll(outbox, delivery);
    const resolved = { state: 'resolved', resolvedAt: outbox.clock.now() } as const;
    queue(outbox, target, 'alert_update', outbox.changeAlert(alert.id, resolved));
    await drainAll(outbox, delivery);

    expect(received.map(({ body }) => String(body.text).split(' ')[0])).toEqual(['FIRING', 'RESOLVED']);
  });
});
