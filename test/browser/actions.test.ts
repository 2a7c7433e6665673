import { expect, it, vi } from 'vitest';
import { hasFocus, readFocus } from './support/look.ts';
import { messageOf, useSuite } from './support/suite.ts';
import { ANA, CHANNEL } from './support/workspace.ts';

const suite = useSuite();
const actions = () =>
  suite.workspace.app.ofType('block_actions').map((payload) => (payload.actions as Record<string, unknown>[])[0]);

it('a click sends the action with its message', async () => {
  const page = await suite.open();
  await messageOf(page, 'FIRING').getByRole('button', { name: 'Acknowledge' }).click();
  await vi.waitFor(() => expect(actions()).toHaveLength(1));
  const [payload] = suite.workspace.app.ofType('block_actions');
  expect(actions()[0]).toMatchObject({ type: 'button', action_id: 'ack', block_id: 'acts', value: 'alert-7' });
  expect(payload).toMatchObject({
    user: { id: ANA },
    channel: { id: CHANNEL },
    container: { message_ts: suite.alertTs },
  });
});

it('a button with a question sends nothing on "no", and once on "yes"', async () => {
  const page = await suite.open();
  const button = messageOf(page, 'FIRING').getByRole('button', { name: 'Retrain…' });
  await button.click();
  const question = page.getByRole('alertdialog', { name: 'Retrain late-flights?' });
  await question.waitFor();
  expect((await readFocus(page)).text).toBe('Not now');
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  await button.click();
  await question.getByRole('button', { name: 'Retrain', exact: true }).click();
  await vi.waitFor(() => expect(actions().map((action) => action?.action_id)).toEqual(['retrain']));
});

it('the overflow menu works from the keyboard', async () => {
  const page = await suite.open();
  const more = messageOf(page, 'FIRING').getByRole('button', { name: 'More actions' });
  await more.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await hasFocus(more)).toBe(true);
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Timeline' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await vi.waitFor(() =>
    expect(actions()[0]).toMatchObject({ type: 'overflow', selected_option: { value: 'assign' } }),
  );
});

it('a menu in a message is chosen by typing', async () => {
  const page = await suite.open();
  const menu = messageOf(page, 'What changed').getByRole('combobox', { name: 'Window' });
  await menu.click();
  await page.keyboard.type('28');
  await page.keyboard.press('Enter');
  await vi.waitFor(() =>
    expect(actions()[0]).toMatchObject({ type: 'static_select', selected_option: { value: '28d' } }),
  );
  expect(await menu.inputValue()).toBe('28 days');
});

it('feedback is pressed and sent with its value', async () => {
  const page = await suite.open();
  const useful = messageOf(page, 'What changed').getByRole('button', { name: 'Useful' });
  await useful.click();
  expect(await useful.getAttribute('aria-pressed')).toBe('true');
  await vi.waitFor(() => expect(actions()[0]).toMatchObject({ action_id: 'feedback', value: 'useful' }));
});

it('says so beside the message when the app does not answer', async () => {
  suite.workspace.app.answerWith(() => 'hang');
  const page = await suite.open();
  const alert = messageOf(page, 'FIRING');
  const button = alert.getByRole('button', { name: 'Snooze…' });
  await button.click();
  expect(await button.getAttribute('aria-busy')).toBe('true');
  await alert.getByText('The app did not respond').waitFor();
  expect(await button.getAttribute('aria-busy')).toBe('false');
});
