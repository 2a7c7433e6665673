/** A date, or a date and a time, with or without an offset: `2026-01-31`, `2026-01-31T06:00:00Z`, `2026-01-31 06:00 +02:00`. */
export const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|z|[+-]\d{2}:?\d{2}))?)?$/;

/** UTC ms of a text as INSTANT_PATTERN describes it, UTC without an offset; null for others, and for days that no month has. */
export function parseInstant(text: string): number | null {
  if (!INSTANT_PATTERN.test(text)) return null;
  const hasZone = /(Z|z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const iso = text.replace(' ', 'T').replace(' ', '').replace('z', 'Z');
  // 30 February would be read as 2 March.
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(iso.slice(0, 10))) return null;
  if (iso.length === 10) return day.getTime();
  const at = Date.parse(hasZone ? iso.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : `${iso}Z`);
  return Number.isNaN(at) ? null : at;
}
