import { describe, expect, test } from 'vitest';
import { startSlackRig } from './slack-support.ts';
import { drainAll } from './support.ts';

describe('one root message, whatever happens to the answer', () => {
  test('a post that Slack accepted without an answer is found by the next process, not repeated', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    const id = outbox.queue(alert);
    slack.fail({ method: 'chat.postMessage', kind: 'drop_after_accept' });
    await makeDelivery().drain();
    expect(outbox.store.outbox.get(id)?.state).toBe('queued');

    await drainAll(outbox, makeDelivery({ store: outbox.reopen() }));

    expect(messages()).toHaveLength(1);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.ts).toBe(messages()[0]!.ts);
  });

  test('a message that is found shows the alert as it is by now', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    slack.fail({ method: 'chat.postMessage', kind: 'drop_after_accept' });
    const delivery = makeDelivery();
    await delivery.drain();

    outbox.changeAlert(alert.id, { state: 'acked', ackedBy: 'U0ANA00001', ackedAt: outbox.clock.now() });
    await drainAll(outbox, delivery);

    expect(messages()).toHaveLength(1);
    expect(JSON.stringify(messages()[0])).toContain('Acknowledged by');
  });

  test('it is found behind many pages of newer messages', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const id = outbox.queue(outbox.addAlert());
    slack.fail({ method: 'chat.postMessage', kind: 'drop_after_accept' });
    await makeDelivery().drain();
    for (let i = 0; i < 450; i += 1) {
      slack.state.addMessage({ channel: 'C0MLALERTS', user: 'U0ANA00001', text: `chatter ${i}` });
    }

    await drainAll(outbox, makeDelivery());

    expect(messages().filter(({ isFromApp }) => isFromApp)).toHaveLength(1);
    expect(outbox.store.outbox.get(id)?.state).toBe('sent');
  });

  test('nothing is posted while Slack cannot say whether it was', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const id = outbox.queue(outbox.addAlert());
    slack.fail({ method: 'chat.postMessage', kind: 'drop_after_accept' });
    slack.fail({ method: 'conversations.history', kind: 'error:internal_error', times: 3 });

    await drainAll(outbox, makeDelivery());

    expect(messages()).toHaveLength(1);
    expect(outbox.store.outbox.get(id)).toMatchObject({ state: 'sent', attempts: 5 });
  });

  test('a post that hangs and never arrived is posted by the next attempt', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());
    slack.fail({ method: 'chat.postMessage', kind: 'hang' });

    await drainAll(outbox, makeDelivery({ timeoutMs: 100 }));

    expect(messages()).toHaveLength(1);
  });

  test('an edit without an answer is simply made again', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery();
    await delivery.drain();
    slack.fail({ method: 'chat.update', kind: 'drop_after_accept' });

    outbox.queue(outbox.changeAlert(alert.id, { state: 'acked' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(messages()).toHaveLength(1);
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.version).toBe(3);
  });

  test('a 429 is waited out for as long as Slack asks', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const startAt = outbox.clock.now();
    const id = outbox.queue(outbox.addAlert());
    slack.fail({ method: 'chat.postMessage', kind: '429' });
    // By itself it would come back after half a second.
    const delivery = makeDelivery({ random: () => 0.999 });

    await delivery.drain();
    const dueAt = outbox.store.outbox.get(id)!.nextAttemptAt;
    await drainAll(outbox, delivery);

    expect(dueAt - startAt).toBeGreaterThanOrEqual(1000);
    expect(messages()).toHaveLength(1);
  });
});
