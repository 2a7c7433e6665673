import { cleanName, formatShare } from '../format.ts';
import { type CardSpec, makeCard } from './card.ts';
import { drawPoints, drawRules, drawText, drawTexts, KEY, type Layer } from './marks.ts';
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, CROSS, PLOT_WIDTH, PLUS } from './theme.ts';
import type { CategoricalChart } from './types.ts';

const STEP = 21;
const HEAD = 20;
const MAX_NAME = 120;
/** A head with its ring or dot, which takes as much of it as GLYPH; room for "23 Feb – 1 Mar". */
const MAX_HEAD = 118;
const GLYPH = 15;
/** Room for the longest share. */
const NUMBER = 58;
/**
 * Shares that differ by more than this are drawn on a log scale, with zero apart at the left, if most rows would lie in the
 * corner of a linear one: a log scale shows rare values, and hides how far common ones moved.
 */
const LOG_RATIO = 50;
const CORNER = 0.05;
/** Rows with the one that holds the rest. */
const MAX_CATEGORY_ROWS = 12;

export type CategoryRow = CategoricalChart['rows'][number];

/** Keeps the first rows and adds up the others in one row `other (n)`, which goes last. */
export function collapseCategories(rows: readonly CategoryRow[], maxRows = MAX_CATEGORY_ROWS): readonly CategoryRow[] {
  const named = rows.filter((row) => !row.isOther);
  const others = rows.filter((row) => row.isOther);
  if (rows.length <= maxRows) return [...named, ...others];
  const kept = named.slice(0, maxRows - 1);
  const rest = [...named.slice(maxRows - 1), ...others];
  const sum = (pick: (row: CategoryRow) => number): number => rest.reduce((total, row) => total + pick(row), 0);
  const hidden = others.reduce((total, row) => total + Number(/\((\d+)\+?\)$/.exec(row.name)?.[1] ?? 0), 0);
  const count = named.length - kept.length + hidden;
  const isOpen = others.some((row) => !/\(\d+\)$/.test(row.name));
  return [
    ...kept,
    {
      name: `other (${count}${isOpen ? '+' : ''})`,
      reference: sum((r) => r.reference),
      current: sum((r) => r.current),
      isOther: true,
    },
  ];
}

type Change = 'gone' | 'new' | null;
type Row = CategoryRow & { y: number; xReference: number; xCurrent: number; change: Change };
type Columns = { name: number; from: number; to: number; reference: number; current: number; heads: [string, string] };

/** A categorical column: a ring (reference) joined to a dot (current), and both numbers, one row a category. */
export function drawCategoricalChart(chart: CategoricalChart, measure: Measure): CardSpec {
  const rows = collapseCategories(chart.rows);
  const sides = { reference: hasSide(rows, 'reference'), current: hasSide(rows, 'current') };
  const columns = placeColumns(chart, rows, measure);
  const scale = makeScale(rows, columns);
  const placed: Row[] = rows.map((row, i) => ({
    ...row,
    name: ellipsize(cleanName(row.name), columns.name, measure, 600),
    y: HEAD + STEP * (i + 0.5),
    xReference: scale.px(row.reference),
    xCurrent: scale.px(row.current),
    change: findChange(row, sides),
  }));
  const bottom = HEAD + STEP * rows.length;
  const layers = [
    drawRules(
      placed.map(({ y }) => ({ x: 0, x2: PLOT_WIDTH, y: y + STEP / 2, y2: y + STEP / 2 })),
      { color: COLOR.grid },
    ),
    ...drawHeads(columns, measure),
    ...drawScale(scale, columns, bottom),
    ...drawDumbbells(placed, sides),
    ...drawNumbers(placed, sides, columns),
  ];
  return makeCard(chart.header, { height: bottom + 18, layers }, measure);
}

type Sides = { reference: boolean; current: boolean };

/** Whether a side has any rows: where it has none, nothing is gone or new. */
export function hasSide(rows: readonly CategoryRow[], side: keyof Sides): boolean {
  return rows.some((row) => row[side] > 0);
}

function findChange(row: CategoryRow, sides: Sides): Change {
  if (row.isOther || !sides.reference || !sides.current || row.reference === row.current) return null;
  if (row.current === 0) return 'gone';
  return row.reference === 0 ? 'new' : null;
}

function placeColumns(chart: CategoricalChart, rows: readonly CategoryRow[], measure: Measure): Columns {
  const name = Math.min(MAX_NAME, Math.max(24, ...rows.map((row) => measure(cleanName(row.name), 12, 600) + 1)));
  const second = ellipsize(cleanName(chart.names.current), MAX_HEAD - GLYPH, measure, 600);
  const current = PLOT_WIDTH;
  const reference = current - Math.max(NUMBER, measure(second, 12, 600) + GLYPH) - 14;
  // Nothing else stands in the row of heads; the rings and dots end where the numbers begin.
  const heads: [string, string] = [ellipsize(cleanName(chart.names.reference), reference - GLYPH, measure), second];
  return { name, from: name + 18, to: reference - NUMBER - 12, reference, current, heads };
}

