import { AppError } from '../errors.ts';
import { parseInstant } from '../monitors/instant.ts';

/** UTC ms of a date or a time as monitors write them; without an offset it is UTC. @throws AppError that names the option. */
export function readInstant(flag: string, text: string): number {
  const at = parseInstant(text.trim());
  if (at !== null) return at;
  throw new AppError('invalid_input', `Cannot read ${flag}: "${text}" is not an ISO date or time`, {
    hint: `Write a day of the calendar, ${flag} 2026-02-01, or ${flag} 2026-02-01T06:00:00Z`,
  });
}
