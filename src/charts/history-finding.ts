import type { MeasurementState } from '../checks/types.ts';
import { cleanName, formatPlural } from '../format.ts';
import { isShareMetric, metricWord } from '../words.ts';
import { findStep } from './ticks.ts';
import type { HistoryChart } from './types.ts';
import { formatValues, makeDater, nameInSentence, showsTimes } from './words.ts';

const DAY_MS = 86_400_000;
/** 97.5th percentile of the normal distribution. */
const Z_95 = 1.959964;

export type HistoryChartInput = {
  modelName: string;
  metric: string;
  column: string | null;
  segment?: string | null;
  /** One a window, oldest first; a MeasurementRow will do. */
  rows: readonly {
    windowFromAt: number | null;
    windowToAt: number | null;
    value: number | null;
    state: MeasurementState;
    band?: { low: number; high: number } | null;
  }[];
  threshold: number | null;
  direction: 'above' | 'below' | null;
  /** Instants of the alert's life; each is drawn at the newest window that had ended by then. */
  marks?: readonly { at: number; kind: 'fired' | 'resolved' }[];
  /** Said after the measure and its limit, e.g. `650 labelled rows a day`. */
  note?: string | null;
  /** What the newest value comes from. */
  parts?: HistoryChart['parts'];
};

/** A metric's history, with what became of it as the title. */
export function buildHistoryChart(input: HistoryChartInput): HistoryChart {
  const rows = input.rows.filter((row) => row.windowToAt !== null);
  const places = placeWindows(rows);
  const points = rows.map((row, i) => ({
    at: places[i]!,
    value: row.value,
    state: row.state,
    band: row.band ?? null,
  }));
  const when = makeDater(points);
  const marks = (input.marks ?? []).flatMap(({ at, kind }) => {
    const index = rows.findLastIndex((row) => (row.windowToAt ?? 0) <= at);
    const place = points[index]?.at;
    return place === undefined
      ? []
      : [{ at: place, kind, label: `${kind === 'fired' ? 'Alert' : 'Resolved'} ${when(at)}` }];
  });
  const last = points.at(-1)?.state ?? 'unknown';
  const isShare = isShareMetric(input.metric);
  const subject = metricWord(input.metric) + (input.column === null ? '' : ` of ${nameInSentence(input.column)}`);
  const segment = input.segment == null ? '' : ` · ${cleanName(input.segment)}`;
  return {
    kind: 'history',
    header: {
      state: last,
      eyebrow: `${wordState(points, input.threshold)} · ${input.modelName}${segment}`,
      title: wordHistory(subject, points, { ...input, isShare }),
      subtitle: wordSubtitle({ ...input, isShare }, points),
    },
    points,
    threshold: input.threshold,
    direction: input.direction,
    isShare,
    marks,
    parts: input.parts ?? null,
  };
}

