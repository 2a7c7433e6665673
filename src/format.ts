import type { TimeRange } from './profile/types.ts';

const MINUS = '−';
const DAY_MS = 86_400_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const LONG_MONTHS = 'January February March April May June July August September October November December'.split(' ');
const SUFFIXES: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
];
const NUMBER_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const orderOf = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))));

/** A number that its neighbours' decimals would change by more than this part of it has decimals of its own: 0.0025, not 0.003. */
const MOST_ROUNDED = 0.05;

/** One number with two or three significant digits: `0.063`, `53`, `12,345`, `1.2M`, `3.1e−9`; true minus. */
export function formatNumber(value: number): string {
  return formatTogether([value])[0] ?? '';
}

/**
 * Numbers that stand side by side, with the same decimals: as many as it takes to see how they differ, at least two
 * significant digits of the largest; one that these would change has its own.
 */
export function formatTogether(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (!Number.isFinite(largest)) return values.map((value) => formatAlone(value));
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4)) return values.map(formatExponent);
  const [unit, suffix] = SUFFIXES.find(([size]) => largest >= size) ?? [1, ''];
  const texts = formatScaled(values, unit, suffix);
  // 999,999 and 1,000,001 are both one million.
  return new Set(texts).size < new Set(values).size ? formatScaled(values, 1, '') : texts;
}

function formatScaled(values: readonly number[], unit: number, suffix: string): string[] {
  const scaled = values.map((value) => value / unit);
  const decimals = decimalsFor(scaled);
  return scaled.map((value, i) => {
    if (value === 0) return '0';
    if (Math.abs(Number(value.toFixed(decimals)) / value - 1) > MOST_ROUNDED) return formatAlone(values[i] ?? 0);
    return signed(group(Math.abs(value).toFixed(decimals)), Number(value.toFixed(decimals))) + suffix;
  });
}

/** Round values of an axis: the same decimals for all, and no more than they need. */
export function formatTicks(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4)) return formatTogether(values);
  const [unit, suffix] = SUFFIXES.find(([size]) => largest >= size) ?? [1, ''];
  const scaled = values.map((value) => Number((value / unit).toPrecision(6)));
  const decimals = Math.max(...scaled.map((value) => String(value).split('.')[1]?.length ?? 0));
  return scaled.map((value) => {
    if (value === 0) return '0';
    return signed(group(Math.abs(value).toFixed(Math.min(6, decimals))), value) + suffix;
  });
}

function decimalsFor(values: readonly number[]): number {
  if (values.every((value) => Number.isInteger(value))) return 0;
  const order = orderOf(Math.max(...values.map(Math.abs)));
  const spread = Math.max(...values) - Math.min(...values);
  // 4.01 - 4 is a little less than 0.01, which is no reason for a third decimal.
  const toTell = spread > 0 ? Math.ceil(-Math.log10(spread) - 1e-9) : 0;
  return Math.max(0, Math.min(5 - order, Math.max(1 - order, toTell)));
}

/** A number that its neighbours' decimals would not fit. */
function formatAlone(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : signed('∞', value);
  if (Math.abs(value) < 1e-4) return formatExponent(value);
  return signed(group(String(Number(Math.abs(value).toPrecision(2)))), value);
}

function formatExponent(value: number): string {
  if (value === 0) return '0';
  return signed(
    Math.abs(value).toExponential(1).replace('.0e', 'e').replace('e+', 'e').replace('e-', `e${MINUS}`),
    value,
  );
}

function signed(digits: string, value: number): string {
  return value < 0 ? MINUS + digits : digits;
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A share (0..1) as a percentage: one decimal, two significant digits under 1 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (!(percent > 0)) return '0';
  if (percent < 0.001) return '<0.001%';
  if (percent < 0.995) return `${percent.toFixed(percent < 0.1 ? 3 : 2)}%`;
  if (percent < 100 && percent >= 99.95) return '>99.9%';
  return percent >= 99.95 ? '100%' : `${percent.toFixed(1)}%`;
}

