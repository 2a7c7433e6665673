import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findFonts } from '../../src/charts/fonts.ts';
import { makeSpec } from '../../src/charts/spec.ts';
import { drawSvg, useMeasure } from '../../src/charts/svg.ts';
import { createMeasure } from '../../src/charts/text-width.ts';
import { STATE_LOOK } from '../../src/charts/theme.ts';
import type { Chart } from '../../src/charts/types.ts';
import { SAMPLES } from './samples.ts';

const measure = createMeasure(findFonts());
useMeasure(measure);

const draw = async (chart: Chart): Promise<string> => (await drawSvg(makeSpec(chart, measure))).svg;

/** Compares with test/charts/pictures; what differs is left beside the committed one in the temporary folder. */
async function expectPicture(name: string, svg: string): Promise<void> {
  try {
    await expect(svg).toMatchFileSnapshot(`pictures/${name}.svg`);
  } catch (cause) {
    const folder = join(tmpdir(), 'mlmon-changed-pictures');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}-changed.svg`);
    writeFileSync(file, svg);
    throw new Error(`The picture ${name} has changed: see ${file}; accept it with npx vitest run test/charts -u`, {
      cause,
    });
  }
}

afterEach(() => vi.unstubAllEnvs());

describe('charts look as they were approved', () => {
  it.each(Object.entries(SAMPLES))('%s', async (name, chart) => {
    await expectPicture(name, await draw(chart));
  });
});

describe('every picture', () => {
  it('is the same in any time zone', async () => {
    const chart = SAMPLES.history as Chart;
    const here = await draw(chart);
    vi.stubEnv('TZ', 'America/Los_Angeles');
    expect(new Date(0).getHours()).not.toBe(0);
    expect(await draw(chart)).toBe(here);
  });

  it('is the same when it is drawn again after others', async () => {
    const chart = SAMPLES.columns as Chart;
    const first = await draw(chart);
    await draw(SAMPLES.history as Chart);
    expect(await draw(chart)).toBe(first);
  });

  it.each(Object.entries(SAMPLES))(
    '%s has no number that is not one, and nothing outside the card',
    async (_, chart) => {
      const { svg, width, height } = await drawSvg(makeSpec(chart, measure));
      expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/NaN|Infinity|undefined/);
      expect(width).toBe(400);
      expect(height).toBeGreaterThan(120);
      expect(height).toBeLessThan(470);
      for (const text of findTexts(svg)) {
        const wide = measure(text.text, text.size, text.weight);
        const left = text.x - (text.anchor === 'end' ? wide : text.anchor === 'middle' ? wide / 2 : 0);
        if (text.isRotated) continue;
        expect({ text: text.text, isInside: left >= 11.5 && left + wide <= 389 }).toEqual({
          text: text.text,
          isInside: true,
        });
      }
    },
  );

  it('shows each state as a shape of its own', () => {
    expect(new Set(Object.values(STATE_LOOK).map((look) => look.shape)).size).toBe(3);
  });
});

/** Texts of a picture with their places on the card: the sum of the translations around them. */
function findTexts(svg: string) {
  const texts: { text: string; x: number; size: number; weight: number; anchor: string; isRotated: boolean }[] = [];
  const offsets: number[] = [];
  for (const [, closing, name = '', attributes = '', content = ''] of svg.matchAll(/<(\/)?(g|text)([^>]*)>([^<]*)/g)) {
    const shift = Number(/translate\((-?[\d.]+)/.exec(attributes)?.[1] ?? 0);
    if (name === 'g' && closing === undefined && !attributes.endsWith('/')) offsets.push(shift);
    else if (name === 'g' && closing !== undefined) offsets.pop();
    else if (name === 'text' && closing === undefined) {
      texts.push({
        text: content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
        x: offsets.reduce((a, b) => a + b, shift),
        size: Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1]),
        weight: Number(/font-weight="(\d+)"/.exec(attributes)?.[1] ?? 400),
        anchor: /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start',
        isRotated: attributes.includes('rotate('),
      });
    }
  }
  return texts;
}
