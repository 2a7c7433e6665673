import { cleanName } from '../format.ts';
import { type CardSpec, makeCard } from './card.ts';
import { drawAreas, drawPaths, drawRects, drawRules, drawText, KEY, type Layer, type Segment } from './marks.ts';
import { CURVE_HEIGHT, hasBothSides, makeFrame, type NumericFrame } from './numeric-frame.ts';
import { drawAxis, drawMark, drawOutside } from './numeric-labels.ts';
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH } from './theme.ts';
import type { NumericChart } from './types.ts';

const NAMES_Y = 6;

const STRIP_HEIGHT = 44;

/** A numeric column: reference as a grey shape, current as a blue outline, and below what each bin gained or lost. */
export function drawNumericChart(chart: NumericChart, measure: Measure): CardSpec {
  const frame = makeFrame(chart);
  const outside = drawOutside(chart, frame, measure);
  const captionY = frame.base + (outside.length > 0 ? 58 : 42);
  const strip = drawStrip(chart, frame, captionY, measure);
  const layers = [
    ...drawNames(chart.names, measure),
    ...drawCurves(frame),
    ...drawMark(chart, frame, measure),
    ...drawAxis(chart, frame, measure),
    ...outside,
    ...strip.layers,
  ];
  return makeCard(chart.header, { height: strip.bottom, layers }, measure);
}

/** Names of the two sides in one row above the plot, where no curve can reach them. */
function drawNames(names: NumericChart['names'], measure: Measure): Layer[] {
  const room = PLOT_WIDTH / 2 - 32;
  const reference = ellipsize(cleanName(names.reference), room, measure, 600);
  const current = ellipsize(cleanName(names.current), room, measure, 600);
  const x = 19 + measure(reference, 12, 600) + 18;
  return [
    drawRects([{ x: 0, x2: 14, y: NAMES_Y - 6, y2: NAMES_Y + 5 }], COLOR.referenceFill),
    drawText(19, NAMES_Y, reference, { ...KEY, fill: COLOR.muted }),
    drawRules([{ x, x2: x + 14, y: NAMES_Y, y2: NAMES_Y }], { color: COLOR.current, strokeWidth: 2 }),
    drawText(x + 19, NAMES_Y, current, { ...KEY, fill: COLOR.current }),
  ];
}

function drawCurves(frame: NumericFrame): Layer[] {
  const { bins, px, base } = frame;
  const peak = Math.max(...bins.flatMap((bin) => [bin.reference, bin.current]));
  const y = (share: number): number => base - (peak > 0 ? (share / peak) * CURVE_HEIGHT : 0);
  // One area: neighbouring rectangles would show hairlines between them.
  const shape = bins.flatMap((bin) =>
    [bin.from, bin.to].map((at) => ({ x: px(at), y: y(bin.reference), y2: base, run: 'reference' })),
  );
  const outline = bins.flatMap((bin) => [
    { x: px(bin.from), y: y(bin.current), run: 'current' },
    { x: px(bin.to), y: y(bin.current), run: 'current' },
  ]);
  const ends = [{ x: frame.left, y: base, run: 'current' }, ...outline, { x: frame.right, y: base, run: 'current' }];
  return [
    drawAreas(shape, { color: COLOR.referenceFill }),
    drawRules([{ x: 0, x2: PLOT_WIDTH, y: base, y2: base }], { color: COLOR.axis }),
    ...(peak > 0
      ? [drawPaths(ends, { color: COLOR.current, strokeCap: 'butt', strokeJoin: 'miter' })]
      : [drawText(PLOT_WIDTH / 2, base - CURVE_HEIGHT / 2, 'no values', { align: 'center', fill: COLOR.muted })]),
  ];
}

/** The strip of differences, under a caption that is its key; nothing where nothing can be, or is, different. */
function drawStrip(
  chart: NumericChart,
  frame: NumericFrame,
  captionY: number,
  measure: Measure,
): { layers: Layer[]; bottom: number } {
  const differences = frame.bins.map((bin) => ({ ...bin, value: bin.current - bin.reference }));
  const up = Math.max(0, ...differences.map((bin) => bin.value));
  const down = Math.max(0, ...differences.map((bin) => -bin.value));
  if (!hasBothSides(frame.bins) || up + down < 1e-9) return { layers: [], bottom: captionY - 18 };
  const scale = STRIP_HEIGHT / Math.max(up + down, 1.5 * up, 1.5 * down);
  const zero = captionY + 14 + up * scale;
  const area = (limit: (value: number) => number, run: string) =>
    differences.flatMap((bin) =>
      [bin.from, bin.to].map((at) => ({ x: frame.px(at), y: zero - limit(bin.value) * scale, y2: zero, run })),
    );
  const layers = [
    ...drawCaption(cleanName(chart.names.reference), captionY, measure),
    drawAreas(
      area((value) => Math.max(0, value), 'more'),
      { color: COLOR.current },
    ),
    drawAreas(
      area((value) => Math.min(0, value), 'fewer'),
      { color: COLOR.reference },
    ),
    drawRules([{ x: 0, x2: PLOT_WIDTH, y: zero, y2: zero }], { color: COLOR.axis }),
  ];
  return { layers, bottom: zero + down * scale + 2 };
}

function drawCaption(reference: string, y: number, measure: Measure): Layer[] {
  const less = 16 + measure('more', 12, 600) + 14;
  const rest = less + 16 + measure('fewer', 12) + 4;
  const square = (x: number): Segment[] => [{ x, x2: x + 10, y: y - 5, y2: y + 5 }];
  return [
    drawRects(square(0), COLOR.current),
    drawText(16, y, 'more', { ...KEY, fill: COLOR.current }),
    drawRects(square(less), COLOR.reference),
    drawText(less + 16, y, 'fewer', { fill: COLOR.muted }),
    drawText(rest, y, ellipsize(`than in ${reference}`, PLOT_WIDTH - rest, measure), { fill: COLOR.muted }),
  ];
}