type Scale = { px: (share: number) => number; isLog: boolean; hasZero: boolean };

function makeScale(rows: readonly CategoryRow[], columns: Columns): Scale {
  const shares = rows.filter((row) => !row.isOther).flatMap((row) => [row.reference, row.current]);
  const positive = shares.filter((share) => share > 0);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  const { from, to } = columns;
  if (positive.length === 0) return { px: () => from, isLog: false, hasZero: false };
  const named = rows.filter((row) => !row.isOther);
  const cornered = named.filter((row) => Math.max(row.reference, row.current) < CORNER * most).length;
  if (most / least <= LOG_RATIO || cornered <= named.length / 2) {
    return { px: (share) => from + Math.min(1, share / most) * (to - from), isLog: false, hasZero: true };
  }
  const hasZero = shares.some((share) => share === 0);
  const start = hasZero ? from + 22 : from;
  const px = (share: number): number => {
    if (share <= 0) return from;
    return start + Math.min(1, Math.log(share / least) / Math.log(most / least)) * (to - start);
  };
  return { px, isLog: true, hasZero };
}

function drawScale(scale: Scale, columns: Columns, bottom: number): Layer[] {
  const words = scale.isLog ? 'share of rows, log scale' : 'share of rows';
  const style = { fill: COLOR.muted };
  if (!scale.hasZero) return [drawText(columns.from, bottom + 12, words, style)];
  return [
    drawRules([{ x: columns.from, x2: columns.from, y: HEAD, y2: bottom }], { color: COLOR.axis, strokeDash: [2, 2] }),
    drawText(columns.from, bottom + 12, '0', { ...style, align: 'center' }),
    drawText(columns.from + 14, bottom + 12, words, style),
  ];
}

function drawHeads(columns: Columns, measure: Measure): Layer[] {
  const y = HEAD / 2 - 2;
  const [reference, current] = columns.heads;
  const ring = columns.reference - measure(reference, 12) - 9;
  const dot = columns.current - measure(current, 12, 600) - 9;
  return [
    ...drawRing([{ x: ring, y }]),
    drawText(columns.reference, y, reference, { align: 'right', fill: COLOR.muted }),
    drawPoints([{ x: dot, y }], { size: 62, color: COLOR.current }),
    drawText(columns.current, y, current, { ...KEY, align: 'right', fill: COLOR.current }),
  ];
}

function drawRing(points: readonly { x: number; y: number }[]): Layer[] {
  return [drawPoints(points, { filled: false, size: 50, strokeWidth: 2, color: COLOR.reference, fill: COLOR.card })];
}

function drawDumbbells(rows: readonly Row[], sides: Sides): Layer[] {
  const drawn = rows.filter((row) => !row.isOther);
  const at = (list: readonly Row[], side: 'xReference' | 'xCurrent') => list.map((row) => ({ x: row[side], y: row.y }));
  const odd = { filled: false, size: 30, strokeWidth: 2.2, color: COLOR.breach };
  const of = (change: Row['change']): Row[] => drawn.filter((row) => row.change === change);
  return [
    drawRules(
      (sides.reference && sides.current ? drawn : []).map((row) => ({
        x: row.xReference,
        x2: row.xCurrent,
        y: row.y,
        y2: row.y,
      })),
      { strokeWidth: 2, color: COLOR.currentFill },
    ),
    ...drawRing(at(sides.reference ? drawn : [], 'xReference')),
    drawPoints(at(sides.current ? of(null) : [], 'xCurrent'), { size: 62, color: COLOR.current }),
    drawPoints(at(of('gone'), 'xCurrent'), { ...odd, shape: CROSS }),
    drawPoints(at(of('new'), 'xCurrent'), { ...odd, shape: PLUS }),
  ];
}

function drawNumbers(rows: readonly Row[], sides: Sides, columns: Columns): Layer[] {
  const words = (row: Row): string => {
    if (!sides.current) return '–';
    if (row.change === 'gone') return 'gone ×';
    return row.change === 'new' ? `+ ${formatShare(row.current)}` : formatShare(row.current);
  };
  const current = (list: readonly Row[]) => list.map((row) => ({ x: columns.current, y: row.y, text: words(row) }));
  return [
    drawTexts(
      rows.map((row) => ({ x: 0, y: row.y, text: row.name })),
      KEY,
    ),
    drawTexts(
      rows.map((row) => ({ x: columns.reference, y: row.y, text: sides.reference ? formatShare(row.reference) : '–' })),
      { align: 'right', fill: COLOR.muted },
    ),
    drawTexts(current(rows.filter((row) => row.change === null)), { ...KEY, align: 'right', fill: COLOR.current }),
    drawTexts(current(rows.filter((row) => row.change !== null)), { ...KEY, align: 'right', fill: COLOR.breach }),
  ];
}
