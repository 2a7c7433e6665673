import { cleanName, formatTogether } from '../format.ts';
import { type CardSpec, makeCard } from './card.ts';
import { drawRects, drawRules, drawText, drawTexts, KEY, type Layer, type Segment } from './marks.ts';
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH, SIZE, WEIGHT } from './theme.ts';
import type { CorrelationsChart } from './types.ts';

const MOST_LABEL = 112;
const LABEL_GAP = 8;
const MOST_CELL = 52;
/** From this size on a cell has room for a number, and for a name above it. */
const ROOMY_CELL = 40;
const HEAD = 18;
const KEY_STEP = 19;
const SHADES = 10;
const RAMP_STEP = 5;
const TILE = 12;

type Pair = CorrelationsChart['pairs'][number];
/** Where the matrix stands: cell (row i, column k) begins at `at(k)` and `top + i * cell`. */
type Frame = { left: number; top: number; cell: number; gap: number; count: number };

/**
 * A matrix of correlations. Under the diagonal every pair was left and is right in its cell; above it stands the change,
 * in the colour of a breach where it is beyond the limit and beyond chance.
 */
export function drawCorrelationsChart(chart: CorrelationsChart, measure: Measure): CardSpec {
  const frame = placeMatrix(chart, measure);
  const bottom = frame.top + frame.cell * frame.count;
  const layers = [
    ...drawPairs(chart, frame),
    ...drawChanges(chart, frame),
    ...drawDiagonal(frame),
    ...drawNumbers(chart, frame, measure),
    ...drawNames(chart, frame, measure),
    ...drawKey(chart, bottom + 17, measure),
  ];
  return makeCard(chart.header, { height: bottom + 17 + KEY_STEP + 6, layers }, measure);
}

function placeMatrix({ columns }: CorrelationsChart, measure: Measure): Frame {
  const widest = Math.max(0, ...columns.map((name) => measure(cleanName(name), SIZE.label, WEIGHT.semibold)));
  const left = Math.ceil(Math.min(widest, MOST_LABEL)) + LABEL_GAP;
  const count = Math.max(1, columns.length);
  const cell = Math.min(MOST_CELL, Math.floor((PLOT_WIDTH - left) / count));
  return { left, top: cell >= ROOMY_CELL ? HEAD : 0, cell, gap: cell >= 20 ? 2 : 1, count };
}

/** The inside of a cell, or of a half of it. */
function boxOf({ left, top, cell, gap }: Frame, row: number, column: number, half?: 'left' | 'right'): Segment {
  const [x, y] = [left + column * cell, top + row * cell];
  const middle = x + Math.round((cell - gap) / 2);
  return {
    x: half === 'right' ? middle : x,
    x2: half === 'left' ? middle : x + cell - gap,
    y,
    y2: y + cell - gap,
  };
}

function drawPairs({ pairs }: CorrelationsChart, frame: Frame): Layer[] {
  const boxes = new Map<string, Segment[]>();
  const unknown: Segment[] = [];
  for (const { x, y, reference, current } of pairs) {
    if (reference === null && current === null) {
      unknown.push(strike(boxOf(frame, y, x)));
      continue;
    }
    for (const [half, r] of [
      ['left', reference],
      ['right', current],
    ] as const) {
      const box = boxOf(frame, y, x, half);
      if (r === null) unknown.push(strike(box));
      else append(boxes, shadeOf(r), box);
    }
  }
  return [
    ...[...boxes].map(([color, list]) => drawRects(list, color)),
    drawRules(unknown, { color: COLOR.axis, strokeWidth: 1 }),
  ];
}

/** From corner to corner, where there is no value. */
function strike({ x, x2, y, y2 }: Segment): Segment {
  return { x, x2, y: y2, y2: y };
}

function drawChanges({ pairs }: CorrelationsChart, frame: Frame): Layer[] {
  const boxes = new Map<string, Segment[]>();
  for (const pair of pairs) {
    const change = changeOf(pair);
    if (change !== null) append(boxes, shadeOfChange(change, pair.isChanged), boxOf(frame, pair.x, pair.y));
  }
  return [...boxes].map(([color, list]) => drawRects(list, color));
}

/** A small mark, which no shade of a neighbour can be taken for. */
function drawDiagonal(frame: Frame): Layer[] {
  const inset = Math.round(0.33 * frame.cell);
  const marks = Array.from({ length: frame.count }, (_, i) => {
    const { x, x2, y, y2 } = boxOf(frame, i, i);
    return { x: x + inset, x2: x2 - inset, y: y + inset, y2: y2 - inset };
  });
  return [drawRects(marks, COLOR.axis)];
}

