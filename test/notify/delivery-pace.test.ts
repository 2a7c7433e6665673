import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/errors.ts';
import { drainAll, makeDelivery, makeNotifier, openOutbox, START_AT } from './support.ts';

describe('the pace of messages', () => {
  test('one channel gets one message a second, in the order in which they were queued', async () => {
    const outbox = openOutbox();
    const ids = Array.from({ length: 12 }, () => outbox.queue(outbox.addAlert()));
    const notifier = makeNotifier(outbox.clock);

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ id }) => id)).toEqual(ids);
    const gaps = notifier.sent.slice(1).map(({ at }, i) => at - notifier.sent[i]!.at);
    expect(gaps).toEqual(gaps.map(() => 1000));
  });

  test('a full channel does not hold up another', async () => {
    const outbox = openOutbox();
    for (let i = 0; i < 40; i += 1) outbox.queue(outbox.addAlert());
    const other = outbox.queue(outbox.addAlert(), 'alert_root', '#quiet');
    const notifier = makeNotifier(outbox.clock);

    await makeDelivery(outbox, notifier).drain();

    const sentAt = notifier.sent.find(({ id }) => id === other)!.at;
    expect(sentAt - START_AT).toBeLessThanOrEqual(3000);
  });

  test('waiting for a turn is no doubt: nothing was sent yet', async () => {
    const outbox = openOutbox();
    for (let i = 0; i < 12; i += 1) outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.filter(({ mayHaveArrived }) => mayHaveArrived)).toEqual([]);
  });

  test('a receiver that asks for silence gets it, for this channel alone', async () => {
    const outbox = openOutbox();
    const first = outbox.queue(outbox.addAlert());
    outbox.queue(outbox.addAlert());
    outbox.queue(outbox.addAlert(), 'alert_root', '#quiet');
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new DeliveryError('Slow down', { isPermanent: false, retryAfterMs: 30_000 });
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    const [refused, ...later] = notifier.sent.filter(({ channel }) => channel === '#ml-alerts');
    expect(refused?.id).toBe(first);
    expect(later).toHaveLength(2);
    expect(Math.min(...later.map(({ at }) => at))).toBeGreaterThanOrEqual(START_AT + 30_000);
    expect(notifier.sent.find(({ channel }) => channel === '#quiet')!.at).toBeLessThan(START_AT + 3000);
  });
});
