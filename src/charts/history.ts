import { cleanName } from '../format.ts';
import { type CardSpec, makeCard } from './card.ts';
import { type HistoryFrame, type HistoryPoint, isDrawable, makeHistoryFrame } from './history-frame.ts';
import {
  drawAreas,
  drawHaloText,
  drawPaths,
  drawPoints,
  drawRects,
  drawRules,
  drawText,
  drawTexts,
  KEY,
  type Layer,
} from './marks.ts';
import { drawParts, heightOfParts } from './parts-table.ts';
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH, STATE_LOOK } from './theme.ts';
import type { HistoryChart } from './types.ts';
import { formatValues } from './words.ts';

const LANE_HEIGHT = 18;
const MAX_LANES = 2;
const PARTS_GAP = 8;

/** A metric over its windows: line, 95 % band, limit, shaded breaches, grey gaps, and what happened to the alert. */
export function drawHistoryChart(chart: HistoryChart, measure: Measure): CardSpec {
  const known = chart.points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const last = known.at(-1);
  const [limitText, lastText] = wordNumbers(chart, known);
  const rightRoom = Math.ceil(Math.max(measure(lastText, 13, 600), measure(limitText, 12), measure('limit', 12))) + 9;
  const lanes = placeMarks(chart, makeHistoryFrame(chart, 0, rightRoom, measure), measure);
  const top = lanes.count > 0 ? lanes.count * LANE_HEIGHT + 6 : 4;
  const frame = makeHistoryFrame(chart, top, rightRoom, measure);
  const layers = [
    drawRects(listGaps(frame), COLOR.gap),
    drawRects(
      spansOf(frame, (point) => point.state === 'breach' && point.value !== null),
      COLOR.breachBand,
    ),
    ...drawAxes(frame),
    ...nameGap(frame, measure),
    ...drawBand(frame),
    ...drawLimit(chart, frame),
    ...drawLine(frame),
    ...drawMarks(lanes.labels, frame),
    ...drawEndLabels(chart, frame, last ?? null, limitText, lastText),
  ];
  const bottom = frame.base + 22;
  if (chart.parts === null) return makeCard(chart.header, { height: bottom, layers }, measure);
  const partsTop = bottom + PARTS_GAP;
  const table = drawParts(chart.parts, partsTop, measure);
  const height = partsTop + heightOfParts(chart.parts);
  return makeCard(chart.header, { height, layers: [...layers, ...table] }, measure);
}

/** The limit and the last value; without a limit, with the decimals that tell the last value from the others. */
function wordNumbers({ threshold, isShare }: HistoryChart, known: readonly { value: number }[]): [string, string] {
  const format = (...numbers: number[]): string[] => formatValues(numbers, isShare);
  const values = known.map(({ value }) => value);
  const last = values.at(-1);
  if (last === undefined) return [threshold === null ? '' : format(threshold)[0]!, ''];
  if (threshold === null) return ['', format(last, Math.min(...values), Math.max(...values))[0]!];
  const [limitText = '', lastText = ''] = format(threshold, last);
  return [limitText, lastText];
}

/** Stretches of neighbouring windows that pass the test, as rectangles over the whole height. */
function spansOf(frame: HistoryFrame, isMeant: (point: HistoryPoint) => boolean) {
  const spans: { x: number; x2: number; y: number; y2: number }[] = [];
  let isOpen = false;
  for (const point of frame.points) {
    const isIn = isMeant(point);
    const [x, x2] = [frame.x(point.at - frame.stepMs / 2), frame.x(point.at + frame.stepMs / 2)];
    const open = spans.at(-1);
    if (isIn && isOpen && open !== undefined) open.x2 = x2;
    else if (isIn) spans.push({ x, x2, y: frame.top, y2: frame.base });
    isOpen = isIn;
  }
  return spans;
}

/** Windows without a value. */
function listGaps(frame: HistoryFrame) {
  return spansOf(frame, (point) => point.value === null);
}

