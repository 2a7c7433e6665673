import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/errors.ts';
import { drainAll, makeDelivery, makeNotifier, openOutbox } from './support.ts';

describe('a notification is told once', () => {
  test('what was sent is recorded with the place where it stands', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    const id = outbox.queue(alert);
    const notifier = makeNotifier(outbox.clock);

    await makeDelivery(outbox, notifier).drain();

    expect(notifier.sent).toHaveLength(1);
    expect(outbox.store.outbox.get(id)).toMatchObject({ state: 'sent', sentAt: outbox.clock.now() });
    const message = { channelId: 'C1', ts: `1.${id}`, version: alert.version, fileId: null };
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')).toMatchObject(message);
  });

  test('two processes that share a database never send the same notification', async () => {
    const outbox = openOutbox();
    const ids = Array.from({ length: 20 }, (_, i) => outbox.queue(outbox.addAlert(), 'alert_root', `#channel-${i}`));
    const [first, second] = [makeNotifier(outbox.clock), makeNotifier(outbox.clock)];

    const other = makeDelivery(outbox, second, outbox.reopen());
    await Promise.all([makeDelivery(outbox, first).drain(), other.drain()]);

    const sent = [...first.sent, ...second.sent].map(({ id }) => id);
    expect(sent.sort()).toEqual(ids.sort());
  });

  test('an attempt that ended without an answer makes the next one look first', async () => {
    const outbox = openOutbox();
    outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new DeliveryError('No answer', { isPermanent: false, isUnclear: true });
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, true]);
  });

  test('a refusal does not make the next attempt look', async () => {
    const outbox = openOutbox();
    outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new DeliveryError('Not now', { isPermanent: false });
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, false]);
  });

  test('a doubt stays a doubt, however many refusals follow it', async () => {
    const outbox = openOutbox();
    outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new DeliveryError('No answer', { isPermanent: false, isUnclear: true });
    });
    notifier.once(async () => {
      throw new DeliveryError('Not now', { isPermanent: false });
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, true, true]);
  });

  test('a lease that a dead process left is taken over, and looked after first', async () => {
    const outbox = openOutbox();
    const id = outbox.queue(outbox.addAlert());
    outbox.store.outbox.claim(outbox.clock.now(), 60_000);
    const notifier = makeNotifier(outbox.clock);
    const delivery = makeDelivery(outbox, notifier);

    await delivery.drain();
    expect(notifier.sent).toEqual([]);
    outbox.clock.advance(60_001);
    await delivery.drain();

    expect(notifier.sent).toMatchObject([{ id, mayHaveArrived: true }]);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
  });
});