/** A count of rows: `950`, `4,300`, `115k`, `1.2M`. */
export function formatCount(count: number): string {
  if (count >= 999_500) return formatTogether([Math.round(count / 1e5) * 1e5])[0] ?? '';
  if (count >= 9_999.5) return `${Math.round(count / 1000)}k`;
  return group(String(Math.round(count)));
}

/** Small counts as words, as in a sentence: `seven`, `12`. */
export function formatCountWord(count: number): string {
  return NUMBER_WORDS[count] ?? formatCount(count);
}

/** `one breach`, `six breaches`. */
export function formatPlural(count: number, one: string, many: string): string {
  return `${formatCountWord(count)} ${count === 1 ? one : many}`;
}

/** UTC day: `14 Feb`, with the year where asked. */
export function formatDay(at: number, hasYear = false): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return hasYear ? `${day} ${date.getUTCFullYear()}` : day;
}

/** UTC time of day: `06:00`. */
export function formatTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** An hour or an instant of a day: `14 Feb 06:00 UTC`. Readers see the times of Slack's own in their zone beside it. */
export function formatMoment(at: number): string {
  return `${formatDay(at)} ${formatTime(at)} UTC`;
}

/** UTC month: `Feb 2026`. */
export function formatMonth(at: number): string {
  const date = new Date(at);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * A window in words: `January`, `19–25 Feb`, `28 Jan – 3 Feb`, `14 Feb 06:00–07:00 UTC`,
 * `11 Feb 07:00 – 12 Feb 07:00 UTC`; with the year where it is not the one of `relativeToAt`.
 */
export function formatWindow({ fromAt, toAt }: TimeRange, relativeToAt: number | null = null): string {
  if (fromAt === null) return toAt === null ? 'all rows' : `before ${formatInstant(toAt)}`;
  if (toAt === null) return `since ${formatInstant(fromAt)}`;
  const years = [fromAt, toAt - 1].map((at) => new Date(at).getUTCFullYear());
  const isOneYear = years[0] === years[1];
  const isOtherYear = relativeToAt !== null && years[1] !== new Date(relativeToAt).getUTCFullYear();
  const year = isOneYear && isOtherYear ? ` ${years[1]}` : '';
  if (isMidnight(fromAt) && isMidnight(toAt)) return `${formatDays(fromAt, toAt, !isOneYear)}${year}`;
  if (formatDay(fromAt, true) === formatDay(toAt - 1, true)) {
    return `${formatDay(fromAt)}${year} ${formatTime(fromAt)}–${formatTime(toAt)} UTC`;
  }
  const ends = [fromAt, toAt].map((at) => `${formatDay(at, !isOneYear || isOtherYear)} ${formatTime(at)}`);
  return `${ends.join(' – ')} UTC`;
}

/** Whole days; with both years where they are not the same. */
function formatDays(fromAt: number, toAt: number, hasYears: boolean): string {
  const [from, last] = [new Date(fromAt), new Date(toAt - 1)];
  if (hasYears || from.getUTCMonth() !== last.getUTCMonth()) {
    return `${formatDay(fromAt, hasYears)} – ${formatDay(toAt - 1, hasYears)}`;
  }
  if (isWholeMonth(from, toAt)) return LONG_MONTHS[from.getUTCMonth()]!;
  if (from.getUTCDate() === last.getUTCDate()) return formatDay(fromAt);
  return `${from.getUTCDate()}–${formatDay(toAt - 1)}`;
}

/** A day, with the time where it is not its beginning. */
function formatInstant(at: number): string {
  return isMidnight(at) ? formatDay(at) : formatMoment(at);
}

function isMidnight(at: number): boolean {
  return at % DAY_MS === 0;
}

function isWholeMonth(from: Date, toAt: number): boolean {
  return from.getUTCDate() === 1 && toAt === Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1);
}

/** A name as it can stand in a picture: no control characters or broken surrogates (XML forbids them), never empty. */
export function cleanName(name: string): string {
  const cleaned = name
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return cleaned === '' ? '(empty)' : cleaned;
}

/** The first `length` characters, with an ellipsis where something is left out. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** With a capital first letter. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
