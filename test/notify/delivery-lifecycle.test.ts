import { describe, expect, test } from 'vitest';
import type { Delivered } from '../../src/notify/notifier.ts';
import { eventually, makeDelivery, makeNotifier, openOutbox } from './support.ts';

/** A send that takes as long as the test wants. */
function makeGate() {
  let open: (delivered: Delivered) => void = () => {};
  const promise = new Promise<Delivered>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('the delivery loop', () => {
  test('a wake delivers what was just queued', async () => {
    const outbox = openOutbox();
    const notifier = makeNotifier(outbox.clock);
    const delivery = makeDelivery(outbox, notifier);
    delivery.start();
    const id = outbox.queue(outbox.addAlert());

    delivery.wake();

    await eventually(() => expect(outbox.store.outbox.get(id)?.state).toBe('sent'));
    await delivery.stop();
  });

  test('stopping waits for the message that is on its way', async () => {
    const outbox = openOutbox();
    const id = outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    const gate = makeGate();
    notifier.once(() => gate.promise);
    const delivery = makeDelivery(outbox, notifier);
    delivery.start();
    await eventually(() => expect(notifier.sent).toHaveLength(1));

    const stopped = delivery.stop().then(() => outbox.store.outbox.get(id)?.state);
    expect(outbox.store.outbox.get(id)?.state).toBe('sending');
    gate.open({ channelId: 'C1', ts: '1.1', fileId: null });

    expect(await stopped).toBe('sent');
  });

  test('stopping puts back what still waits for its turn', async () => {
    const outbox = openOutbox();
    outbox.queue(outbox.addAlert());
    const second = outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    const gate = makeGate();
    notifier.once(() => gate.promise);
    const delivery = makeDelivery(outbox, notifier);
    delivery.start();
    await eventually(() => expect(notifier.sent).toHaveLength(1));

    const stopped = delivery.stop();
    gate.open({ channelId: 'C1', ts: '1.1', fileId: null });
    await stopped;

    expect(notifier.sent).toHaveLength(1);
    expect(outbox.store.outbox.get(second)?.state).toBe('queued');
  });
});
