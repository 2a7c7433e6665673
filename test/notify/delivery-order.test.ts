import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/errors.ts';
import { drainAll, makeDelivery, makeNotifier, openOutbox } from './support.ts';

describe('changes of an alert', () => {
  test('several changes become one edit that shows the newest', async () => {
    const outbox = openOutbox();
    let alert = outbox.addAlert();
    outbox.queue(alert);
    const notifier = makeNotifier(outbox.clock);
    const delivery = makeDelivery(outbox, notifier);
    await delivery.drain();

    for (const state of ['acked', 'firing', 'acked', 'firing'] as const) {
      alert = outbox.changeAlert(alert.id, { state });
      outbox.queue(alert, 'alert_update');
    }
    await drainAll(outbox, delivery);

    expect(notifier.sent.map(({ version }) => version)).toEqual([2, 6]);
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.version).toBe(6);
    expect(outbox.store.outbox.list({ alertId: alert.id, states: ['queued', 'sending', 'failed'] })).toEqual([]);
  });

  test('a change that the message shows already is not sent', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    const place = { channelId: 'C1', ts: '1.1', fileId: null };
    outbox.store.messages.save({ alertId: alert.id, target: '#ml-alerts', version: alert.version, ...place });
    const id = outbox.queue(alert, 'alert_update');
    const notifier = makeNotifier(outbox.clock);

    await makeDelivery(outbox, notifier).drain();

    expect(notifier.sent).toEqual([]);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
  });

  test('a root message shows the alert as it is when it leaves, not as it was when it was queued', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const changed = outbox.changeAlert(alert.id, { state: 'acked' });
    outbox.queue(changed, 'alert_update');
    const notifier = makeNotifier(outbox.clock);

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ version }) => version)).toEqual([changed.version]);
  });

  test('a change waits for its root message', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    const root = outbox.queue(alert);
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      const changed = outbox.changeAlert(alert.id, { state: 'acked' });
      outbox.queue(changed, 'alert_update');
      throw new DeliveryError('Not now', { isPermanent: false });
    });
    const delivery = makeDelivery(outbox, notifier);

    await delivery.drain();
    expect(notifier.sent.map(({ id }) => id)).toEqual([root]);
    await drainAll(outbox, delivery);

    expect(notifier.sent.map(({ id, version }) => [id, version])).toEqual([
      [root, 2],
      [root, 3],
    ]);
  });

  test('a change of an alert whose root message failed for good is told by a new root message', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new DeliveryError('not_in_channel', { isPermanent: true });
    });
    const delivery = makeDelivery(outbox, notifier);
    await delivery.drain();

    outbox.queue(outbox.changeAlert(alert.id, { state: 'acked' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.version).toBe(3);
  });

  test('a message that another process drew newer meanwhile is drawn once more', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    const place = { alertId: alert.id, target: '#ml-alerts', channelId: 'C1', ts: '1.1', fileId: null };
    outbox.store.messages.save({ ...place, version: 1 });
    outbox.queue(alert, 'alert_update');
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      const newer = outbox.changeAlert(alert.id, { state: 'acked' });
      outbox.store.messages.save({ ...place, version: newer.version });
      return { channelId: 'C1', ts: '1.1', fileId: null };
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ version }) => version)).toEqual([2, 3]);
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.version).toBe(3);
  });
});
