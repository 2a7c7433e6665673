import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { CardSpec } from './card.ts';
import type { Measure } from './text-width.ts';
import { COLOR, SIZE, WEIGHT } from './theme.ts';

/** A public hook of vega that its types leave out. */
type TextMetrics = { width: (item: { fontSize?: number; fontWeight?: number | string }, text: string) => number };

/** Without a canvas vega takes 0.8 em for every character; Inter's are about 0.55. Applies to the whole thread. */
export function useMeasure(measure: Measure): void {
  const { textMetrics } = vega as unknown as { textMetrics: TextMetrics };
  textMetrics.width = (item, text) =>
    measure(text, item.fontSize ?? SIZE.label, Number(item.fontWeight ?? WEIGHT.regular));
}

/** Draws a specification as SVG on a rounded card with a hairline border; the corners stay transparent. */
export async function drawSvg(spec: CardSpec): Promise<{ svg: string; width: number; height: number }> {
  const width = spec.width + spec.padding.left + spec.padding.right;
  const height = Math.ceil(spec.height + spec.padding.top + spec.padding.bottom);
  vega.resetSVGDefIds();
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    // One element a line, so that a changed picture has a readable difference.
    const chart = roundNumbers(await view.toSVG()).replaceAll('><', '>\n<');
    const card = `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9.5" fill="${COLOR.card}" stroke="${COLOR.border}"/>`;
    const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
    return { svg: `${open}\n${card}\n${chart}\n</svg>\n`, width, height };
  } finally {
    view.finalize();
  }
}

/** Two decimals are a fiftieth of a pixel; more would differ between machines. Text stays as it is. */
function roundNumbers(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100 || 0)),
  );
}
