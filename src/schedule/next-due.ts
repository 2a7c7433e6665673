import type { Schedule } from '../monitors/types.ts';
import { type Cron, parseCron } from './cron.ts';
import { type DayOffsets, offsetAt, readDayOffsets } from './zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** 29 February on a given weekday comes back after at most 40 years. */
const MAX_DAYS = 41 * 366;

/**
 * The first due time after `afterAt` (UTC ms), not before the schedule's start; null where it is paused or never due.
 *
 * Where clocks change: a time that the spring gap leaves out is due once, at the first moment after the gap. A time of
 * day that comes twice in autumn is due at its first pass only; a schedule that covers every hour runs through both, and
 * skips an hour that is left out.
 */
export function nextDue(schedule: Schedule, afterAt: number): number | null {
  if (schedule.isPaused) return null;
  const cron = parseCron(schedule.cron);
  const after = schedule.startAt === null ? afterAt : Math.max(afterAt, schedule.startAt - 1);
  const localNow = after + offsetAt(after, schedule.timezone);
  // The day before as well: the gap may push its last times into this one.
  const firstDay = Math.floor(localNow / DAY_MS) * DAY_MS - DAY_MS;
  for (let day = 0; day < MAX_DAYS; day += 1) {
    const dayUtc = firstDay + day * DAY_MS;
    if (!cron.matchesDay(dayUtc)) continue;
    const offsets = readDayOffsets(dayUtc, schedule.timezone);
    const dueAt =
      offsets.changesAt === null
        ? findOnPlainDay(cron, dayUtc - offsets.beforeMs, after)
        : findOnChangingDay(cron, dayUtc, { ...offsets, changesAt: offsets.changesAt }, after);
    if (dueAt !== null) return dueAt;
  }
  return null;
}

/** @param dayAt the instant at which the local day begins. */
function findOnPlainDay(cron: Cron, dayAt: number, after: number): number | null {
  if (dayAt + DAY_MS <= after) return null;
  for (const hour of cron.hours) {
    if (dayAt + (hour + 1) * HOUR_MS <= after) continue;
    for (const minute of cron.minutes) {
      const at = dayAt + hour * HOUR_MS + minute * MINUTE_MS + cron.second * 1000;
      if (at > after) return at;
    }
  }
  return null;
}

/** The instants of one local day are not in the order of the wall clock here: all of them are looked at. */
function findOnChangingDay(
  cron: Cron,
  dayUtc: number,
  offsets: DayOffsets & { changesAt: number },
  after: number,
): number | null {
  let first: number | null = null;
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const wallUtc = dayUtc + hour * HOUR_MS + minute * MINUTE_MS + cron.second * 1000;
      for (const at of findInstants(wallUtc, offsets, cron.isHourly)) {
        if (at > after && (first === null || at < first)) first = at;
      }
    }
  }
  return first;
}

/** The instants at which a wall clock shows a time on a day of change: one, both passes, the end of the gap, or none. */
function findInstants(
  wallUtc: number,
  { beforeMs, afterMs, changesAt }: DayOffsets & { changesAt: number },
  hasBothPasses: boolean,
): number[] {
  const early = wallUtc - beforeMs;
  const late = wallUtc - afterMs;
  const isEarlyReal = early < changesAt;
  const isLateReal = late >= changesAt;
  if (isEarlyReal && isLateReal) return hasBothPasses ? [early, late] : [early];
  if (isEarlyReal) return [early];
  if (isLateReal) return [late];
  // An hour that is skipped takes no time: the same minute of the next one follows an hour later.
  return hasBothPasses && (afterMs - beforeMs) % HOUR_MS === 0 ? [] : [changesAt];
}

/**
 * The last due time in (afterAt, untilAt], or null. After a downtime the missed times collapse into this one.
 */
export function latestDue(schedule: Schedule, afterAt: number, untilAt: number): number | null {
  let from = afterAt;
  for (let spanMs = MINUTE_MS; untilAt - spanMs > afterAt; spanMs *= 2) {
    const dueAt = nextDue(schedule, untilAt - spanMs);
    if (dueAt !== null && dueAt <= untilAt) {
      from = untilAt - spanMs;
      break;
    }
  }
  let latest: number | null = null;
  for (let dueAt = nextDue(schedule, from); dueAt !== null && dueAt <= untilAt; dueAt = nextDue(schedule, dueAt)) {
    latest = dueAt;
  }
  return latest;
}
