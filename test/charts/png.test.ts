import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChartRenderer } from '../../src/charts/renderer.ts';
import type { Chart, ChartRenderer } from '../../src/charts/types.ts';
import { SAMPLES } from './samples.ts';

let renderer: ChartRenderer;
beforeAll(() => {
  renderer = createChartRenderer({ timeoutMs: 60_000 });
});
afterAll(() => renderer.close());

const CHART: Chart = {
  kind: 'columns',
  header: { state: 'ok', eyebrow: 'x', title: 'MMMMMMMMMM', subtitle: 'x' },
  rows: [],
};

/** First and last column of dark pixels between two heights, in px of the picture. */
async function findInk(png: Buffer, fromY: number, toY: number): Promise<{ first: number; last: number }> {
  const { data, info } = await sharp(png)
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const columns: number[] = [];
  for (let y = fromY; y < toY; y++) {
    for (let x = 8; x < info.width - 8; x++)
      if ((data[(y * info.width + x) * info.channels] ?? 255) < 120) columns.push(x);
  }
  return { first: Math.min(...columns), last: Math.max(...columns) };
}

describe('a rendered card', () => {
  it.each(['numeric', 'categorical', 'history', 'columns', 'correlations'])(
    'of kind %s is a PNG of 800 px for 400 CSS px',
    async (name) => {
      const chart = SAMPLES[name] as Chart;
      const picture = await renderer.render(chart);
      const { format, width, height } = await sharp(picture.png).metadata();
      expect({ format, width, height }).toEqual({
        format: 'png',
        width: 2 * picture.width,
        height: 2 * picture.height,
      });
      expect(picture.width).toBe(400);
    },
  );

  it('is set in Inter: ten semibold M are as wide as the font says', async () => {
    const { png } = await renderer.render(CHART);
    const { first, last } = await findInk(png, 2 * 39, 2 * 58);
    // Inter SemiBold: M is 1,889 of 2,048 units wide, with 150 of them empty on either side. Title: 17 px, drawn at double size.
    const expected = ((10 * 1889 - 2 * 150) / 2048) * 17 * 2;
    expect(last - first + 1).toBeGreaterThan(expected - 4);
    expect(last - first + 1).toBeLessThan(expected + 4);
  });

  it('has transparent corners, so that it is a card on any background', async () => {
    const { png } = await renderer.render(CHART);
    const { data } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(data[3]).toBe(0);
  });
});
