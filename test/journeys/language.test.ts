import type { App } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningApp, startApp } from '../playground/support/app.ts';
import { openWorkspace, type Workspace } from './language.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = { type: 'button' as const, action_id: 'ack', text: plain('Acknowledge'), value: '7' };

/** A bot with one alert, one modal and one home tab. */
function register(app: App): void {
  app.command('/mlmon', async ({ ack, respond, command, client }) => {
    await ack();
    if (command.text === 'silence') return;
    const blocks = [
      { type: 'section' as const, text: plain('FIRING churn') },
      { type: 'actions' as const, elements: [button] },
    ];
    await respond(`Asked: ${command.text}`);
    await client.chat.postMessage({ channel: command.channel_id, text: 'FIRING', blocks });
  });
  app.action('ack', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined) return;
    const { channel, message, user, trigger_id } = body;
    await client.chat.update({
      channel: channel.id,
      ts: message.ts,
      text: `Acknowledged by <@${user.id}>`,
      blocks: [],
    });
    await client.chat.postMessage({ channel: channel.id, thread_ts: message.ts, text: 'On it', reply_broadcast: true });
    const element = { type: 'plain_text_input' as const, action_id: 'text' };
    const blocks = [{ type: 'input' as const, block_id: 'why', label: plain('Why?'), element }];
    await client.views.open({
      trigger_id,
      view: { type: 'modal', callback_id: 'note', title: plain('Note'), submit: plain('Save'), blocks },
    });
  });
  app.view('note', async ({ ack, view, client, body }) => {
    const why = view.state.values.why?.text?.value ?? '';
    if (why === 'bad') return ack({ response_action: 'errors', errors: { why: 'Say more' } });
    await ack();
    const blocks = [{ type: 'section' as const, text: plain(`Last note: ${why}`) }];
    await client.views.publish({ user_id: body.user.id, view: { type: 'home', blocks } });
  });
}

let slack: Workspace;
let bot: RunningApp;

beforeEach(async () => {
  slack = await openWorkspace();
  bot = await startApp(slack.playground, register);
});
afterEach(async () => {
  await bot.stop();
  await slack.close();
});

test('a person types, clicks and submits, and a real Bolt app answers each of them', async () => {
  const ana = slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status of churn');
  await ana.expectEphemeral(/Asked: status of churn/);
  const alert = await slack.expectMessage('#ml-alerts', /FIRING churn/);
  await ana.clicks(alert, 'Acknowledge');
  await slack.expectUpdate(alert, /Acknowledged by <@U0ANA00001>/);
  await slack.expectBroadcastReply(alert, /On it/);
  await ana.expectModal('Note');
  expect(await ana.submitsWrongly({ why: '' })).toEqual({ why: 'Please complete this required field.' });
  expect(await ana.submitsWrongly({ why: 'bad' })).toEqual({ why: 'Say more' });
  await ana.submits({ why: 'known outage' });
  await ana.expectNoModal();
  await ana.expectHome(/Last note: known outage/);
});

test('an expectation that is not met says what is there', async () => {
  const ana = slack.as('ana');
  await ana.types('#ml-alerts', '/mlmon status');
  const alert = await slack.expectMessage('#ml-alerts', /FIRING/);
  await expect(ana.clicks(alert, 'Resolve')).rejects.toThrow(/Cannot use "Resolve".*\n.*button "Acknowledge"/);
  expect(slack.explain('There is', slack.messages('#ml-alerts'))).toMatch(/FIRING churn[\s\S]*\(expected before\)/);
});
