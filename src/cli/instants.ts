import { AppError } from '../errors.ts';

/** UTC ms of an ISO 8601 text; a date or a time without offset is UTC. @throws AppError that names the option. */
export function parseInstant(flag: string, text: string): number {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(hasZone || text.length === 10 ? text : `${text}Z`) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new AppError('invalid_input', `Cannot read ${flag}: "${text}" is not an ISO date or time`, {
    hint: `Write ${flag} 2026-02-01 or ${flag} 2026-02-01T06:00:00Z`,
  });
}
