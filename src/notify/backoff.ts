const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/**
 * Time until the next attempt, in ms: doubles from 1 s to 5 min. `random` in [0, 1) takes off up to half of it, so that
 * what failed together does not come back together. The receiver's own wish is a lower bound.
 */
export function computeBackoffMs(attempts: number, random: number, retryAfterMs: number | null): number {
  const doublings = Math.min(Math.max(attempts, 1) - 1, 20);
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** doublings, LONGEST_DELAY_MS);
  return Math.max(Math.round(delayMs * (1 - random / 2)), retryAfterMs ?? 0);
}
