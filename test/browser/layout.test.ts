import { describe, expect, it } from 'vitest';
import { findSeriousFaults } from './support/browser.ts';
import { messageOf, useSuite } from './support/suite.ts';

const suite = useSuite({ isAppConnected: false });

describe('the theme', () => {
  it("is the system's until somebody chooses, and is remembered then", async () => {
    const page = await suite.open({ theme: 'dark' });
    const theme = () => page.evaluate('document.documentElement.dataset.theme');
    expect(await theme()).toBe('dark');
    await page.getByRole('banner').getByRole('button', { name: 'Dark theme', pressed: true }).click();
    expect(await theme()).toBe('light');
    await page.reload();
    await page.getByRole('main').waitFor();
    expect(await theme()).toBe('light');
  });
});

describe('narrow screens', () => {
  it('below 1100 px a thread takes the place of the channel', async () => {
    const page = await suite.open({ width: 1100 });
    await page.getByRole('button', { name: /2 replies/ }).click();
    const thread = page.getByRole('main', { name: 'Thread in #ml-alerts' });
    await thread.waitFor();
    expect(await messageOf(page, 'FIRING').isVisible()).toBe(false);
    expect(await findSeriousFaults(page)).toEqual([]);
    await thread.getByRole('button', { name: 'Back to #ml-alerts' }).click();
    expect(await messageOf(page, 'FIRING').isVisible()).toBe(true);
  });

  it('below 760 px the channels are a drawer that Escape and a choice close', async () => {
    const page = await suite.open({ width: 390, height: 844 });
    const channels = page.getByRole('navigation', { name: 'Channels and apps' });
    expect(await channels.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Open channel list' }).click();
    await channels.waitFor();
    expect(await findSeriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await channels.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Open channel list' }).click();
    await channels.getByRole('button', { name: 'general' }).click();
    await page.getByRole('heading', { name: 'general' }).waitFor();
    await channels.waitFor({ state: 'hidden' });
  });
});

it('says that the app is not connected', async () => {
  const page = await suite.open();
  await page.getByText('mlmon is not connected').waitFor();
});
