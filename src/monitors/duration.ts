const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A number and a unit: `7 days`, `1 day`, `2 hours`, `5 minutes`, `30d`, `12h`. */
export const DURATION_PATTERN =
  /^(\d{1,6}(?:\.\d{1,3})?) ?(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)$|^(second|minute|hour|day|week)$/i;

/** Milliseconds of a duration such as `7 days`; null where the text is not one. `day` alone means one day. */
export function parseDuration(text: string): number | null {
  const match = DURATION_PATTERN.exec(text.trim());
  if (match === null) return null;
  const unit = (match[2] ?? match[3] ?? '').charAt(0).toLowerCase();
  return Math.round(Number(match[1] ?? 1) * (UNIT_MS[unit] ?? 0));
}

const WRITTEN_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** The duration in the largest unit that divides it: 604,800,000 -> "7 days", 5,400,000 -> "90 minutes". */
export function formatDuration(durationMs: number): string {
  for (const [unit, unitMs] of WRITTEN_UNITS) {
    if (durationMs >= unitMs && durationMs % unitMs === 0) {
      const count = durationMs / unitMs;
      return `${count} ${unit}${count === 1 ? '' : 's'}`;
    }
  }
  return `${durationMs} ms`;
}
