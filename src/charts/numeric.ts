import { type CardSpec, makeCard } from './card.ts';
import { cleanName, formatShare, formatTicks, formatTogether } from './format.ts';
import {
  drawAreas,
  drawPaths,
  drawRects,
  drawRules,
  drawText,
  drawTexts,
  KEY,
  type Label,
  type Layer,
  type Segment,
  type Style,
} from './marks.ts';
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH } from './theme.ts';
import { pickTicks } from './ticks.ts';
import type { NumericChart } from './types.ts';

const NAMES_Y = 6;
const MARK_Y = 30;
const CURVE_HEIGHT = 112;
const STRIP_HEIGHT = 44;
/** A few wide bars look like a mistake: with fewer bins the plot gets narrower. */
const WIDEST_BIN = 56;

type Bin = NumericChart['bins'][number];

/** Where the bins stand. */
type Frame = {
  bins: NumericChart['bins'];
  px: (value: number) => number;
  left: number;
  right: number;
  top: number;
  base: number;
};

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

function makeFrame(chart: NumericChart): Frame {
  const bins = chart.bins.length > 0 ? chart.bins : [{ from: 0, to: 1, reference: 0, current: 0 }];
  const [from, to] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const width = Math.min(PLOT_WIDTH, bins.length * WIDEST_BIN);
  const left = (PLOT_WIDTH - width) / 2;
  const span = to > from ? to - from : 1;
  const px = (value: number): number => left + Math.min(1, Math.max(0, (value - from) / span)) * width;
  const top = chart.mark === null ? 26 : 44;
  return { bins, px, left, right: left + width, top, base: top + CURVE_HEIGHT };
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

function drawCurves(frame: Frame): Layer[] {
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

/** The quantile on both sides: a line each, its number above it, the quantile's name in the space that is left. */
function drawMark(chart: NumericChart, frame: Frame, measure: Measure): Layer[] {
  if (chart.mark === null) return [];
  const { mark } = chart;
  const texts = formatTogether([mark.reference, mark.current]);
  const [reference = '', current = ''] = texts;
  const at = { reference: frame.px(mark.reference), current: frame.px(mark.current) };
  const isReferenceFirst = mark.reference <= mark.current;
  const ordered = isReferenceFirst
    ? [
        { x: at.reference, text: reference },
        { x: at.current, text: current },
      ]
    : [
        { x: at.current, text: current },
        { x: at.reference, text: reference },
      ];
  const boxes = spreadApart(
    ordered.map((label) => ({ ...label, width: measure(label.text, 12, 600) })),
    10,
  );
  const style = (isReference: boolean): Style => ({ ...KEY, fill: isReference ? COLOR.muted : COLOR.current });
  const line = (x: number): Segment[] => [{ x, x2: x, y: MARK_Y + 9, y2: frame.base }];
  return [
    drawRules(line(at.reference), { color: COLOR.muted, strokeDash: [3, 2], strokeWidth: 1.5 }),
    drawRules(line(at.current), { color: COLOR.current, strokeWidth: 2 }),
    ...boxes.map((box, i) => drawText(box.left, MARK_Y, box.text, style((i === 0) === isReferenceFirst))),
    ...drawMarkName(mark.label, boxes, measure),
  ];
}

type Box = { left: number; width: number; text: string };

function drawMarkName(name: string, boxes: readonly Box[], measure: Measure): Layer[] {
  const width = measure(name, 12) + 8;
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (first !== undefined && first.left >= width) {
    return [drawText(first.left - 8, MARK_Y, name, { align: 'right', fill: COLOR.muted })];
  }
  const end = last === undefined ? 0 : last.left + last.width;
  return PLOT_WIDTH - end >= width ? [drawText(end + 8, MARK_Y, name, { fill: COLOR.muted })] : [];
}

/** Two labels centred over their places, moved so that they neither touch nor leave the plot. */
function spreadApart(labels: readonly { x: number; width: number; text: string }[], gap: number): Box[] {
  const boxes = labels.map(({ x, width, text }) => ({ left: clampLeft(x - width / 2, width), width, text }));
  const [first, second] = boxes;
  if (first === undefined || second === undefined) return boxes;
  const overlap = first.left + first.width + gap - second.left;
  if (overlap <= 0) return boxes;
  first.left = Math.max(0, Math.min(first.left - overlap / 2, PLOT_WIDTH - first.width - gap - second.width));
  second.left = first.left + first.width + gap;
  return boxes;
}

function clampLeft(left: number, width: number): number {
  return Math.max(0, Math.min(left, PLOT_WIDTH - width));
}

function drawAxis(chart: NumericChart, frame: Frame, measure: Measure): Layer[] {
  const ticks = pickAxisTicks(chart, frame, measure);
  const labels: Label[] = ticks.map((tick) => ({
    x: clampLeft(tick.x - tick.width / 2, tick.width),
    y: frame.base + 14,
    text: tick.text,
  }));
  return [
    drawRules(
      ticks.map(({ x }) => ({ x, x2: x, y: frame.base, y2: frame.base + 4 })),
      { color: COLOR.axis },
    ),
    drawTexts(labels, { fill: COLOR.muted }),
  ];
}

const middleOf = (bin: Bin): number => Number(((bin.from + bin.to) / 2).toPrecision(12));

/** Whether the bins are so few, around short values, that each stands for a value and is labelled with it. */
export function hasBinLabels(bins: readonly Bin[]): boolean {
  return bins.length <= 12 && bins.every((bin) => String(middleOf(bin)).length <= Math.min(8, String(bin.to).length));
}

/** Whether there are rows on both sides, so that they can be compared. */
export function hasBothSides(bins: readonly Bin[]): boolean {
  return bins.some((bin) => bin.reference > 0) && bins.some((bin) => bin.current > 0);
}

/** As many round values as fit; for a few bins, what each of them stands for. */
function pickAxisTicks(
  chart: NumericChart,
  frame: Frame,
  measure: Measure,
): { x: number; text: string; width: number }[] {
  const [from, to] = [frame.bins[0]?.from ?? 0, frame.bins.at(-1)?.to ?? 1];
  const middles = frame.bins.map(middleOf);
  const hasOwnLabels = hasBinLabels(frame.bins);
  for (const count of hasOwnLabels ? [Number.POSITIVE_INFINITY, 5, 4, 3, 2] : [6, 5, 4, 3, 2]) {
    const values = Number.isFinite(count) ? pickTicks(from, to, count) : middles;
    const texts = formatTicks(values);
    const ticks = values.map((value, i) => {
      const text = (texts[i] ?? '') + (chart.unit !== null && i === values.length - 1 ? ` ${chart.unit}` : '');
      return { x: frame.px(value), text, width: measure(text, 12) };
    });
    const fits = ticks.every((tick, i) => {
      const next = ticks[i + 1];
      if (next === undefined) return true;
      return (
        clampLeft(tick.x - tick.width / 2, tick.width) + tick.width + 8 <=
        clampLeft(next.x - next.width / 2, next.width)
      );
    });
    if (fits || count === 2) return fits ? ticks : ticks.slice(0, 1);
  }
  return [];
}

/** What lies beyond the axis, in words at the end where it lies. */
function drawOutside(chart: NumericChart, frame: Frame, measure: Measure): Layer[] {
  const [from, to] = [frame.bins[0]?.from ?? 0, frame.bins.at(-1)?.to ?? 1];
  const [low = '', high = ''] = formatTicks([from, to]);
  const { below, above } = chart.outside;
  const isWorthSaying = (side: { reference: number; current: number }): boolean =>
    Math.max(side.reference, side.current) >= 0.0005;
  const words = (isShort: boolean): [string, string] => {
    const say = (side: { reference: number; current: number }, where: string): string => {
      if (!isWorthSaying(side)) return '';
      const was = formatShare(side.reference);
      return `${formatShare(side.current)} ${where}${isShort ? ` (${was})` : `, was ${was}`}`;
    };
    return [say(below, `below ${low}`), say(above, `above ${high}`)];
  };
  const isTooLong = words(false).reduce((sum, text) => sum + measure(text, 12), 0) > PLOT_WIDTH - 14;
  const [left, right] = words(isTooLong);
  const y = frame.base + 32;
  const style = { fill: COLOR.muted };
  return [
    ...(left === '' ? [] : [drawText(0, y, left, style)]),
    ...(right === '' ? [] : [drawText(PLOT_WIDTH, y, right, { ...style, align: 'right' })]),
  ];
}

/** The strip of differences, under a caption that is its key; nothing where nothing can be, or is, different. */
function drawStrip(
  chart: NumericChart,
  frame: Frame,
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
