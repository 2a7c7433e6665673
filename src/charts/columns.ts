import type { MeasurementState } from '../checks/types.ts';
import { cleanName, formatTogether } from '../format.ts';
import { type CardSpec, makeCard } from './card.ts';
import {
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
import { ellipsize, type Measure } from './text-width.ts';
import { COLOR, PLOT_WIDTH, STATE_LOOK } from './theme.ts';
import type { ColumnsChart } from './types.ts';

const STEP = 22;
const HEAD = 24;
const MAX_ROWS = 12;
const NAME_X = 17;
/** Multiples of the limit beyond this are cut, and the number is written at the cut. */
const MAX_RATIO = 3;
const SPARK_WIDTH = 68;
const SPARK_HEIGHT = 16;
const STATES: readonly MeasurementState[] = ['ok', 'unknown', 'breach'];
const TONE: Record<MeasurementState, string> = { breach: COLOR.breach, ok: COLOR.current, unknown: COLOR.reference };

type Row = ColumnsChart['rows'][number] & { y: number };
/** Where the parts of a row stand; null where no row has anything to show there. */
type Columns = { from: number; to: number; weight: number | null; spark: number | null; px: (ratio: number) => number };

/** Many columns at a glance: drift as a multiple of its limit over the band of noise, weight, and the last windows. */
export function drawColumnsChart(chart: ColumnsChart, measure: Measure): CardSpec {
  const rows = chart.rows.slice(0, MAX_ROWS).map((row, i) => ({ ...row, y: HEAD + STEP * (i + 0.5) }));
  const columns = placeColumns(rows);
  const bottom = HEAD + STEP * rows.length;
  const hidden = chart.rows.length - rows.length;
  const layers = [
    drawRules(
      rows.map(({ y }) => ({ x: 0, x2: PLOT_WIDTH, y: y + STEP / 2, y2: y + STEP / 2 })),
      { color: COLOR.grid },
    ),
    ...drawNoise(rows, columns),
    drawRules([{ x: columns.px(1), x2: columns.px(1), y: HEAD - 6, y2: bottom }], {
      color: COLOR.breach,
      strokeDash: [4, 3],
    }),
    ...drawStates(rows),
    ...drawNames(rows, columns, measure),
    ...drawBars(rows, columns),
    ...drawWeights(rows, columns),
    ...drawSparklines(rows, columns),
    ...drawHeads(rows, columns),
    ...(hidden > 0 ? [drawText(NAME_X, bottom + 12, `and ${hidden} more`, { fill: COLOR.muted })] : []),
  ];
  return makeCard(chart.header, { height: bottom + (hidden > 0 ? 18 : 2), layers }, measure);
}

function placeColumns(rows: readonly Row[]): Columns {
  const hasSpark = rows.some((row) => row.history.filter((ratio) => ratio !== null).length > 1);
  const hasWeight = rows.some((row) => row.importance !== null);
  const spark = hasSpark ? PLOT_WIDTH - SPARK_WIDTH : null;
  const weight = hasWeight ? (spark === null ? PLOT_WIDTH : spark - 14) : null;
  const from = 146;
  const to = weight === null ? (spark === null ? PLOT_WIDTH - 6 : spark - 16) : weight - 36;
  const most = Math.max(1.4, ...rows.flatMap((row) => [row.ratio ?? 0, Math.min(row.noise ?? 0, 2)]));
  const max = Math.min(most, MAX_RATIO);
  return { from, to, weight, spark, px: (ratio) => from + (Math.max(0, Math.min(ratio, max)) / max) * (to - from) };
}

function drawNoise(rows: readonly Row[], columns: Columns): Layer[] {
  const bands = rows.flatMap((row) =>
    row.noise === null || row.ratio === null
      ? []
      : [{ x: columns.from, x2: columns.px(row.noise), y: row.y - 6, y2: row.y + 6 }],
  );
  return [drawRects(bands, COLOR.referenceFill)];
}

function drawStates(rows: readonly Row[]): Layer[] {
  return STATES.map((state) => {
    const look = STATE_LOOK[state];
    const places = rows.filter((row) => row.state === state).map(({ y }) => ({ x: 5, y }));
    return drawPoints(places, {
      shape: look.shape,
      size: 55,
      filled: look.isFilled,
      color: look.color,
      strokeWidth: 2,
    });
  });
}

function drawNames(rows: readonly Row[], columns: Columns, measure: Measure): Layer[] {
  const room = columns.from - NAME_X - 8;
  const labels = rows.map(({ column, y }) => ({ x: NAME_X, y, text: ellipsize(cleanName(column), room, measure) }));
  return [drawTexts(labels)];
}

function drawBars(rows: readonly Row[], columns: Columns): Layer[] {
  const known = rows.flatMap((row) =>
    row.ratio === null ? [] : [{ ...row, ratio: row.ratio, x: columns.px(row.ratio) }],
  );
  const cut = known.filter((row) => row.ratio > MAX_RATIO);
  const cutTexts = cut.flatMap((row) => {
    const text = `${formatTogether([Math.round(row.ratio * 10) / 10])[0]}×`;
    return drawHaloText(columns.to - 9, row.y, text, { ...KEY, align: 'right', fill: TONE[row.state] });
  });
  const bars = STATES.flatMap((state) => {
    const own = known.filter((row) => row.state === state);
    const at = (list: typeof own) => list.map(({ x, y }) => ({ x, y }));
    return [
      drawRules(
        own.map(({ x, y }) => ({ x: columns.from, x2: x, y, y2: y })),
        { strokeWidth: 2.5, color: TONE[state] },
      ),
      drawPoints(at(own.filter((row) => row.ratio <= MAX_RATIO)), { size: 60, color: TONE[state] }),
      drawPoints(at(own.filter((row) => row.ratio > MAX_RATIO)), {
        size: 60,
        shape: 'triangle-right',
        color: TONE[state],
      }),
    ];
  });
  const unknown = rows
    .filter((row) => row.ratio === null)
    .map(({ y }) => ({ x: columns.from + 4, y, text: 'no value' }));
  return [...bars, ...cutTexts, drawTexts(unknown, { fill: COLOR.muted })];
}

function drawWeights(rows: readonly Row[], columns: Columns): Layer[] {
  const { weight } = columns;
  if (weight === null) return [];
  const text = (importance: number): string => (importance < 0.005 ? '<1%' : `${Math.round(importance * 100)}%`);
  const labels = rows.map(({ importance, y }) => ({
    x: weight,
    y,
    text: importance === null ? '–' : text(importance),
  }));
  return [drawTexts(labels, { align: 'right', fill: COLOR.muted })];
}

/** One small line a row, up to its own top, with the limit where it was; a gap starts a new line. */
function drawSparklines(rows: readonly Row[], columns: Columns): Layer[] {
  const { spark } = columns;
  if (spark === null) return [];
  const lines = rows.map((row) => {
    const top = Math.max(1.2, ...row.history.map((ratio) => ratio ?? 0));
    const y = (ratio: number): number => row.y + SPARK_HEIGHT / 2 - (ratio / top) * SPARK_HEIGHT;
    const step = (SPARK_WIDTH - 4) / Math.max(1, row.history.length - 1);
    let run = 0;
    const points = row.history.flatMap((ratio, i) => {
      if (ratio === null) run += 1;
      return ratio === null ? [] : [{ x: spark + i * step, y: y(ratio), run: `${row.y} ${run}`, index: i }];
    });
    return { state: row.state, limit: y(1), points, last: points.at(-1), length: row.history.length };
  });
  const filled = lines.filter((line) => line.points.length > 0);
  const ends = (state: MeasurementState) =>
    filled.flatMap(({ last, length, ...line }) =>
      line.state === state && last !== undefined && last.index === length - 1 ? [{ x: last.x, y: last.y }] : [],
    );
  const alone = filled.flatMap(({ points }) =>
    points.filter((p) => points.filter((q) => q.run === p.run).length === 1),
  );
  return [
    drawRules(
      filled.map(({ limit }) => ({ x: spark, x2: PLOT_WIDTH, y: limit, y2: limit })),
      { color: COLOR.breach, opacity: 0.45, strokeDash: [2, 2] },
    ),
    drawPaths(
      filled.flatMap(({ points }) => points.map(({ x, y, run }) => ({ x, y, run }))),
      { strokeWidth: 1.25, color: COLOR.muted },
    ),
    drawPoints(
      alone.map(({ x, y }) => ({ x, y })),
      { size: 8, color: COLOR.muted },
    ),
    ...STATES.map((state) => drawPoints(ends(state), { size: 22, color: TONE[state] })),
  ];
}

function drawHeads(rows: readonly Row[], columns: Columns): Layer[] {
  const y = HEAD - 14;
  const muted = { fill: COLOR.muted };
  const windows = Math.max(0, ...rows.map((row) => row.history.length));
  const hasRoom = columns.px(1) - columns.from > 54;
  return [
    drawText(columns.px(1), y, 'limit', { align: 'center', fill: COLOR.breach }),
    ...(rows.some((row) => row.noise !== null) && hasRoom ? [drawText(columns.from, y, 'noise', muted)] : []),
    ...(columns.weight === null ? [] : [drawText(columns.weight, y, 'weight', { ...muted, align: 'right' })]),
    ...(columns.spark === null ? [] : [drawText(PLOT_WIDTH, y, `last ${windows}`, { ...muted, align: 'right' })]),
  ];
}
