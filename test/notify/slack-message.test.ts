import { describe, expect, test } from 'vitest';
import { startSlackRig } from './slack-support.ts';
import { drainAll } from './support.ts';

describe('an alert in Slack', () => {
  test('stands in the channel that the monitor names, with words for screen readers and its id', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    const id = outbox.queue(alert);

    await makeDelivery().drain();

    expect(messages()).toMatchObject([
      {
        text: expect.stringContaining('late_flights'),
        blocks: [{ type: 'section' }],
        metadata: { event_type: 'mlmon_notification', event_payload: { notification_id: id } },
      },
    ]);
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')).toMatchObject({
      channelId: 'C0MLALERTS',
      ts: messages()[0]!.ts,
    });
  });

  test('edits itself when the alert changes', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery();
    await delivery.drain();

    const changed = outbox.changeAlert(alert.id, {
      state: 'acked',
      ackedBy: 'U0ANA00001',
      ackedAt: outbox.clock.now(),
    });
    outbox.queue(changed, 'alert_update');
    await drainAll(outbox, delivery);

    expect(messages()).toHaveLength(1);
    expect(JSON.stringify(messages()[0])).toContain('Acknowledged by <@U0ANA00001>');
  });

  test('is posted anew when somebody deleted it', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery();
    await delivery.drain();
    const [old] = messages();
    slack.state.removeMessage(old!);

    outbox.queue(outbox.changeAlert(alert.id, { state: 'acked' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(messages()).toHaveLength(1);
    expect(messages()[0]!.ts).not.toBe(old!.ts);
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')).toMatchObject({ ts: messages()[0]!.ts, version: 3 });
  });

  test('goes out in plain words when Slack refuses its blocks', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());
    const render = () => ({ text: 'late_flights drifted', blocks: [{ type: 'header' } as never] });

    await makeDelivery({ render }).drain();

    expect(messages()).toMatchObject([{ text: 'late_flights drifted', blocks: [{ type: 'section' }] }]);
  });

  test('ends with what to do when the bot is not in the channel', async () => {
    const { outbox, makeDelivery } = await startSlackRig();
    const id = outbox.queue(outbox.addAlert(), 'alert_root', '#general');

    await drainAll(outbox, makeDelivery());

    expect(outbox.store.outbox.get(id)).toMatchObject({ state: 'failed', attempts: 1 });
    expect(outbox.store.audit.list(1)[0]?.details).toMatchObject({ hint: expect.stringContaining('/invite') });
  });

  test('ends with what to do when there is no such channel', async () => {
    const { outbox, makeDelivery } = await startSlackRig();
    const id = outbox.queue(outbox.addAlert(), 'alert_root', '#nowhere');

    await drainAll(outbox, makeDelivery());

    expect(outbox.store.outbox.get(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('#nowhere') });
  });
});

describe('the channel directory', () => {
  test('a name that was looked up once is remembered beyond the process', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());
    await makeDelivery().drain();
    slack.fail({ method: 'conversations.list', kind: 'error:ratelimited', times: 99 });

    outbox.queue(outbox.addAlert());
    await drainAll(outbox, makeDelivery());

    expect(messages()).toHaveLength(2);
  });

  test('a remembered channel that is gone is looked up again', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    outbox.store.settings.set('slack.channel.ml-alerts', 'C0DELETED1');
    outbox.queue(outbox.addAlert());

    await makeDelivery().drain();

    expect(messages()).toHaveLength(1);
  });
});
