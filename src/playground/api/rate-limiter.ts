import type { Clock } from '../../clock.ts';

/** Slack's tiers: 1, 20, 50 and 100 calls a minute; `post` is one a second in each channel. */
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'post' | 'none';

/** A bucket: `burst` calls at once, refilled at `perMinute`. */
export type Rate = { perMinute: number; burst: number };
/** `slack`: the published tiers; `off`: none; or tiers of a test's own on top of Slack's. */
export type RateLimits = 'slack' | 'off' | Partial<Record<Tier, Rate>>;

const SLACK_RATES: Record<Tier, Rate | null> = {
  none: null,
  tier1: { perMinute: 1, burst: 2 },
  tier2: { perMinute: 20, burst: 20 },
  tier3: { perMinute: 50, burst: 50 },
  tier4: { perMinute: 100, burst: 100 },
  post: { perMinute: 60, burst: 5 },
};

export class RateLimiter {
  readonly #clock: Clock;
  readonly #rates: Record<Tier, Rate | null> | null;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Clock, limits: RateLimits) {
    this.#clock = clock;
    this.#rates = limits === 'off' ? null : { ...SLACK_RATES, ...(limits === 'slack' ? {} : limits) };
  }

  /** Takes one call from the bucket. @returns 0, or the whole seconds until the next call is allowed. */
  take(tier: Tier, key: string): number {
    const rate = this.#rates?.[tier] ?? null;
    if (rate === null) return 0;
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now };
    const refill = ((now - bucket.at) / 60_000) * rate.perMinute;
    const tokens = Math.min(rate.burst, bucket.tokens + Math.max(0, refill));
    const isAllowed = tokens >= 1;
    this.#buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, at: now });
    return isAllowed ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / rate.perMinute));
  }
}
