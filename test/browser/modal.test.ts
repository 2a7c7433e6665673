import type { Page } from 'playwright-core';
import { beforeEach, expect, it, vi } from 'vitest';
import { findSeriousFaults } from './support/browser.ts';
import { MONITOR_FORM } from './support/canned.ts';
import { hasFocus, look, readFocus, waitForFocus } from './support/look.ts';
import { useSuite } from './support/suite.ts';

const suite = useSuite();
const submissions = () =>
  suite.workspace.app
    .ofType('view_submission')
    .map((payload) => payload.view as { state: { values: Record<string, Record<string, unknown>> } });
const LIMIT_ERROR = 'PSI lies between 0 and 5; you entered 20. Did you mean 0.20?';

beforeEach(() => {
  const { app, bot } = suite.workspace;
  app.answerWith((payload) => {
    if (payload.command !== undefined)
      void bot.views.open({ trigger_id: String(payload.trigger_id), view: MONITOR_FORM });
    if (payload.type === 'block_suggestion') {
      return {
        options: ['late-flights · prod', 'late-flights · staging'].map((name) => ({
          text: { type: 'plain_text', text: name },
          value: name,
        })),
      };
    }
    if (payload.type === 'view_submission') return { response_action: 'errors', errors: { limit: LIMIT_ERROR } };
    return undefined;
  });
});

async function openForm(page: Page) {
  const box = page.getByRole('textbox', { name: 'Message #ml-alerts' });
  await box.fill('/mlmon monitor add');
  await box.press('Enter');
  const form = page.getByRole('dialog', { name: 'New monitor' });
  await form.waitFor();
  return form;
}

async function chooseModel(page: Page) {
  await page.getByRole('combobox', { name: 'Model' }).fill('late');
  await page.getByRole('option', { name: 'late-flights · staging' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

it('focuses the first field, keeps Tab inside and makes the page inert', async () => {
  const page = await suite.open();
  const form = await openForm(page);
  expect(await hasFocus(page.getByRole('combobox', { name: 'Model' }))).toBe(true);
  expect(await look(page.locator('.app'), 'node.inert')).toBe(true);
  await form.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Shift+Tab');
  expect((await readFocus(page)).text).toBe('Next');
  await page.keyboard.press('Tab');
  expect((await readFocus(page)).label).toBe('Close');
  expect(await findSeriousFaults(page)).toEqual([]);
});

it('asks the app for the choices of an external select and takes one by keyboard', async () => {
  const page = await suite.open();
  await openForm(page);
  await chooseModel(page);
  expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('late-flights · staging');
  expect(suite.workspace.app.ofType('block_suggestion').at(-1)).toMatchObject({ value: 'late', action_id: 'model' });
});

it('shows what the form itself refuses', async () => {
  const page = await suite.open();
  const form = await openForm(page);
  await form.getByRole('button', { name: 'Next' }).click();
  await form.getByText('Please complete this required field.').waitFor();
  expect(submissions()).toEqual([]);
});

it("shows the app's errors below the fields, keeps the input and focuses the first", async () => {
  const page = await suite.open();
  const form = await openForm(page);
  await chooseModel(page);
  await form.getByRole('textbox', { name: 'Name' }).fill('My monitor');
  const columns = form.getByRole('combobox', { name: 'Columns' });
  await columns.fill('route');
  await columns.press('Enter');
  await form.getByRole('button', { name: 'Remove route' }).waitFor();
  await form.getByRole('checkbox', { name: 'Attach a chart' }).check();
  await form.getByRole('button', { name: 'Next' }).click();
  await form.getByText(LIMIT_ERROR).waitFor();
  const limit = form.getByRole('spinbutton', { name: 'Alert above (PSI)' });
  expect(await limit.getAttribute('aria-invalid')).toBe('true');
  expect(await hasFocus(limit)).toBe(true);
  expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('My monitor');
  expect(submissions()[0]?.state.values).toMatchObject({
    model: { model: { type: 'external_select', selected_option: { value: 'late-flights · staging' } } },
    name: { name: { value: 'My monitor' } },
    columns: { columns: { selected_options: [{ value: 'route' }] } },
    limit: { limit: { value: '20' } },
    severity: { severity: { selected_option: { value: 'critical' } } },
    also: { also: { selected_options: [{ value: 'chart' }] } },
    at: { at: { selected_time: '08:40' } },
  });
  await limit.fill('0.2');
  expect(await form.getByText(LIMIT_ERROR).count()).toBe(0);
  expect(await findSeriousFaults(page)).toEqual([]);
});

it('asks before a dangerous button; Escape closes the question first, then the modal', async () => {
  const page = await suite.open();
  const form = await openForm(page);
  await form.getByRole('button', { name: 'Delete draft…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete this draft?' });
  await question.waitFor();
  expect(await findSeriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(await form.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await waitForFocus(page, '#composer');
  expect(suite.workspace.app.ofType('block_actions')).toEqual([]);
});

it('closes when the app accepts', async () => {
  const page = await suite.open();
  const form = await openForm(page);
  const { app } = suite.workspace;
  await chooseModel(page);
  app.answerWith(() => undefined);
  await form.getByRole('button', { name: 'Next' }).click();
  await form.waitFor({ state: 'detached' });
  await vi.waitFor(() => expect(submissions()).toHaveLength(1));
});

it('is a sheet at the bottom of a phone, without a serious fault', async () => {
  const page = await suite.open({ width: 390, height: 844, theme: 'dark' });
  const form = await openForm(page);
  const box = await form.boundingBox();
  expect([box?.x, box?.width, Math.round((box?.y ?? 0) + (box?.height ?? 0))]).toEqual([0, 390, 844]);
  expect(await findSeriousFaults(page)).toEqual([]);
});
