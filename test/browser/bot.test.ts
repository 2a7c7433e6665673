import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bot, DAY, startBot } from '../support/bot.ts';
import { findSeriousFaults, launchBrowser, openPage, type PageOptions } from './support/browser.ts';
import { messageOf } from './support/suite.ts';

let browser: Browser;
let bot: Bot;
let opened: Awaited<ReturnType<typeof openPage>>[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  bot = await startBot();
  await bot.runDays(DAY.drift.slice(0, 2));
});
afterEach(async () => {
  const faults = opened.flatMap((handle) => handle.faults);
  await Promise.all(opened.map((handle) => handle.close()));
  opened = [];
  await bot.close();
  expect(faults).toEqual([]);
});
afterAll(() => browser?.close());

async function open(options?: PageOptions): Promise<Page> {
  const handle = await openPage(browser, bot.slack.playground.url, options);
  opened.push(handle);
  return handle.page;
}

async function becomeBen(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /Ben/ }).check({ force: true });
}

describe('the bot in the browser', () => {
  it('shows the alert with its chart, which says in words what it shows', async () => {
    const page = await open();
    const alert = messageOf(page, 'FIRING');
    const picture = alert.getByRole('img', { name: /Distribution of a numeric column.*amount/ });
    await picture.waitFor();
    expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(800);
  });

  it('Acknowledge edits the alert in place and says who and when', async () => {
    const page = await open();
    await messageOf(page, 'FIRING')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    const taken = messageOf(page, 'ACKNOWLEDGED');
    await taken.getByText(/Acknowledged by/).waitFor();
    expect(await taken.textContent()).toMatch(/Acknowledged by @Ana.* at \d{1,2}:\d\d [AP]M/);
    expect(await page.locator('.main .msg', { hasText: 'churn' }).count()).toBe(1);
    await taken.getByRole('button', { name: /Take back/ }).waitFor();
  });

  it('a second person who clicks is told that somebody was first', async () => {
    // The message does not change yet, so that both see the button.
    await bot.app.delivery.stop();
    const ana = await open();
    const ben = await open();
    await becomeBen(ben);
    await messageOf(ana, 'FIRING')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    await expect.poll(() => bot.ctx.store.alerts.get(1)?.state).toBe('acked');
    await messageOf(ben, 'FIRING')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    await ben.getByText(/was already acknowledged by/).waitFor();
    await ben.getByText('Only visible to you').waitFor();
    expect(await ana.getByText(/was already acknowledged by/).count()).toBe(0);
  });

  it('answers /mlmon status that was typed into the composer', async () => {
    const page = await open();
    await page.getByRole('textbox', { name: /Message #ml-alerts/ }).pressSequentially('/mlmon status');
    await page.keyboard.press('Enter');
    await page.getByText('1 model:').waitFor();
    const table = page.getByRole('table', { name: 'Models that need a look' });
    await table.getByRole('row', { name: /churn.*Firing.*amount/ }).waitFor();
  });

  it('ends the alert in its own message once the data have recovered', async () => {
    const page = await open();
    await messageOf(page, 'FIRING').waitFor();
    await bot.runDays([...DAY.drift.slice(2), ...DAY.recovery.slice(0, 2)]);
    await messageOf(page, 'RESOLVED')
      .getByText(/back within its limit/)
      .waitFor();
    expect(await page.locator('.main .msg', { hasText: 'churn' }).count()).toBe(1);
  });
});

describe.each([
  { theme: 'light' as const, width: 1280, height: 900 },
  { theme: 'dark' as const, width: 1280, height: 900 },
  { theme: 'light' as const, width: 390, height: 844 },
  { theme: 'dark' as const, width: 390, height: 844 },
])('$theme at $width px', (options) => {
  it('reads without a serious fault: alert, chart, status', async () => {
    const page = await open(options);
    await messageOf(page, 'FIRING')
      .getByRole('img', { name: /Distribution of a numeric column.*amount/ })
      .waitFor();
    await page.getByRole('textbox', { name: /Message #ml-alerts/ }).fill('/mlmon status churn');
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Measurements of the last run' }).waitFor();
    expect(await findSeriousFaults(page)).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
