import { formatShare, formatTicks, formatTogether } from '../format.ts';
import { drawRules, drawText, drawTexts, KEY, type Label, type Layer, type Segment, type Style } from './marks.ts';
import { hasBinLabels, middleOf, type NumericFrame } from './numeric-frame.ts';
import type { Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH } from './theme.ts';
import { pickTicks } from './ticks.ts';
import type { NumericChart } from './types.ts';

const MARK_Y = 30;

type Box = { left: number; width: number; text: string };

/** The quantile on both sides: a line each, its number above it, the quantile's name in the space that is left. */
export function drawMark(chart: NumericChart, frame: NumericFrame, measure: Measure): Layer[] {
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

export function drawAxis(chart: NumericChart, frame: NumericFrame, measure: Measure): Layer[] {
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

/** As many round values as fit; for a few bins, what each of them stands for. */
function pickAxisTicks(
  chart: NumericChart,
  frame: NumericFrame,
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
export function drawOutside(chart: NumericChart, frame: NumericFrame, measure: Measure): Layer[] {
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
