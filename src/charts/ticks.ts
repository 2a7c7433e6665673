const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The smallest of 1, 2, 5 times a power of ten (also 2.5 where asked) that is not below `size`. */
export function roundStepUp(size: number, steps: readonly number[] = [1, 2, 5, 10]): number {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const step = steps.find((s) => s * power >= size * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Round values inside [from, to], about `count` of them. */
export function pickTicks(from: number, to: number, count: number): number[] {
  if (!(to > from)) return [from];
  const step = roundStepUp((to - from) / count);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9 && ticks.length < 50; i++) {
    // Multiplying leaves 0.30000000000000004; the nearest short decimal is what is meant.
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** The median distance of neighbours that are apart, ms; null where none are. @param instants ascending. */
export function findStep(instants: readonly number[]): number | null {
  const steps = instants
    .slice(1)
    .map((at, i) => at - instants[i]!)
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? null;
}

/** Instants at which a UTC time axis has labels: at most `count`, on round minutes, hours, days, or first days of months. */
export function pickTimeTicks(
  fromAt: number,
  toAt: number,
  count: number,
  leastMs = 0,
): { at: readonly number[]; stepMs: number } {
  const steps = [
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    3 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
    DAY_MS,
    2 * DAY_MS,
    7 * DAY_MS,
  ];
  for (const stepMs of steps.filter((step) => step >= Math.min(leastMs, DAY_MS))) {
    const first = Math.ceil(fromAt / stepMs) * stepMs;
    const amount = Math.floor((toAt - first) / stepMs) + 1;
    if (amount <= count)
      return { at: Array.from({ length: Math.max(0, amount) }, (_, i) => first + i * stepMs), stepMs };
  }
  for (const months of [0.5, 1, 2, 3, 6, 12, 24, 60, 120]) {
    const at = listMonthStarts(fromAt, toAt, months);
    if (at.length <= count) return { at, stepMs: months * 30 * DAY_MS };
  }
  return { at: [fromAt, toAt], stepMs: 365 * DAY_MS };
}

/** First days of every n-th month; half a month adds the 15th. */
function listMonthStarts(fromAt: number, toAt: number, months: number): number[] {
  const start = new Date(fromAt);
  const stride = Math.max(1, months);
  const firstMonth = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / stride) * stride;
  const at: number[] = [];
  for (let month = firstMonth; at.length < 200; month += stride) {
    const first = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (first > toAt) break;
    at.push(first);
    if (months < 1) at.push(first + 14 * DAY_MS);
  }
  return at.filter((instant) => instant >= fromAt && instant <= toAt);
}
