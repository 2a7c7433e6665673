import {
  capitalise,
  cleanName,
  formatCount,
  formatNumber,
  formatPlural,
  formatShare,
  formatTicks,
  formatTogether,
  shorten,
} from '../format.ts';
import { hasSide } from './categorical.ts';
import { hasBinLabels, hasBothSides } from './numeric-frame.ts';
import { STATE_LOOK } from './theme.ts';
import type { CategoricalChart, Chart, ColumnsChart, CorrelationsChart, HistoryChart, NumericChart } from './types.ts';
import { formatValues, makeDater } from './words.ts';

/** Slack allows 2,000 characters. */
const MAX_LENGTH = 2_000;
const MAX_HEADER_PART = 300;
const MAX_NAME = 60;

/** What the picture says, for those who do not see it: kind, state and model, finding, measure, and the extreme values. */
export function describeChart(chart: Chart): string {
  const { header } = chart;
  const parts = [
    KIND[chart.kind](chart),
    shorten(cleanName(header.eyebrow), MAX_HEADER_PART),
    shorten(cleanName(header.title), MAX_HEADER_PART),
    shorten(cleanName(header.subtitle), MAX_HEADER_PART),
    ...describeValues(chart),
  ];
  return shorten(parts.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(' '), MAX_LENGTH);
}

const KIND: Record<Chart['kind'], (chart: Chart) => string> = {
  numeric: (chart) => `Distribution of a numeric column, ${describeSides(chart)}`,
  categorical: (chart) => `Shares of categories, ${describeSides(chart)}`,
  history: (chart) => `Line over time${describeSpan(chart)}`,
  columns: (chart) =>
    `Drift of ${chart.kind === 'columns' ? formatPlural(chart.rows.length, 'column', 'columns') : 'columns'}`,
  correlations: (chart) =>
    `Matrix of correlations of ${chart.kind === 'correlations' ? formatPlural(chart.columns.length, 'column', 'columns') : 'columns'}, ${describeSides(chart)}`,
};

function describeSides(chart: Chart): string {
  if (chart.kind === 'history' || chart.kind === 'columns') return '';
  return `${shortName(chart.names.current)} against ${shortName(chart.names.reference)}`;
}

function describeSpan(chart: Chart): string {
  if (chart.kind !== 'history') return '';
  const [first, last] = [chart.points[0], chart.points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const when = makeDater(chart.points, true);
  return `, ${when(first.at)} – ${when(last.at)}`;
}

function describeValues(chart: Chart): string[] {
  switch (chart.kind) {
    case 'numeric':
      return describeBins(chart);
    case 'categorical':
      return describeCategories(chart);
    case 'history':
      return describeHistory(chart);
    case 'columns':
      return describeColumns(chart);
    case 'correlations':
      return describeCorrelations(chart);
  }
}

function describeBins(chart: NumericChart): string[] {
  if (!hasBothSides(chart.bins)) return [];
  const byGain = [...chart.bins].sort((a, b) => b.current - b.reference - (a.current - a.reference));
  const hasFewBins = hasBinLabels(chart.bins);
  const words = (bin: NumericChart['bins'][number], verb: string): string => {
    const [from, to] = formatTicks([bin.from, bin.to]);
    const where = hasFewBins ? `at ${formatTicks([(bin.from + bin.to) / 2])[0]}` : `between ${from} and ${to}`;
    return `${verb} ${where}: ${formatShare(bin.current)} of rows, was ${formatShare(bin.reference)}`;
  };
  const [best, worst] = [byGain[0], byGain.at(-1)];
  const mark = chart.mark === null ? [] : formatTogether([chart.mark.current, chart.mark.reference]);
  return [
    ...(chart.mark === null ? [] : [`${capitalise(chart.mark.label)}: ${mark[0]}, was ${mark[1]}`]),
    ...(best !== undefined && best.current > best.reference ? [words(best, 'Most gained')] : []),
    ...(worst !== undefined && worst.current < worst.reference ? [words(worst, 'Most lost')] : []),
  ];
}

function describeCategories(chart: CategoricalChart): string[] {
  if (!hasSide(chart.rows, 'current') || !hasSide(chart.rows, 'reference')) return [];
  const rows = chart.rows.filter((row) => !row.isOther).slice(0, 3);
  return rows.map((row) => {
    const was = row.reference === 0 ? 'new' : `was ${formatShare(row.reference)}`;
    return `${shortName(row.name)}: ${row.current === 0 ? 'gone' : formatShare(row.current)}, ${was}`;
  });
}

function describeHistory(chart: HistoryChart): string[] {
  const known = chart.points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const gaps = chart.points.length - known.length;
  const breaches = chart.points.filter((point) => point.state === 'breach').length;
  const sorted = [...known].sort((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return ['No values'];
  const [low, high] = formatValues([least.value, most.value], chart.isShare);
  const when = makeDater(chart.points);
  return [
    `Lowest ${low} on ${when(least.at)}, highest ${high} on ${when(most.at)}`,
    ...(chart.threshold === null
      ? []
      : [
          `Limit ${formatValues([chart.threshold], chart.isShare)[0]}, ${formatPlural(breaches, 'breach', 'breaches')}`,
        ]),
    ...(gaps > 0 ? [`${capitalise(formatPlural(gaps, 'window', 'windows'))} without a value`] : []),
    ...chart.marks.slice(0, 4).map((mark) => shortName(mark.label)),
    ...describeParts(chart.parts),
  ];
}

/** "Missing rate by region: EU 24.0%, reference 2.0%; elsewhere 2.1%, reference 2.0%" */
function describeParts(parts: HistoryChart['parts']): string[] {
  if (parts === null) return [];
  const format = (value: number): string => {
    if (parts.unit === 'share') return formatShare(value);
    return parts.unit === 'count' ? formatCount(value) : formatNumber(value);
  };
  const named = [...parts.rows].sort((a, b) => Number(b.isNamed) - Number(a.isNamed));
  const rows = named.slice(0, 3).map(({ name, reference, current }) => {
    const before = reference === null ? '' : `, ${parts.before} ${format(reference)}`;
    return `${shortName(name)} ${format(current)}${before}`;
  });
  return [`${shortName(parts.title)}: ${rows.join('; ')}`];
}

function describeColumns(chart: ColumnsChart): string[] {
  return chart.rows.slice(0, 3).map((row) => {
    const ratio = row.ratio === null ? 'no value' : `${formatNumber(Number(row.ratio.toPrecision(2)))} times its limit`;
    return `${shortName(row.column)}: ${ratio}, ${STATE_LOOK[row.state].word}`;
  });
}

/** The pairs that changed most, and how many are not known. */
function describeCorrelations({ columns, pairs }: CorrelationsChart): string[] {
  const size = ({ reference, current }: CorrelationsChart['pairs'][number]) => Math.abs(current! - reference!);
  const changed = pairs.filter(({ isChanged }) => isChanged).sort((a, b) => size(b) - size(a));
  const unknown = pairs.filter(({ reference, current }) => reference === null || current === null).length;
  return [
    ...changed.slice(0, 3).map(({ x, y, reference, current }) => {
      const [now, before] = formatTogether([current!, reference!].map((r) => Math.round(r * 100) / 100));
      return `${shortName(columns[x] ?? '')} and ${shortName(columns[y] ?? '')}: ${now}, was ${before}`;
    }),
    ...(unknown > 0 ? [`${capitalise(formatPlural(unknown, 'pair', 'pairs'))} without a value`] : []),
  ];
}

function shortName(name: string): string {
  return shorten(cleanName(name), MAX_NAME);
}