/** Says what the widest gap is, over the lines of the axis. */
function nameGap(frame: HistoryFrame, measure: Measure): Layer[] {
  const gaps = listGaps(frame);
  const widest = gaps.reduce<(typeof gaps)[number] | null>(
    (a, b) => (a === null || b.x2 - b.x > a.x2 - a.x ? b : a),
    null,
  );
  if (widest === null) return [];
  const [width, middle] = [widest.x2 - widest.x, (widest.x + widest.x2) / 2];
  const style = { align: 'center', fill: COLOR.muted };
  const label = (y: number, more: object) => drawHaloText(middle, y, 'no data', { ...style, ...more }, COLOR.gap);
  if (width > measure('no data', 12) + 12) return label(frame.base - 12, {});
  return width < 14 ? [] : label(frame.base - 8, { align: 'left', angle: -90 });
}

function drawAxes(frame: HistoryFrame): Layer[] {
  const { left, right, base } = frame;
  return [
    drawRules(
      frame.yTicks.map(({ y }) => ({ x: left, x2: right, y, y2: y })),
      { color: COLOR.grid },
    ),
    drawTexts(
      frame.yTicks.map(({ y, text }) => ({ x: left - 8, y, text })),
      { align: 'right', fill: COLOR.muted },
    ),
    drawRules([{ x: left, x2: right, y: base, y2: base }], { color: COLOR.axis }),
    drawRules(
      frame.xTicks.map(({ x }) => ({ x, x2: x, y: base, y2: base + 4 })),
      { color: COLOR.axis },
    ),
    drawTexts(
      frame.xTicks.map(({ x, text }) => ({ x, y: base + 14, text })),
      { align: 'center', fill: COLOR.muted },
    ),
  ];
}

/** Numbers the runs of windows that have what is asked for; a gap begins a new run. */
function listRuns<T>(frame: HistoryFrame, pick: (point: HistoryPoint) => T | null): (T & { run: string })[] {
  let run = 0;
  return frame.points.flatMap((point) => {
    const picked = pick(point);
    if (picked === null) run += 1;
    return picked === null ? [] : [{ ...picked, run: String(run) }];
  });
}

function drawBand(frame: HistoryFrame): Layer[] {
  const clip = (value: number): number => Math.min(frame.base, Math.max(frame.top, frame.y(value)));
  const bands = listRuns(frame, ({ at, band, value }) =>
    value === null || !isDrawable(band) ? null : { x: frame.x(at), y: clip(band.high), y2: clip(band.low) },
  );
  const lone = bands.filter((point) => bands.filter((other) => other.run === point.run).length === 1);
  return [
    drawAreas(bands, { color: COLOR.current, opacity: 0.16 }),
    drawRules(
      lone.map(({ x, y, y2 }) => ({ x, x2: x, y, y2 })),
      { color: COLOR.current, opacity: 0.3, strokeWidth: 3 },
    ),
  ];
}

function drawLine(frame: HistoryFrame): Layer[] {
  const points = listRuns(frame, ({ at, value, state }) =>
    value === null ? null : { x: frame.x(at), y: frame.y(value), isBreach: state === 'breach' },
  );
  const lone = points.filter((point) => points.filter((other) => other.run === point.run).length === 1);
  const places = (list: readonly { x: number; y: number }[]) => list.map(({ x, y }) => ({ x, y }));
  return [
    drawPaths(
      points.map(({ x, y, run }) => ({ x, y, run })),
      { color: COLOR.current, strokeWidth: 1.75 },
    ),
    drawPoints(places(lone), { size: 20, color: COLOR.current }),
    drawPoints(places(points.filter((point) => point.isBreach)), { size: 16, color: COLOR.breach }),
  ];
}

function drawLimit(chart: HistoryChart, frame: HistoryFrame): Layer[] {
  if (chart.threshold === null) return [];
  const y = frame.y(chart.threshold);
  return [
    drawRules([{ x: frame.left, x2: frame.right, y, y2: y }], {
      color: COLOR.breach,
      strokeDash: [5, 3],
      strokeWidth: 1.25,
    }),
  ];
}

