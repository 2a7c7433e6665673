import { expect, it } from 'vitest';
import { findSeriousFaults } from './support/browser.ts';
import { look, readRest, waitForFocus } from './support/look.ts';
import { messageOf, useSuite } from './support/suite.ts';

const suite = useSuite();

it('is served under a policy that allows only its own scripts and styles', async () => {
  const answer = await fetch(suite.workspace.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
});

it('shows an alert with its state, bar, chart and buttons', async () => {
  const page = await suite.open();
  const alert = messageOf(page, 'FIRING · Critical');
  expect(await alert.getByRole('img', { name: 'red circle' }).textContent()).toBe('🔴');
  expect(await alert.getByRole('link', { name: 'late-flights · prod' }).getAttribute('href')).toBe(
    'https://example.org/late-flights',
  );
  expect(await look(alert.locator('.att-bar'), 'getComputedStyle(node).backgroundColor')).toBe('rgb(163, 2, 0)');
  expect(await alert.getByRole('button', { name: 'Acknowledge' }).isVisible()).toBe(true);
  expect(await alert.getByRole('button', { name: '@Ana Ruiz' }).isVisible()).toBe(true);
  expect(await alert.getByText('@ml-oncall').isVisible()).toBe(true);
});

it('gives pictures their size before they load', async () => {
  const page = await suite.open();
  const picture = page.getByRole('img', { name: 'Histogram of delay' });
  expect(await look(picture, "[node.getAttribute('width'), node.getAttribute('height'), node.naturalWidth]")).toEqual([
    '360',
    '240',
    720,
  ]);
});

it('enlarges a picture and gives the focus back', async () => {
  const page = await suite.open();
  const opener = page.getByRole('button', { name: /^Enlarge: Histogram/ });
  await opener.click();
  const dialog = page.getByRole('dialog', { name: /Histogram/ });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await waitForFocus(page, '[aria-label^="Enlarge"]');
});

it('draws charts, tables, lists and feedback of a report', async () => {
  const page = await suite.open();
  const report = messageOf(page, 'What changed since');
  expect(
    await report
      .getByRole('img', { name: /^Line chart, PSI\. delay goes from 0\.031 \(13 Feb\) to 0\.063/ })
      .isVisible(),
  ).toBe(true);
  expect(await report.getByRole('heading', { name: 'late-flights · prod' }).isVisible()).toBe(true);
  expect(await report.getByRole('cell', { name: '0.071' }).isVisible()).toBe(true);
  expect(await report.locator('ul ul li').textContent()).toBe('seen first on 23 Feb, 06:00');
  expect(await report.locator('pre').textContent()).toContain('SELECT date, psi');
  expect(await report.getByRole('button', { name: 'Delete this note' }).isVisible()).toBe(true);
});

it('divides days and opens at the newest message', async () => {
  const page = await suite.open();
  expect(await page.locator('.day').allTextContents()).toEqual(['Yesterday', 'Today']);
  const list = page.locator('.list-wrap .scroll');
  expect(await readRest(list)).toBeLessThan(2);
});

it('names a block that it cannot draw', async () => {
  const { playground } = suite.workspace;
  playground.state.addMessage({ channel: 'C0GENERAL1', user: 'U0BEN00002', text: 'x', blocks: [{ type: 'hologram' }] });
  const page = await suite.open();
  await page.getByRole('button', { name: /general/ }).click();
  await page.getByText('does not draw blocks of type hologram').waitFor();
});

it.each([
  [1280, 'light'],
  [1280, 'dark'],
  [1100, 'light'],
  [390, 'light'],
  [390, 'dark'],
] as const)('has no serious accessibility fault at %i px, %s', async (width, theme) => {
  const page = await suite.open({ width, theme });
  expect(await findSeriousFaults(page)).toEqual([]);
});

it('does not scroll sideways on a phone', async () => {
  const page = await suite.open({ width: 390, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  const wide = await look(page.locator('.messages'), 'node.scrollWidth - node.clientWidth');
  expect(wide).toBe(0);
});
