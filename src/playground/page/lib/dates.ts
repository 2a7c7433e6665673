/** Dates as Slack words them, in the reader's time zone. `at` and `now` are UTC milliseconds. */
type Parts = { year: number; month: number; day: number };
const DAY_MS = 86_400_000;
const NEAR_DAYS = new Map([
  [-1, 'Yesterday'],
  [0, 'Today'],
  [1, 'Tomorrow'],
]);

export function formatTime(at: number, tz: string, hasSeconds = false): string {
  return format(at, tz, { hour: 'numeric', minute: '2-digit', ...(hasSeconds ? { second: '2-digit' } : {}) });
}

/** "Today", "Yesterday", "Monday, February 26th", with the year when it is not this one. */
export function formatDay(at: number, now: number, tz: string): string {
  const near = nameNearDay(at, now, tz);
  if (near !== null) return near;
  const weekday = format(at, tz, { weekday: 'long' });
  const isThisYear = readParts(at, tz).year === readParts(now, tz).year;
  return `${weekday}, ${longDate(at, tz, !isThisYear)}`;
}

/** A key that is equal for instants of the same local day. */
export function keyOfDay(at: number, tz: string): string {
  const { year, month, day } = readParts(at, tz);
  return `${year}-${pad(month)}-${pad(day)}`;
}

export function formatFull(at: number, tz: string): string {
  return `${format(at, tz, { dateStyle: 'medium' })} at ${formatTime(at, tz, true)}`;
}

/** "4 minutes ago", "in 2 hours". */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return Math.abs(seconds) < 30 ? 'just now' : words.format(seconds, 'second');
}

/** "today at 9:31 AM", for "Last reply …". */
export function formatWhen(at: number, now: number, tz: string): string {
  if (now - at < 3_600_000 && now >= at) return formatAgo(at, now);
  const day = nameNearDay(at, now, tz)?.toLowerCase() ?? `on ${format(at, tz, { month: 'short', day: 'numeric' })}`;
  return `${day} at ${formatTime(at, tz)}`;
}

/** Fills Slack's date tokens (`{date_short_pretty} at {time}`). An unknown token stays as written. */
export function formatTokens(timestamp: number, pattern: string, now: number, tz: string): string {
  const at = timestamp * 1000;
  return pattern.replaceAll(/\{(\w+)\}/g, (token, name: string) => fillToken(name, at, now, tz) ?? token);
}

function fillToken(name: string, at: number, now: number, tz: string): string | null {
  const pretty = name.endsWith('_pretty') ? nameNearDay(at, now, tz)?.toLowerCase() : undefined;
  if (pretty !== undefined) return pretty;
  const { year, month, day } = readParts(at, tz);
  switch (name.replace(/_pretty$/, '')) {
    case 'date_num':
      return `${year}-${pad(month)}-${pad(day)}`;
    case 'date_slash':
      return `${pad(month)}/${pad(day)}/${year}`;
    case 'date':
      return longDate(at, tz, true);
    case 'date_long':
      return `${format(at, tz, { weekday: 'long' })}, ${longDate(at, tz, true)}`;
    case 'date_short':
      return format(at, tz, { month: 'short', day: 'numeric', year: 'numeric' });
    case 'time':
      return formatTime(at, tz);
    case 'time_secs':
      return formatTime(at, tz, true);
    case 'ago':
      return formatAgo(at, now);
    default:
      return null;
  }
}

function nameNearDay(at: number, now: number, tz: string): string | null {
  const days = countDays(at, tz) - countDays(now, tz);
  return NEAR_DAYS.get(days) ?? null;
}

/** The number of the local day: clocks that change make days of 23 and 25 hours, so that hours cannot be counted. */
function countDays(at: number, tz: string): number {
  const { year, month, day } = readParts(at, tz);
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function longDate(at: number, tz: string, hasYear: boolean): string {
  const { year, day } = readParts(at, tz);
  return `${format(at, tz, { month: 'long' })} ${day}${ordinal(day)}${hasYear ? `, ${year}` : ''}`;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

function readParts(at: number, tz: string): Parts {
  const parts = formatter(tz, { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { year: read('year'), month: read('month'), day: read('day') };
}

function format(at: number, tz: string, options: Intl.DateTimeFormatOptions): string {
  // Newer ICU puts a narrow no-break space before AM; Slack and the tests have a plain one.
  return formatter(tz, options).format(at).replaceAll('\u202f', ' ');
}

const cache = new Map<string, Intl.DateTimeFormat>();
function formatter(tz: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tz + JSON.stringify(options);
  const known = cache.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options });
  cache.set(key, known);
  return known;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** "2026-02-26T08:40", as a datetime-local field wants it. */
export function toLocalText(at: number, tz: string): string {
  const time = formatter(tz, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  return `${keyOfDay(at, tz)}T${time}`;
}

/** The instant of a local date and time, or null. In a gap of the clock change the later reading wins. */
export function fromLocalText(text: string, tz: string): number | null {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;
  let at = wanted;
  // The offset is only known at an instant, so go there and correct; the second pass settles days of a clock change.
  const correct = (): number => at + wanted - Date.parse(`${toLocalText(at, tz)}Z`);
  for (let pass = 0; pass < 2; pass += 1) at = correct();
  // In a gap no instant is right, and every correction leads to the other side of it.
  return Math.max(at, correct());
}