/** The last value beside its point, and the limit's name and value beside its line, never over each other. */
function drawEndLabels(
  chart: HistoryChart,
  frame: HistoryFrame,
  last: { at: number; value: number } | null,
  limitText: string,
  lastText: string,
): Layer[] {
  const layers: Layer[] = [];
  const lastX = last === null ? 0 : frame.x(last.at);
  const lastY = last === null ? Number.NEGATIVE_INFINITY : frame.y(last.value);
  const isAtEnd = lastX > frame.right - 24;
  if (last !== null) {
    const style = { ...KEY, fill: COLOR.current, fontSize: 13 };
    layers.push(drawPoints([{ x: lastX, y: lastY }], { size: 40, color: COLOR.current }));
    layers.push(...drawHaloText(isAtEnd ? frame.right + 7 : lastX + 7, lastY, lastText, style));
  }
  if (chart.threshold === null) return layers;
  const y = placeLimitLabel(frame, frame.y(chart.threshold), isAtEnd ? lastY : Number.NEGATIVE_INFINITY);
  const style = { fill: COLOR.breach };
  return [
    ...layers,
    drawText(frame.right + 6, y - 7, 'limit', style),
    drawText(frame.right + 6, y + 7, limitText, style),
  ];
}

/** Middle of the two-line label: at its line, or as far from the last value's label as that needs. */
function placeLimitLabel(frame: HistoryFrame, lineY: number, lastY: number): number {
  const clamp = (y: number): number => Math.max(frame.top + 10, Math.min(y, frame.base - 14));
  const room = 23;
  if (Math.abs(lineY - lastY) >= room) return clamp(lineY);
  const [above, below] = [lastY - room, lastY + room];
  const isAboveBetter = lineY <= lastY ? above >= frame.top + 10 : below > frame.base - 14;
  return isAboveBetter ? above : below;
}

type PlacedMark = { x: number; kind: 'fired' | 'resolved'; text: string; lane: number; textX: number };

/** Labels of the marks in lanes above the curve, left to right; where both lanes are taken the glyph stands alone. */
function placeMarks(
  chart: HistoryChart,
  frame: HistoryFrame,
  measure: Measure,
): { labels: PlacedMark[]; count: number } {
  const ends = Array.from({ length: MAX_LANES }, () => Number.NEGATIVE_INFINITY);
  const labels: PlacedMark[] = [];
  if (frame.points.length === 0) return { labels, count: 0 };
  for (const mark of [...chart.marks].sort((a, b) => a.at - b.at)) {
    const x = frame.x(mark.at);
    const text = ellipsize(cleanName(mark.label), 150, measure, 600);
    const width = measure(text, 12, 600);
    const isRight = x + 9 + width <= PLOT_WIDTH;
    const [from, to] = isRight ? [x - 7, x + 9 + width] : [x - 9 - width, x + 7];
    const lane = ends.findIndex((end) => from > end + 6);
    if (lane >= 0) ends[lane] = to;
    const kind = mark.kind ?? 'fired';
    labels.push({ x, kind, text: lane < 0 ? '' : text, lane: Math.max(0, lane), textX: isRight ? x + 9 : from });
  }
  return { labels, count: Math.max(0, ...labels.map((label) => label.lane + 1)) };
}

function drawMarks(marks: readonly PlacedMark[], frame: HistoryFrame): Layer[] {
  return (['fired', 'resolved'] as const).flatMap((kind) => {
    const look = STATE_LOOK[kind === 'fired' ? 'breach' : 'ok'];
    const own = marks.filter((mark) => mark.kind === kind);
    const y = (mark: PlacedMark): number => 6 + mark.lane * LANE_HEIGHT;
    return [
      drawRules(
        own.map((mark) => ({ x: mark.x, x2: mark.x, y: y(mark) + 7, y2: frame.base })),
        { color: look.color, strokeDash: [2, 2] },
      ),
      drawPoints(
        own.map((mark) => ({ x: mark.x, y: y(mark) })),
        { shape: look.shape, size: 60, color: look.color },
      ),
      drawTexts(
        own.map((mark) => ({ x: mark.textX, y: y(mark), text: mark.text })),
        { ...KEY, fill: look.text },
      ),
    ];
  });
}
