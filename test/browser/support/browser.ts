import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts Debian's Chromium. @throws with the line that installs it. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `Cannot find a browser at ${EXECUTABLE}: apt-get install chromium fonts-noto-color-emoji, or set CHROMIUM`,
    );
  }
  return chromium.launch({ executablePath: EXECUTABLE });
}

export type PageOptions = {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  isTouch?: boolean;
  /** Added to the page's clock, which otherwise shows the real time. */
  clockOffsetMs?: number;
};

/** A fresh profile with one page; console errors, CSP violations and foreign requests are gathered in `faults`. */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}) {
  const { width = 1280, height = 860, theme = 'light', isTouch = false, clockOffsetMs = 0 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    hasTouch: isTouch,
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  await context.addInitScript(`const readTime = Date.now; Date.now = () => readTime() + ${clockOffsetMs};`);
  const page = await context.newPage();
  page.setDefaultTimeout(6000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith('data:'))
      faults.push(request.url());
  });
  await page.goto(url);
  await page.locator('.main .msg').first().waitFor();
  return { page, faults, close: () => context.close() };
}

type AxeResult = { violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] };

/** Rules that axe finds broken, serious or critical, with the first place of each. */
export async function findSeriousFaults(page: Page): Promise<string[]> {
  // addScriptTag would be refused by the page's own Content-Security-Policy.
  await page.evaluate(AXE);
  const result = (await page.evaluate('axe.run()')) as AxeResult;
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes[0]?.failureSummary})`);
}
