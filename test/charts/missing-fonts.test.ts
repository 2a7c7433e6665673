import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startDrawingThread } from '../../src/charts/drawing-thread.ts';
import { findFonts, makeFontConfig } from '../../src/charts/fonts.ts';
import { SAMPLES } from './samples.ts';

// In a file, and so in a process, of its own: fontconfig reads its configuration once a process.
it('a machine that draws text in another font, or not at all, is told so instead of getting such pictures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-test-'));
  const fontConfigFile = join(folder, 'fonts.conf');
  writeFileSync(fontConfigFile, makeFontConfig([folder], folder));
  const url = new URL('../../src/charts/worker-from-source.mjs', import.meta.url);
  const thread = startDrawingThread(url, { fonts: findFonts(), fontConfigFile });
  const chart = SAMPLES.numeric;
  if (chart === undefined) throw new Error('no sample');
  try {
    await expect(thread.draw(chart, 60_000)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^Cannot draw charts: text is \d+ px wide where Inter 400 is \d+ px$/),
    });
  } finally {
    await thread.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
