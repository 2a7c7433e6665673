import type { Locator, Page } from 'playwright-core';

// Expressions are strings, run in the page: the tests are compiled without the browser's types.

export type Focus = { id: string; text: string; label: string; ts: string };

/** What has the keyboard focus. */
export function readFocus(page: Page): Promise<Focus> {
  return page.evaluate(`(({ id, textContent, dataset, ariaLabel }) => (
    { id, text: textContent ?? '', label: ariaLabel ?? '', ts: dataset.ts ?? '' }))(document.activeElement)`);
}

/** A locator, for the page's own rules let nobody evaluate a text again and again. */
export function waitForFocus(page: Page, selector: string): Promise<void> {
  return page.locator(`:is(${selector}):focus`).waitFor({ state: 'attached' });
}

export function hasFocus(locator: Locator): Promise<boolean> {
  return look(locator, 'node === document.activeElement');
}

/** The value of an expression over `node`, for example `node.scrollTop`. */
export function look<T>(locator: Locator, expression: string): Promise<T> {
  return locator.evaluate(new Function('node', `return (${expression})`) as (node: unknown) => T);
}

/** How many pixels of a list lie below what is shown. */
export function readRest(list: Locator): Promise<number> {
  return look(list, 'node.scrollHeight - node.scrollTop - node.clientHeight');
}
