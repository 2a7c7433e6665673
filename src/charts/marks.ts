import { COLOR, WEIGHT } from './theme.ts';

/** One layer of a vega-lite spec, with its data inline and its places in px of the plot. */
export type Layer = { data: { values: readonly object[] }; mark: object; encoding: object };

/** Anything that a vega-lite mark takes. */
export type Style = Readonly<Record<string, unknown>>;

export type Point = { x: number; y: number };
export type Segment = { x: number; y: number; x2: number; y2: number };
export type Label = { x: number; y: number; text: string };

const pixel = (field: string): object => ({ field, type: 'quantitative', scale: null, axis: null });
const PLACE = { x: pixel('x'), y: pixel('y') };
const SPAN = { ...PLACE, x2: { field: 'x2' }, y2: { field: 'y2' } };

/** Labels in one style. */
export function drawTexts(values: readonly Label[], style: Style = {}): Layer {
  return { data: { values }, mark: { type: 'text', ...style }, encoding: { ...PLACE, text: { field: 'text' } } };
}

/** One label. */
export function drawText(x: number, y: number, text: string, style: Style = {}): Layer {
  return drawTexts([{ x, y, text }], style);
}

/** A paragraph, one entry a line; `y` is the top of the first. */
export function drawLines(
  x: number,
  y: number,
  lines: readonly string[],
  style: Style & { lineHeight: number },
): Layer {
  return drawTexts(
    lines.map((text, i) => ({ x, y: y + (i + 0.5) * style.lineHeight, text })),
    style,
  );
}

/** Straight lines. A vega-lite rule whose ends are literals is silently not drawn, so they always go in as data. */
export function drawRules(values: readonly Segment[], style: Style = {}): Layer {
  return { data: { values }, mark: { type: 'rule', ...style }, encoding: SPAN };
}

/** Filled rectangles. */
export function drawRects(values: readonly Segment[], color: string): Layer {
  return { data: { values }, mark: { type: 'rect', color }, encoding: SPAN };
}

/** Point symbols. */
export function drawPoints(values: readonly Point[], style: Style = {}): Layer {
  return { data: { values }, mark: { type: 'point', ...style }, encoding: PLACE };
}

/** Lines through points in the order given; every `run` is a line of its own, so that a gap stays a gap. */
export function drawPaths(values: readonly (Point & { run: string })[], style: Style = {}): Layer {
  return {
    data: { values },
    mark: { type: 'line', ...style },
    encoding: { ...PLACE, detail: { field: 'run' }, order: { value: 0 } },
  };
}

/** Areas between y and y2 along x, one for every `run`. */
export function drawAreas(values: readonly (Point & { y2: number; run: string })[], style: Style = {}): Layer {
  return {
    data: { values },
    mark: { type: 'area', ...style },
    encoding: { ...PLACE, y2: { field: 'y2' }, detail: { field: 'run' } },
  };
}

/** Text that stays readable on top of lines: a copy in the ground's colour under it. */
export function drawHaloText(
  x: number,
  y: number,
  text: string,
  style: Style = {},
  ground: string = COLOR.card,
): Layer[] {
  return [
    drawText(x, y, text, { ...style, fill: ground, stroke: ground, strokeWidth: 4, strokeJoin: 'round' }),
    drawText(x, y, text, style),
  ];
}

export const KEY = { fontWeight: WEIGHT.semibold } as const;
