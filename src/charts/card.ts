import { cleanName } from '../format.ts';
import { drawLines, drawPoints, drawText, type Layer } from './marks.ts';
import { ellipsize, type Measure, wrapEvenly } from './text-width.ts';
import { CARD_WIDTH, COLOR, MARGIN, PLOT_WIDTH, SIZE, STATE_LOOK, VEGA_CONFIG, WEIGHT } from './theme.ts';
import type { CardHeader } from './types.ts';

/** A vega-lite specification as plain data; see spec.ts. */
export type CardSpec = {
  $schema: string;
  width: number;
  height: number;
  autosize: 'none';
  padding: { left: number; right: number; top: number; bottom: number };
  config: typeof VEGA_CONFIG;
  layer: readonly Layer[];
};

/** What a chart draws, in px from the plot's top left corner; the plot is 368 px wide. */
export type Plot = { height: number; layers: readonly Layer[] };

const EYEBROW_HEIGHT = 21;
const GAP = 16;

/**
 * Puts the header over a plot on a card of exactly 400 px. The header is text marks at negative y because the place
 * of vega-lite's own title depends on what is drawn.
 */
export function makeCard(header: CardHeader, plot: Plot, measure: Measure): CardSpec {
  const look = STATE_LOOK[header.state];
  const title = wrapEvenly(
    bindDates(cleanName(header.title)),
    { room: PLOT_WIDTH, size: SIZE.title, weight: WEIGHT.semibold, maxLines: 2 },
    measure,
  );
  const subtitle = wrapSubtitle(bindDates(cleanName(header.subtitle)), measure);
  const titleTop = MARGIN + EYEBROW_HEIGHT;
  const subtitleTop = titleTop + title.length * SIZE.titleLine + 3;
  const top = subtitleTop + subtitle.length * SIZE.subtitleLine + GAP;
  const eyebrowY = MARGIN + 6 - top;
  const eyebrow = ellipsize(cleanName(header.eyebrow), PLOT_WIDTH - 17, measure, WEIGHT.semibold);
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: PLOT_WIDTH,
    height: plot.height,
    autosize: 'none',
    padding: { left: MARGIN, right: CARD_WIDTH - MARGIN - PLOT_WIDTH, top, bottom: MARGIN },
    config: VEGA_CONFIG,
    layer: [
      ...plot.layers.filter((layer) => layer.data.values.length > 0),
      drawPoints([{ x: 5, y: eyebrowY }], {
        shape: look.shape,
        size: 70,
        filled: look.isFilled,
        color: look.color,
        strokeWidth: 2,
      }),
      drawText(17, eyebrowY, eyebrow, { fontWeight: WEIGHT.semibold, fill: look.text }),
      drawLines(0, titleTop - top, title, {
        fontSize: SIZE.title,
        fontWeight: WEIGHT.semibold,
        lineHeight: SIZE.titleLine,
      }),
      drawLines(0, subtitleTop - top, subtitle, {
        fontSize: SIZE.subtitle,
        lineHeight: SIZE.subtitleLine,
        fill: COLOR.muted,
      }),
    ],
  };
}

/** A day and its month stay on one line. */
function bindDates(text: string): string {
  return text.replace(/(\d) (?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)/g, '$1\u00A0');
}

/** The subtitle on one line, or on two or three that end at a `·` where they can. */
function wrapSubtitle(text: string, measure: Measure): string[] {
  const style = { room: PLOT_WIDTH, size: SIZE.subtitle, weight: WEIGHT.regular, maxLines: 2 };
  const fits = (line: string): boolean => measure(line, style.size, style.weight) <= style.room;
  const parts = text.split(' · ');
  for (let first = parts.length; first > 0; first--) {
    const lines = [parts.slice(0, first).join(' · '), parts.slice(first).join(' · ')].filter((line) => line !== '');
    if (lines.every(fits)) return lines;
  }
  const packed = packParts(parts, fits);
  return packed.length <= 3 && packed.every(fits) ? packed : wrapEvenly(text, style, measure);
}

/** As many parts on a line as fit. */
function packParts(parts: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1)} · ${part}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
