import { describe, expect, test } from 'vitest';
import type { SlackBlock } from '../../src/playground/protocol.ts';
import type { Message } from '../../src/playground/world/types.ts';
import { PICTURE, startSlackRig } from './slack-support.ts';
import { drainAll } from './support.ts';

function findImage(message: Message | undefined): SlackBlock | undefined {
  return message?.attachments.flatMap(({ blocks }) => blocks ?? []).find(({ type }) => type === 'image');
}

describe('the picture of an alert', () => {
  test('is uploaded without being shared, and shown once Slack has processed it', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);

    await makeDelivery({ chartFor: async () => PICTURE }).drain();

    const fileId = outbox.store.messages.get(alert.id, '#ml-alerts')?.fileId;
    expect(findImage(messages()[0])).toMatchObject({ slack_file: { id: fileId } });
    expect(messages()).toHaveLength(1);
    expect([...slack.state.files.keys()]).toEqual([fileId]);
  });

  test('stays the same file when the firing alert is edited', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery({ chartFor: async () => PICTURE });
    await delivery.drain();

    outbox.queue(outbox.changeAlert(alert.id, { severity: 'critical' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(slack.state.files.size).toBe(1);
    expect(findImage(messages()[0])).toMatchObject({ alt_text: PICTURE.altText });
    expect(messages()[0]!.text).toMatch(/critical/i);
  });

  test('is drawn anew when the alert shows another run, and stays as it is once the alert was taken', async () => {
    const { outbox, makeDelivery, messages, slack } = await startSlackRig();
    const delivery = makeDelivery({ chartFor: async () => PICTURE });
    const alert = outbox.addAlert();
    outbox.queue(alert);
    await drainAll(outbox, delivery);
    const first = findImage(messages()[0])?.slack_file;

    const evidence = { ...alert.evidence, runId: alert.evidence.runId + 1 };
    outbox.queue(outbox.changeAlert(alert.id, { evidence }), 'alert_update');
    await drainAll(outbox, delivery);
    expect(findImage(messages()[0])?.slack_file).not.toEqual(first);

    const taken = { ...evidence, runId: evidence.runId + 1 };
    outbox.queue(outbox.changeAlert(alert.id, { state: 'acked', evidence: taken }), 'alert_update');
    await drainAll(outbox, delivery);
    expect(slack.state.files.size).toBe(2);
  });

  test('has words of its own after a restart', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    await makeDelivery({ chartFor: async () => PICTURE }).drain();

    outbox.queue(outbox.changeAlert(alert.id, { severity: 'critical' }), 'alert_update');
    await drainAll(outbox, makeDelivery());

    expect(findImage(messages()[0])?.alt_text).toBe('late_flights: Wasserstein distance of delay is 0.23, limit 0.10');
  });

  test.each([
    ['cannot be drawn', async () => Promise.reject(new Error('no font'))],
    ['does not exist', async () => null],
  ])('an alert whose picture %s goes out without', async (_, chartFor) => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());

    await makeDelivery({ chartFor }).drain();

    expect(messages()).toHaveLength(1);
    expect(findImage(messages()[0])).toBeUndefined();
  });

  test('an alert does not wait for a picture that is never drawn', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());

    await makeDelivery({ chartBudgetMs: 20, chartFor: () => new Promise(() => {}) }).drain();

    expect(messages()).toHaveLength(1);
  });

  test('a picture that ate up the time for which the alert was claimed leaves the post to the next attempt', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const id = outbox.queue(outbox.addAlert());
    let isSlow = true;
    const chartFor = async () => {
      if (isSlow) outbox.clock.advance(55_000);
      isSlow = false;
      return null;
    };

    await drainAll(outbox, makeDelivery({ chartFor }));

    expect(messages()).toHaveLength(1);
    expect(outbox.store.outbox.get(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info'])(
    'an alert goes out without its picture when %s fails',
    async (method) => {
      const { outbox, slack, makeDelivery, messages } = await startSlackRig();
      outbox.queue(outbox.addAlert());
      slack.fail({ method, kind: 'error:internal_error' });

      await makeDelivery({ chartFor: async () => PICTURE }).drain();

      expect(messages()).toHaveLength(1);
      expect(findImage(messages()[0])).toBeUndefined();
    },
  );

  test('an alert goes out without its picture when Slack refuses the block', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    slack.fail({ method: 'chat.postMessage', kind: 'error:invalid_blocks' });

    await makeDelivery({ chartFor: async () => PICTURE }).drain();

    expect(messages()).toHaveLength(1);
    expect(messages()[0]!.attachments).toHaveLength(1);
    expect(findImage(messages()[0])).toBeUndefined();
    expect(outbox.store.messages.get(alert.id, '#ml-alerts')?.fileId).toBeNull();
  });

  test('that Slack no longer shows is forgotten, and drawn again with the next change', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery({ chartFor: async () => PICTURE });
    await delivery.drain();
    const { fileId } = outbox.store.messages.get(alert.id, '#ml-alerts')!;
    slack.state.files.delete(fileId!);

    outbox.queue(outbox.changeAlert(alert.id, { severity: 'critical' }), 'alert_update');
    await drainAll(outbox, delivery);
    expect(findImage(messages()[0])).toBeUndefined();
    outbox.queue(outbox.changeAlert(alert.id, { severity: 'high' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(messages()).toHaveLength(1);
    expect(findImage(messages()[0])).toMatchObject({ slack_file: { id: expect.not.stringMatching(fileId!) } });
  });

  test('is tried again with the next change of a firing alert', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert();
    outbox.queue(alert);
    slack.fail({ method: 'files.getUploadURLExternal', kind: 'error:internal_error' });
    const delivery = makeDelivery({ chartFor: async () => PICTURE });
    await delivery.drain();

    outbox.queue(outbox.changeAlert(alert.id, { severity: 'critical' }), 'alert_update');
    await drainAll(outbox, delivery);

    expect(findImage(messages()[0])).toBeDefined();
  });
});
