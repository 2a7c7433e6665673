import { expect, it, vi } from 'vitest';
import { findSeriousFaults } from './support/browser.ts';
import { STATUS } from './support/canned.ts';
import { hasFocus } from './support/look.ts';
import { messageOf, useSuite } from './support/suite.ts';

const suite = useSuite();
const commands = () => suite.workspace.app.ofType('/mlmon').map(({ text }) => text);

it('completes commands from the keyboard while the focus stays in the box', async () => {
  const page = await suite.open();
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.pressSequentially('/mlmon ');
  const list = page.getByRole('listbox', { name: '6 commands for /mlmon' });
  await list.waitFor();
  expect(await findSeriousFaults(page)).toEqual([]);
  await box.press('ArrowDown');
  const active = await box.getAttribute('aria-activedescendant');
  expect(await page.locator(`[id="${active}"]`).textContent()).toContain('/mlmon ack');
  await box.press('Tab');
  expect(await box.inputValue()).toBe('/mlmon ack ');
  expect(await hasFocus(box)).toBe(true);
  await page.getByText('Take an alert and stop its reminders').waitFor();
});

it('closes the list on Escape and keeps the text; Enter sends what is written', async () => {
  const page = await suite.open();
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.pressSequentially('/mlmon st');
  await page.getByRole('listbox').waitFor();
  await box.press('Escape');
  expect(await page.getByRole('listbox').count()).toBe(0);
  expect(await box.inputValue()).toBe('/mlmon st');
  await box.pressSequentially('atus');
  await box.press('Enter');
  await vi.waitFor(() => expect(commands()).toEqual(['status']));
  expect(await box.inputValue()).toBe('');
});

it('shows an answer that only I can see, with a table that sorts and turns pages', async () => {
  suite.workspace.app.answerWith(() => ({ response_type: 'ephemeral', text: 'Status', blocks: STATUS }));
  const page = await suite.open();
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.fill('/mlmon status');
  await box.press('Enter');
  const answer = messageOf(page, '43 models');
  await answer.getByText('Only visible to you').waitFor();
  expect(await answer.getByRole('status').textContent()).toBe('1 to 4 of 6 rows');
  await answer.getByRole('button', { name: 'Next page' }).click();
  expect(await answer.locator('tbody tr').count()).toBe(2);
  await answer.getByRole('button', { name: 'Rows' }).click();
  expect(await answer.getByRole('columnheader', { name: 'Rows' }).getAttribute('aria-sort')).toBe('descending');
  expect(await answer.locator('tbody tr').first().textContent()).toContain('182310');
  await page.getByRole('radio', { name: /Ben/ }).check();
  await page.getByText('Only visible to you').waitFor({ state: 'detached' });
  await messageOf(page, 'FIRING').waitFor();
});

it('sends messages with Enter, breaks lines with Shift and Enter, and escapes', async () => {
  const page = await suite.open();
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.fill('limit < 5 & @ben');
  await box.press('Shift+Enter');
  await box.pressSequentially('*second*');
  await box.press('Enter');
  const mine = messageOf(page, 'limit < 5');
  await mine.getByRole('button', { name: '@Ben Okafor' }).waitFor();
  expect(await mine.locator('b', { hasText: 'second' }).count()).toBe(1);
  expect(await page.locator('.is-sending').count()).toBe(0);
});

it('keeps a message that could not be sent, and sends it again', async () => {
  const page = await suite.open();
  await page.route('**/playground/message', (route) => route.abort());
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.fill('try me twice');
  await box.press('Enter');
  await page.getByText('Not sent.').waitFor();
  await page.unroute('**/playground/message');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Not sent.').waitFor({ state: 'detached' });
  expect(await page.locator('.msg', { hasText: 'try me twice' }).count()).toBe(1);
  suite.forgiveFaults();
});

it('says so above the box when a command gets no answer', async () => {
  suite.workspace.app.answerWith(() => 'hang');
  const page = await suite.open();
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.fill('/mlmon help');
  await box.press('Enter');
  await page.getByText('/mlmon failed because the app did not respond').waitFor();
  await page.getByRole('button', { name: 'Dismiss this failure' }).click();
  expect(await page.locator('.msg-fail').count()).toBe(0);
});
