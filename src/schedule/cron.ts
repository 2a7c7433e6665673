import { createTask, validateDetailed } from 'node-cron';

const DAY_MS = 86_400_000;

/** A cron expression taken apart: which days match, and at which wall-clock times of such a day it is due. */
export type Cron = {
  expression: string;
  hours: readonly number[];
  minutes: readonly number[];
  /** At most one second: a schedule runs at most once a minute. */
  second: number;
  /** Every hour of the day: the schedule is an interval rather than a time of day. */
  isHourly: boolean;
  /** @param dayUtc midnight of the calendar day, written as UTC ms. */
  matchesDay(dayUtc: number): boolean;
};

const FIELD_NAMES: Readonly<Record<string, string>> = {
  second: 'seconds',
  minute: 'minutes',
  hour: 'hours',
  dayOfMonth: 'day of month',
  month: 'month',
  dayOfWeek: 'day of week',
};

/** What is wrong with a cron expression, in words; null where nothing is. */
export function checkCron(expression: string): string | null {
  const checked = validateDetailed(expression);
  const [error] = checked.errors;
  if (error !== undefined) return wordError(error);
  if ((checked.fields?.second.length ?? 0) > 1) return 'it is due more than once a minute; leave the seconds field out';
  return null;
}

function wordError(error: { field: string; value?: string; message: string }): string {
  const field = FIELD_NAMES[error.field];
  if (field !== undefined) return `the ${field} field ${JSON.stringify(error.value ?? '')} is not valid`;
  const fields = /expected 5 or 6 fields but got \d+/.exec(error.message);
  return fields?.[0] ?? 'it has characters that no cron expression has';
}

const MAX_CACHED = 1000;
const cache = new Map<string, Cron>();

/**
 * Parses a cron expression of five fields, of six (seconds first), or a word such as `@daily`. Day of month and day of
 * week must both match. @throws RangeError where checkCron has a complaint.
 */
export function parseCron(expression: string): Cron {
  const known = cache.get(expression);
  if (known !== undefined) return known;
  const fault = checkCron(expression);
  if (fault !== null) throw new RangeError(`Cannot parse cron expression ${JSON.stringify(expression)}: ${fault}`);
  if (cache.size >= MAX_CACHED) cache.clear();
  const cron = makeCron(expression);
  cache.set(expression, cron);
  return cron;
}

function makeCron(expression: string): Cron {
  const { fields } = validateDetailed(expression);
  const hours = sortUnique(fields?.hour ?? []);
  const minutes = sortUnique(fields?.minute ?? []);
  const second = fields?.second[0] ?? 0;
  const months = new Set(fields?.month ?? []);
  const timeOfDayMs = (((hours[0] ?? 0) * 60 + (minutes[0] ?? 0)) * 60 + second) * 1000;
  // A task of UTC, never started, answers for wall-clock times written as UTC; destroying it only leaves the global list.
  const task = createTask(expression, () => undefined, { timezone: 'UTC' });
  task.destroy();
  return {
    expression,
    hours,
    minutes,
    second,
    isHourly: hours.length === 24,
    matchesDay: (dayUtc) =>
      months.has(new Date(dayUtc).getUTCMonth() + 1) && task.match(new Date(dayUtc - (dayUtc % DAY_MS) + timeOfDayMs)),
  };
}

function sortUnique(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
