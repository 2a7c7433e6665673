import { cleanName, formatCount, formatShare, formatTogether } from '../format.ts';
import { drawPoints, drawRules, drawText, drawTexts, KEY, type Layer } from './marks.ts';
import { ellipsize, ellipsizeMiddle, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH } from './theme.ts';
import type { PartsTable } from './types.ts';

const STEP = 21;
const HEAD = 22;
const MAX_NAME = 140;
const MAX_ROWS = 5;
/** Room for a ring or a dot in front of a head. */
const GLYPH = 15;
const GAP = 14;

type Row = PartsTable['rows'][number] & { y: number; was: string; now: string };

/** Height of the table with its head. */
export function heightOfParts(parts: PartsTable): number {
  return HEAD + STEP * Math.min(MAX_ROWS, parts.rows.length);
}

/** What a finding comes from, a row each: a ring (before) joined to a dot (now), and both numbers. What is named is vermilion. */
export function drawParts(parts: PartsTable, top: number, measure: Measure): Layer[] {
  const rows = placeRows(parts, top, measure);
  const widest = (textOf: (row: Row) => string, weight: 400 | 600): number =>
    Math.max(...rows.map((row) => measure(textOf(row), 12, weight)));
  const now = Math.max(
    widest((row) => row.now, 600),
    measure('now', 12, 600) + GLYPH,
  );
  const was = Math.max(
    widest((row) => row.was, 400),
    measure(parts.before, 12) + GLYPH,
  );
  const columns = { now: PLOT_WIDTH, was: PLOT_WIDTH - now - GAP };
  const names = widest(({ name }) => name, 600) + 1;
  const from = Math.min(MAX_NAME, names) + 18;
  const to = columns.was - was - GAP;
  const most = Math.max(1e-300, ...rows.flatMap(({ reference, current }) => [reference ?? 0, current]));
  const px = (value: number): number => from + Math.min(1, Math.max(0, value / most)) * (to - from);
  const title = ellipsize(cleanName(parts.title), columns.was - was - GAP, measure, 600);
  return [
    drawText(0, top + HEAD / 2 - 3, title, { ...KEY, fill: COLOR.muted }),
    ...drawHeads(parts.before, top, columns, measure),
    drawRules(
      rows.map(({ y }) => ({ x: 0, x2: PLOT_WIDTH, y: y - STEP / 2, y2: y - STEP / 2 })),
      { color: COLOR.grid },
    ),
    drawRules([{ x: from, x2: from, y: top + HEAD, y2: top + heightOfParts(parts) }], {
      color: COLOR.axis,
      strokeDash: [2, 2],
    }),
    ...drawDumbbells(rows, px),
    ...drawNumbers(rows, columns),
  ];
}

function placeRows(parts: PartsTable, top: number, measure: Measure): Row[] {
  const shown = parts.rows.slice(0, MAX_ROWS);
  const known = shown.flatMap(({ reference, current }) => (reference === null ? [current] : [current, reference]));
  const texts = formatValues(known, parts.unit);
  const textOf = new Map(known.map((value, i) => [value, texts[i]!]));
  return shown.map((row, i) => ({
    ...row,
    name: ellipsizeMiddle(cleanName(row.name), MAX_NAME, measure, row.isRest ? 400 : 600),
    y: top + HEAD + STEP * (i + 0.5),
    now: textOf.get(row.current)!,
    was: row.reference === null ? '–' : textOf.get(row.reference)!,
  }));
}

function formatValues(values: readonly number[], unit: PartsTable['unit']): string[] {
  if (unit === 'share') return values.map(formatShare);
  return unit === 'count' ? values.map(formatCount) : formatTogether(values);
}

type Columns = { was: number; now: number };

function drawHeads(before: string, top: number, columns: Columns, measure: Measure): Layer[] {
  const y = top + HEAD / 2 - 3;
  return [
    ...drawRings([{ x: columns.was - measure(before, 12) - 9, y }]),
    drawText(columns.was, y, before, { align: 'right', fill: COLOR.muted }),
    drawPoints([{ x: columns.now - measure('now', 12, 600) - 9, y }], { size: 62, color: COLOR.current }),
    drawText(columns.now, y, 'now', { ...KEY, align: 'right', fill: COLOR.current }),
  ];
}

function drawRings(places: readonly { x: number; y: number }[]): Layer[] {
  return [drawPoints(places, { filled: false, size: 50, strokeWidth: 2, color: COLOR.reference, fill: COLOR.card })];
}

function drawDumbbells(rows: readonly Row[], px: (value: number) => number): Layer[] {
  const known = rows.flatMap(({ reference, ...row }) => (reference === null ? [] : [{ ...row, reference }]));
  const dots = (isNamed: boolean) =>
    rows.filter((row) => row.isNamed === isNamed).map(({ current, y }) => ({ x: px(current), y }));
  return [
    drawRules(
      known.map(({ reference, current, y }) => ({ x: px(reference), x2: px(current), y, y2: y })),
      { strokeWidth: 2, color: COLOR.currentFill },
    ),
    ...drawRings(known.map(({ reference, y }) => ({ x: px(reference), y }))),
    drawPoints(dots(false), { size: 62, color: COLOR.current }),
    drawPoints(dots(true), { size: 70, shape: 'diamond', color: COLOR.breach }),
  ];
}

function drawNumbers(rows: readonly Row[], columns: Columns): Layer[] {
  const names = (isRest: boolean) =>
    rows.filter((row) => row.isRest === isRest).map(({ name, y }) => ({ x: 0, y, text: name }));
  const values = (isNamed: boolean) =>
    rows.filter((row) => row.isNamed === isNamed).map(({ now, y }) => ({ x: columns.now, y, text: now }));
  return [
    drawTexts(names(false), KEY),
    drawTexts(names(true), { fill: COLOR.muted }),
    drawTexts(
      rows.map(({ was, y }) => ({ x: columns.was, y, text: was })),
      { align: 'right', fill: COLOR.muted },
    ),
    drawTexts(values(false), { ...KEY, align: 'right', fill: COLOR.current }),
    drawTexts(values(true), { ...KEY, align: 'right', fill: COLOR.breach }),
  ];
}
