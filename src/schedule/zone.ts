import { Temporal } from 'temporal-polyfill';

/** The offset of a time zone around one calendar day, with the change of clocks if there is one. */
export type DayOffsets = {
  /** Local minus UTC, ms, before the change. */
  beforeMs: number;
  /** After the change; the same as `beforeMs` without one. */
  afterMs: number;
  /** The instant of the change; null without one. */
  changesAt: number | null;
};

const DAY_MS = 86_400_000;

/** Is it a name of the IANA time zone database, such as Europe/Berlin? Bare offsets are not: they know no summer time. */
export function isTimezone(name: string): boolean {
  // Every zone but this makes Node read its tables of time zones, which takes longer than all else of a configuration.
  if (name === 'UTC') return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    // Node's own tables also know PST and IST, which mean several zones and which Temporal refuses.
    zoned(0, name);
    return true;
  } catch {
    return false;
  }
}

/** Names of all time zones, for suggestions. */
export function listTimezones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** Local minus UTC at an instant, ms. */
export function offsetAt(at: number, timezone: string): number {
  if (timezone === 'UTC') return 0;
  return Math.round(zoned(at, timezone).offsetNanoseconds / 1e6);
}

/** @param dayUtc midnight of the local calendar day, written as UTC ms. */
export function readDayOffsets(dayUtc: number, timezone: string): DayOffsets {
  if (timezone === 'UTC') return { beforeMs: 0, afterMs: 0, changesAt: null };
  const fromAt = dayUtc - DAY_MS;
  const toAt = dayUtc + 2 * DAY_MS;
  const beforeMs = offsetAt(fromAt, timezone);
  const afterMs = offsetAt(toAt, timezone);
  if (beforeMs === afterMs) return { beforeMs, afterMs, changesAt: null };
  const change = zoned(fromAt, timezone).getTimeZoneTransition('next');
  return { beforeMs, afterMs, changesAt: change === null ? null : change.epochMilliseconds };
}

function zoned(at: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
}
