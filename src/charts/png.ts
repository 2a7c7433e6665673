import sharp from 'sharp';
import { AppError } from '../errors.ts';
import type { Measure } from './text-width.ts';
import { WEIGHT } from './theme.ts';

/** Twice the pixels of a CSS px, for sharp text on any screen. */
const DENSITY = 72 * 2;
const PROBE = 'Will it fit? 0123456789 MW';
const PROBE_SIZE = 40;

/** SVG -> PNG at double density. Level 9 would save a tenth of the bytes for twice the time. */
export async function drawPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: DENSITY }).png({ compressionLevel: 6 }).toBuffer();
}

/**
 * Draws a line of text and compares its width with the font's own. Where a font is missing, text silently appears in
 * another one, or not at all.
 *
 * @throws AppError config when the text is not Inter in both weights.
 */
export async function checkFonts(measure: Measure): Promise<void> {
  for (const weight of Object.values(WEIGHT)) {
    const expected = measure(PROBE, PROBE_SIZE, weight);
    const found = await measureInk(PROBE, weight);
    if (Math.abs(found - expected) <= 0.025 * expected) continue;
    throw new AppError(
      'config',
      `Cannot draw charts: text is ${Math.round(found)} px wide where Inter ${weight} is ${Math.round(expected)} px`,
      {
        hint: 'Install the packages again (npm ci); the fonts come with @expo-google-fonts/inter',
      },
    );
  }
}

/** Width in px of what is visible of a line of text. */
async function measureInk(text: string, weight: number): Promise<number> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="80"><rect width="900" height="80" fill="#fff"/><text x="20" y="55" font-family="Inter" font-size="${PROBE_SIZE}" font-weight="${weight}">${text}</text></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
  let [first, last] = [info.width, 0];
  for (let i = 0; i < data.length; i += info.channels) {
    if ((data[i] ?? 255) > 128) continue;
    const x = (i / info.channels) % info.width;
    first = Math.min(first, x);
    last = Math.max(last, x);
  }
  return Math.max(0, last - first);
}
