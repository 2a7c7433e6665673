import { describe, expect, test } from 'vitest';
import { DeliveryError } from '../../src/errors.ts';
import { computeBackoffMs } from '../../src/notify/backoff.ts';
import { createDelivery } from '../../src/notify/delivery.ts';
import { drainAll, makeDelivery, makeNotifier, openOutbox, START_AT, silent } from './support.ts';

describe('a failed notification', () => {
  test('an error for good ends it, and the audit log says why and what to do', async () => {
    const outbox = openOutbox();
    const id = outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    const hint = 'Type /invite @mlmon in the channel';
    notifier.once(async () => {
      throw new DeliveryError('Slack refused the message: not_in_channel', { isPermanent: true, hint });
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent).toHaveLength(1);
    expect(outbox.store.outbox.get(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('not_in_channel'),
    });
    expect(outbox.store.audit.list(1)).toMatchObject([
      { actor: 'mlmon', verb: 'notification.failed', details: { notification: id, target: '#ml-alerts', hint } },
    ]);
  });

  test('any other error is tried again after growing waits', async () => {
    const outbox = openOutbox();
    outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    for (let i = 0; i < 4; i += 1) {
      notifier.once(async () => {
        throw new DeliveryError('Not now', { isPermanent: false });
      });
    }

    await drainAll(outbox, makeDelivery(outbox, notifier));

    const gaps = notifier.sent.slice(1).map(({ at }, i) => at - notifier.sent[i]!.at);
    expect(gaps).toEqual([1000, 2000, 4000, 8000]);
  });

  test('what nobody could be told for a day is given up', async () => {
    const outbox = openOutbox();
    const id = outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    for (let i = 0; i < 1000; i += 1) {
      notifier.once(async () => {
        throw new DeliveryError('Not now', { isPermanent: false });
      });
    }

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(outbox.store.outbox.get(id)?.state).toBe('failed');
    const hours = (outbox.clock.now() - START_AT) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
  });

  test('a type of target that nothing delivers to ends it with what to do', async () => {
    const outbox = openOutbox();
    const alert = outbox.addAlert();
    const target = { type: 'email', recipients: ['ana@example.com'] } as const;
    const common = { alertId: alert.id, alertVersion: alert.version, at: outbox.clock.now(), target };
    outbox.store.outbox.add({ id: 'n1', kind: 'alert_root', dedupeKey: 'n1', ...common });
    const { clock, store } = outbox;

    await createDelivery({ store, notifiers: {}, clock, log: silent }).drain();

    expect(store.outbox.get('n1')).toMatchObject({ state: 'failed', error: expect.stringContaining('email') });
  });

  test('a crash inside a notifier counts as a doubt and is tried again', async () => {
    const outbox = openOutbox();
    const id = outbox.queue(outbox.addAlert());
    const notifier = makeNotifier(outbox.clock);
    notifier.once(async () => {
      throw new TypeError('undefined is not a function');
    });

    await drainAll(outbox, makeDelivery(outbox, notifier));

    expect(notifier.sent.map(({ mayHaveArrived }) => mayHaveArrived)).toEqual([false, true]);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
  });
});

describe('computeBackoffMs()', () => {
  test('doubles from one second to five minutes', () => {
    expect([1, 2, 3, 9, 10, 50].map((attempts) => computeBackoffMs(attempts, 0, null))).toEqual([
      1000, 2000, 4000, 256_000, 300_000, 300_000,
    ]);
  });

  test('takes off up to half by chance', () => {
    expect(computeBackoffMs(3, 0.5, null)).toBe(3000);
    expect(computeBackoffMs(3, 0.999, null)).toBeGreaterThanOrEqual(2000);
  });

  test('never comes back before the receiver wants', () => {
    expect(computeBackoffMs(1, 0, 45_000)).toBe(45_000);
  });
});