/** The change in its cell where there is room, of the pairs that changed. */
function drawNumbers({ pairs }: CorrelationsChart, frame: Frame, measure: Measure): Layer[] {
  const labels = pairs.flatMap((pair) => {
    const change = changeOf(pair);
    if (change === null || !pair.isChanged) return [];
    const box = boxOf(frame, pair.x, pair.y);
    const text = `${change > 0 ? '+' : ''}${formatTogether([Math.round(change * 100) / 100])[0]}`;
    const fits = measure(text, SIZE.label, WEIGHT.semibold) <= frame.cell - frame.gap - 1;
    return fits ? [{ x: (box.x + box.x2) / 2, y: (box.y + box.y2) / 2, text }] : [];
  });
  return [drawTexts(labels, { ...KEY, align: 'center', fill: COLOR.card })];
}

function drawNames({ columns, pairs }: CorrelationsChart, frame: Frame, measure: Measure): Layer[] {
  const changed = new Set(pairs.filter(({ isChanged }) => isChanged).flatMap(({ x, y }) => [x, y]));
  const groups = [true, false].map((isChanged) => {
    const weight = isChanged ? WEIGHT.semibold : WEIGHT.regular;
    const own = columns.flatMap((name, i) => (changed.has(i) === isChanged ? [{ name: cleanName(name), i }] : []));
    const middle = (frame.cell - frame.gap) / 2;
    const rows = own.map(({ name, i }) => ({
      x: frame.left - LABEL_GAP,
      y: frame.top + i * frame.cell + middle,
      text: ellipsize(name, frame.left - LABEL_GAP, measure, weight),
    }));
    const heads = own.map(({ name, i }) => ({
      x: frame.left + i * frame.cell + middle,
      y: HEAD - 10,
      text: ellipsize(name, frame.cell - frame.gap, measure, weight),
    }));
    const style = { fontWeight: weight, fill: isChanged ? COLOR.ink : COLOR.muted };
    return [
      drawTexts(rows, { ...style, align: 'right' }),
      ...(frame.top === 0 ? [] : [drawTexts(heads, { ...style, align: 'center' })]),
    ];
  });
  return groups.flat();
}

/** Which half is which, and what the colours mean. */
function drawKey({ names, limit }: CorrelationsChart, y: number, measure: Measure): Layer[] {
  const muted = { fill: COLOR.muted };
  const ramp = Array.from({ length: 2 * SHADES + 1 }, (_, i) => (i - SHADES) / SHADES);
  const rampFrom = PLOT_WIDTH - ramp.length * RAMP_STEP - 9;
  const shades = ramp.map((r, i) => drawTile(rampFrom + i * RAMP_STEP, y, shadeOf(r), RAMP_STEP));
  const sides = ellipsize(`${names.reference} | ${names.current}`, rampFrom - TILE - 5 - 24, measure);
  const [shown = ''] = formatTogether([limit]);
  const change = `change over ${shown}, beyond chance`;
  const other = TILE + 5 + Math.ceil(measure(change, SIZE.label)) + 18;
  const second = y + KEY_STEP;
  return [
    drawTile(0, y, shadeOf(0.9), TILE / 2),
    drawTile(TILE / 2, y, shadeOf(0.3), TILE / 2),
    drawText(TILE + 5, y, sides, muted),
    drawText(rampFrom - 4, y, '−1', { ...muted, align: 'right' }),
    ...shades,
    drawText(PLOT_WIDTH, y, '1', { ...muted, align: 'right' }),
    drawTile(0, second, COLOR.breach, TILE),
    drawText(TILE + 5, second, change, muted),
    drawTile(other, second, shadeOfChange(0.25, false), TILE),
    drawText(other + TILE + 5, second, 'other change', muted),
  ];
}

function drawTile(x: number, y: number, color: string, width: number): Layer {
  return drawRects([{ x, x2: x + width, y: y - TILE / 2, y2: y + TILE / 2 }], color);
}

function changeOf({ reference, current }: Pair): number | null {
  return reference === null || current === null ? null : current - reference;
}

function append(boxes: Map<string, Segment[]>, color: string, box: Segment): void {
  boxes.set(color, [...(boxes.get(color) ?? []), box]);
}

/** Blue where both grow together, ochre where one falls as the other grows, in tenths. */
function shadeOf(r: number): string {
  return mix(COLOR.gap, r < 0 ? COLOR.against : COLOR.current, Math.round(Math.abs(r) * SHADES) / SHADES);
}

/** A change counts from a half on as a whole one: half of the range is much. */
function shadeOfChange(change: number, isChanged: boolean): string {
  const size = Math.round(Math.min(1, Math.abs(change) / 0.5) * SHADES) / SHADES;
  return isChanged ? mix(COLOR.breachBand, COLOR.breach, 0.4 + 0.6 * size) : mix(COLOR.gap, COLOR.axis, size);
}

/** A colour between two, both as `#rrggbb`. */
function mix(from: string, to: string, share: number): string {
  const channel = (color: string, i: number) => Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const parts = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
}