/** A 95 % band for a share of `count` rows (Wilson, 1927); null without rows. */
export function makeShareBand(share: number, count: number): { low: number; high: number } | null {
  if (!(count > 0) || !(share >= 0 && share <= 1)) return null;
  const z2 = Z_95 ** 2;
  const middle = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z_95 / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

type Verbs = { is: string; has: string; itWas: string };
const SINGULAR: Verbs = { is: 'is', has: 'has', itWas: 'it was' };
const PLURAL: Verbs = { is: 'are', has: 'have', itWas: 'they were' };

/** "Rows have been", "Batch seconds are", "Days since prediction are": many things by their name, but no loss or bias. */
function chooseVerbs(metric: string): Verbs {
  return /(?:^|_)(?:[a-z]+[^aisu]s|days_since_[a-z]+)$/.test(metric) ? PLURAL : SINGULAR;
}

type Point = HistoryChart['points'][number];
type Measured = Pick<HistoryChart, 'threshold' | 'direction' | 'isShare'>;

/** A window stands at its last day; where they follow each other sooner, at the time by which it is newer than the one before. */
function placeWindows(rows: HistoryChartInput['rows']): number[] {
  const ends = rows.map(({ windowToAt }) => windowToAt ?? 0);
  const stepMs = findStep(ends) ?? (ends[0] ?? 0) - (rows[0]?.windowFromAt ?? Number.NEGATIVE_INFINITY);
  return ends.map((toAt) => (stepMs < DAY_MS ? toAt - stepMs : Math.floor((toAt - 1) / DAY_MS) * DAY_MS));
}

function wordState(points: readonly Point[], threshold: number | null): string {
  const last = points.at(-1);
  if (last === undefined || last.state === 'unknown') return 'Too little data';
  if (last.state === 'breach') return 'Breach';
  if (threshold === null) return 'No limit set';
  return points.some((point) => point.state === 'breach') ? 'Recovered' : 'Within its limit';
}

function wordHistory(
  subject: string,
  points: readonly Point[],
  { threshold, direction, isShare, metric }: Measured & { metric: string },
): string {
  const { is, has, itWas } = chooseVerbs(metric);
  const format = (...values: number[]): string[] => formatValues(values, isShare);
  const known = points.flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value }]));
  const last = known.at(-1);
  if (last === undefined) return `${subject} ${has} no value in ${formatPlural(points.length, 'window', 'windows')}`;
  const when = makeDater(points);
  if (points.at(-1)?.value === null) {
    return `${subject} ${has} had no value since ${when(last.at)}, when ${itWas} ${format(last.value)[0]}`;
  }
  if (threshold === null || direction === null)
    return wordWithoutLimit(subject, known, { when, format, verbs: chooseVerbs(metric) });
  const [now = '', limit = ''] = format(last.value, threshold);
  const side =
    direction === 'below'
      ? { bad: 'below', good: 'above', moved: 'fell below' }
      : { bad: 'above', good: 'below', moved: 'rose above' };
  const isBeyond = direction === 'below' ? last.value < threshold : last.value > threshold;
  if (last.state === 'breach') {
    if (known.length === 1) return `${subject} ${is} ${now}, ${side.bad} its limit of ${limit}`;
    const lastOk = known.findLastIndex((point) => point.state !== 'breach');
    const start = known[lastOk + 1];
    if (start === undefined || start === last)
      return `${subject} ${side.moved} ${limit} on ${when(last.at)}, to ${now}`;
    return `${subject} ${has} been ${side.bad} ${limit} since ${when(start.at)}; now ${now}`;
  }
  if (isBeyond) return `${subject} ${is} ${now}, ${side.bad} its limit of ${limit} but within noise`;
  const breaches = known.filter((point) => point.state === 'breach').length;
  const ending = now === limit ? `at its limit of ${limit}` : `${side.good} ${limit}`;
  if (breaches > 0) {
    return `${subject} ${is} back ${ending} after ${formatPlural(breaches, 'breach', 'breaches')}; now ${now}`;
  }
  return known.length === 1
    ? `${subject} ${is} ${now}, ${ending}`
    : `${subject} ${is} ${now}; no breach of ${limit} in ${formatPlural(known.length, 'window', 'windows')}`;
}

function wordWithoutLimit(
  subject: string,
  known: readonly { at: number; value: number }[],
  { when, format, verbs }: { when: (at: number) => string; format: (...values: number[]) => string[]; verbs: Verbs },
): string {
  const { is, itWas } = verbs;
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length === 1)
    return `${subject} ${is} ${format(last?.value ?? 0)[0]}`;
  const [now = '', was = ''] = format(last.value, first.value);
  return `${subject} ${is} now ${now}; on ${when(first.at)} ${itWas} ${was}`;
}

/** The limit as the title shows it beside the newest value. */
function wordLimit(threshold: number, points: readonly Point[], isShare: boolean): string {
  const value = points.findLast((point) => point.value !== null)?.value ?? threshold;
  return formatValues([threshold, value], isShare)[0] ?? '';
}

function wordSubtitle(input: HistoryChartInput & Measured, points: readonly Point[]): string {
  const limit = input.threshold === null ? [] : [`limit ${wordLimit(input.threshold, points, input.isShare)}`];
  const note = input.note == null ? [] : [input.note];
  const band = points.some((point) => point.band !== null) ? ['band = 95% sampling error'] : [];
  const zone = showsTimes(points) ? ['times in UTC'] : [];
  const windows = formatPlural(points.length, 'window', 'windows');
  return [...limit, windows, ...zone, ...note, ...band].join(' · ').replace(/^./, (letter) => letter.toUpperCase());
}
