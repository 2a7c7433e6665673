import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { PageOptions } from './browser.ts';
import { launchBrowser, openPage } from './browser.ts';
import { fillChannel } from './canned.ts';
import type { Workspace } from './workspace.ts';
import { startWorkspace } from './workspace.ts';

export type Suite = {
  workspace: Workspace;
  alertTs: string;
  /** Opens the page afresh; the test fails if the console, the CSP or a foreign request complains. */
  open: (options?: PageOptions) => Promise<Page>;
  /** Takes back what the page was told to complain about, where a test provokes it. */
  forgiveFaults: () => void;
};

/** One browser and one filled workspace for a file of tests; every page that a test opened is closed after it. */
export function useSuite(options: Parameters<typeof startWorkspace>[0] = {}): Suite {
  const suite = {} as Suite;
  let browser: Browser;
  let opened: Awaited<ReturnType<typeof openPage>>[] = [];

  beforeAll(async () => {
    suite.workspace = await startWorkspace(options);
    suite.alertTs = (await fillChannel(suite.workspace)).alertTs;
    browser = await launchBrowser();
  });
  suite.open = async (pageOptions) => {
    const handle = await openPage(browser, suite.workspace.url, {
      clockOffsetMs: suite.workspace.stageOffsetMs,
      ...pageOptions,
    });
    opened.push(handle);
    return handle.page;
  };
  suite.forgiveFaults = () => {
    for (const { faults } of opened) faults.length = 0;
  };
  afterEach(async () => {
    const faults = opened.flatMap((handle) => handle.faults);
    await Promise.all(opened.map((handle) => handle.close()));
    opened = [];
    suite.workspace.playground.state.stacks.clear();
    suite.workspace.app.answerWith(() => undefined);
    suite.workspace.app.received.length = 0;
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await suite.workspace?.close();
  });
  return suite;
}

/** The message that holds these words. */
export function messageOf(page: Page, words: string) {
  return page.locator('.main .msg', { hasText: words }).last();
}
