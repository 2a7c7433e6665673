import { expect, it } from 'vitest';
import { findSeriousFaults } from './support/browser.ts';
import { makeAlert } from './support/canned.ts';
import { look, readFocus, readRest, waitForFocus } from './support/look.ts';
import { messageOf, useSuite } from './support/suite.ts';
import { BEN, CHANNEL } from './support/workspace.ts';

const suite = useSuite();
const WAIT = { timeout: 6000 };
const say = (text: string, channel = CHANNEL) =>
  suite.workspace.playground.state.addMessage({ channel, user: BEN, text });

it('a message changes in place, flashes and is marked as edited', async () => {
  const { bot } = suite.workspace;
  const page = await suite.open();
  const { ts = '' } = await bot.chat.postMessage({
    channel: CHANNEL,
    text: 'x',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'state one' } }],
  });
  await messageOf(page, 'state one').waitFor();
  await bot.chat.update({
    channel: CHANNEL,
    ts,
    text: 'x',
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'state two' } }],
  });
  const changed = messageOf(page, 'state two (edited)');
  await changed.waitFor();
  expect(await changed.getAttribute('class')).toContain('is-updated');
});

it('a reader above keeps the place and is told of new messages', async () => {
  const page = await suite.open();
  const list = page.locator('.list-wrap .scroll');
  // While fonts and pictures still change heights, a list that was at its end is put back there.
  await expect
    .poll(async () => {
      await look(list, 'node.scrollTo(0, 40)');
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      return look(list, 'node.scrollTop');
    })
    .toBe(40);
  say('something new');
  const pill = page.getByRole('button', { name: 'New messages' });
  await pill.waitFor();
  expect(await look(list, 'node.scrollTop')).toBe(40);
  await pill.click();
  expect(await readRest(list)).toBeLessThan(2);
  say('one more');
  await page.getByText('one more').waitFor();
  expect(await readRest(list)).toBeLessThan(2);
});

it('other channels count what is unread', async () => {
  const page = await suite.open();
  say('psst', 'C0GENERAL1');
  const row = page.getByRole('button', { name: 'general, 1 unread' });
  await row.click();
  await page.getByText('psst').waitFor();
  expect(await page.getByRole('button', { name: /unread/ }).count()).toBe(0);
  await page.goBack();
  await messageOf(page, 'FIRING').waitFor();
});

it('a thread shows its replies, takes mine and closes back to where I was', async () => {
  const page = await suite.open();
  await page.getByRole('button', { name: /2 replies/ }).click();
  const thread = page.getByRole('complementary', { name: 'Thread in #ml-alerts' });
  await thread.getByText('shall we hold the retraining').waitFor();
  await thread.getByRole('textbox', { name: 'Reply to thread' }).fill('yes, until Monday');
  await page.keyboard.press('Enter');
  await thread.getByText('yes, until Monday').waitFor();
  await page.getByRole('button', { name: /3 replies/ }).waitFor();
  expect(await findSeriousFaults(page)).toEqual([]);
  await thread.getByRole('button', { name: 'Close thread' }).click();
  await waitForFocus(page, '.replies');
});

it('reactions are added, counted and taken back', async () => {
  const page = await suite.open();
  const eyes = messageOf(page, 'FIRING').getByRole('button', { name: /^eyes/ });
  expect(await eyes.getAttribute('aria-label')).toBe('eyes, 1, mlmon');
  await eyes.click();
  await page.getByRole('button', { name: 'eyes, 2, mlmon and you' }).click();
  await page.getByRole('button', { name: 'eyes, 1, mlmon' }).waitFor();
});

it('another persona sees her own mentions', async () => {
  const page = await suite.open();
  const mention = messageOf(page, 'FIRING').getByRole('button', { name: '@Ana Ruiz' });
  expect(await mention.getAttribute('class')).toContain('mention-self');
  await page.getByRole('radio', { name: /Ben/ }).check();
  await expect.poll(() => page.locator('.mention-self').count(), WAIT).toBe(0);
  await page.reload();
  await page.getByRole('radio', { name: /Ben/, checked: true }).waitFor();
});

it('messages are walked with arrow keys, and Escape returns to the box', async () => {
  const page = await suite.open();
  await page.getByRole('textbox', { name: 'Message #ml-alerts' }).focus();
  await page.keyboard.press('ArrowUp');
  const { ts: newest } = await readFocus(page);
  await page.keyboard.press('ArrowUp');
  const { ts: before } = await readFocus(page);
  expect(Number(before)).toBeLessThan(Number(newest));
  await page.keyboard.press('Escape');
  expect((await readFocus(page)).id).toBe('composer');
});

it('the home tab shows what the app publishes and sends its actions', async () => {
  const { bot, app } = suite.workspace;
  const page = await suite.open();
  const blocks = [
    { type: 'header' as const, text: { type: 'plain_text' as const, text: 'Good morning, Ana' } },
    ...(makeAlert('F').attachments[0]?.blocks.filter(({ type }) => type === 'actions') ?? []),
  ];
  await bot.views.publish({ user_id: 'U0ANA00001', view: { type: 'home', blocks } });
  await page.getByRole('button', { name: 'mlmon', exact: true }).click();
  await page.getByRole('heading', { name: 'Good morning, Ana' }).waitFor();
  expect(await findSeriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect.poll(() => page.locator('[aria-busy=true]').count(), WAIT).toBe(0);
  expect(app.ofType('block_actions')[0]).toMatchObject({ view: { type: 'home' } });
});

it('the payloads pane shows both directions', async () => {
  const page = await suite.open();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Payloads' }).click();
  await messageOf(page, 'FIRING').getByRole('button', { name: 'Acknowledge' }).click();
  const pane = page.getByRole('complementary', { name: 'Payloads' });
  await pane.getByText('block_actions').first().click();
  await pane.getByText('"action_id": "ack"').first().waitFor();
  expect(await findSeriousFaults(page)).toEqual([]);
});

it('comes back after the connection was lost, with what it missed', async () => {
  const page = await suite.open();
  await page.route('**/playground/events', (route) => route.abort());
  await page.reload();
  await page.getByText('The connection to the local Slack is lost').waitFor();
  say('said while you were away');
  await page.unroute('**/playground/events');
  await page.getByText('said while you were away').waitFor();
  await page.getByText('The connection to the local Slack is lost').waitFor({ state: 'detached' });
  suite.forgiveFaults();
});
