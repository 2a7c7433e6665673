// Takes the README's picture from the running demo: the first alert with its chart and its button.
// Needs a build and Chromium (CHROMIUM, by default /usr/bin/chromium): npm run build && node scripts/take-picture.mjs
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'mlmon-picture-'));
const demo = spawn(process.execPath, ['dist/src/main.js', 'demo', '--port', '4499', '--db', join(folder, 'demo.db')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => demo.once('exit', resolve));
await new Promise((resolve) => demo.stdout.once('data', resolve));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 920 }, timezoneId: 'UTC', locale: 'en-US' });
  await page.goto('http://127.0.0.1:4499/');
  const alert = page.locator('.main .msg', { hasText: 'FIRING' }).first();
  await alert.getByRole('img', { name: /Distribution/ }).waitFor({ timeout: 120_000 });
  await page.screenshot({ path: 'docs/images/channel.png' });
} finally {
  await browser.close();
  demo.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
