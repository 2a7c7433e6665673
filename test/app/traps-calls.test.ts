import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import type { StoredFile } from '../../src/playground/world/types.ts';
import { createPostingClient } from '../../src/slack/client.ts';
import { PICTURE, startSlackRig } from '../notify/slack-support.ts';
import { ALERTS, startApp, startInnerSlack } from './support.ts';

describe('what Slack calls do by default, and not here', () => {
  test('trap 8: a 429 is reported at once, and holds back neither other calls nor other clients', async () => {
    const slack = await startInnerSlack();
    slack.core.failures.add({ method: 'chat.postMessage', kind: '429' });
    const { app } = await startApp(slack, () => {});
    const client = createPostingClient(
      { token: 'xoxb-playground', slackApiUrl: slack.apiUrl },
      pino({ level: 'silent' }),
    );
    const order: string[] = [];

    const refused = client.chat.postMessage({ channel: ALERTS, text: 'hello' }).catch((error: unknown) => {
      order.push('refused');
      return error;
    });
    expect(await refused).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    await client.auth.test().then(() => order.push('same client'));
    await app.client.auth.test().then(() => order.push('listener client'));

    expect(order).toEqual(['refused', 'same client', 'listener client']);
    expect(slack.core.world.timeline(ALERTS).all()).toEqual([]);
  });

  test('trap 9: the alt text stands on the image block, where screen readers find it, and not on the file', async () => {
    const { outbox, slack, makeDelivery, messages } = await startSlackRig();
    outbox.queue(outbox.addAlert());

    await makeDelivery({ chartFor: async () => PICTURE }).drain();

    const [file] = [...slack.state.files.values()] as [StoredFile];
    const blocks = messages()[0]!.attachments.flatMap((attachment) => attachment.blocks ?? []);
    const image = { type: 'image', slack_file: { id: file.id }, alt_text: PICTURE.altText };
    expect(blocks).toContainEqual(expect.objectContaining(image));
    expect(file.altText).toBeNull();
  });

  test('trap 10: blocks, attachments and metadata arrive as structures, though they travel as form fields', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const alert = outbox.addAlert({ modelName: 'a&b=c "d" <e>' });
    const id = outbox.queue(alert);

    await makeDelivery().drain();

    const [message] = messages();
    expect(message?.metadata?.event_payload).toEqual({ notification_id: id, alert_id: alert.id });
    expect(message?.attachments[0]?.blocks?.at(-1)).toMatchObject({ type: 'actions' });
    expect(JSON.stringify(message?.blocks)).toContain('a&amp;b=c \\"d\\" &lt;e&gt;');
  });

  test('trap 11: every message has words of its own beside its blocks, so that nothing warns', async () => {
    const { outbox, makeDelivery, messages } = await startSlackRig();
    const warn = vi.spyOn(console, 'warn');
    const alert = outbox.addAlert();
    outbox.queue(alert);
    const delivery = makeDelivery();
    await delivery.drain();
    outbox.clock.advance(2_000);
    outbox.queue(outbox.changeAlert(alert.id, { state: 'acked' }), 'alert_update');
    await delivery.drain();

    expect(messages().map(({ text }) => text)).toEqual([expect.stringMatching(/late_flights/)]);
    expect(messages()[0]!.edited).not.toBeNull();
    expect(warn).not.toHaveBeenCalled();
  });
});
