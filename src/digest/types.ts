import type { Alert } from '../alerts/types.ts';
import type { ModelState } from '../runs/model-state.ts';

export const CADENCES = ['off', 'daily', 'weekly', 'monthly'] as const;
export type DigestCadence = (typeof CADENCES)[number];

/** When a channel's digest is posted; weekly on Mondays, monthly on the first. */
export type DigestPlan = {
  cadence: DigestCadence;
  /** Of the wall clock in `timezone`: "09:00". */
  time: string;
  /** Name of the IANA time zone database. */
  timezone: string;
};

/** The first entries of a list that may be long. */
export type Listed<T> = { shown: readonly T[]; total: number };

/** An alert as it stood, with the address of its message where it has one. */
export type DigestAlert = {
  alert: Alert;
  /** Columns or metrics outside their limit besides those that `alert.evidence` still names. */
  more: number;
  link: string | null;
};

/** What a digest says, fixed at the moment that it was due: its message is a function of this alone. */
export type DigestContent = {
  plan: DigestPlan;
  /** The span whose news it tells, UTC ms: from the end of the last digest to this one's. */
  fromAt: number;
  toAt: number;
  nextAt: number | null;
  models: {
    total: number;
    /** How many models stand how; those that fire without a message of their own are counted as `quiet`. */
    states: Readonly<Partial<Record<ModelState | 'quiet', number>>>;
  };
  fired: number;
  /** Alerts that have a message of their own, firing or acknowledged, the most urgent first. */
  open: Listed<DigestAlert>;
  /** Open alerts that have no message, because no loss is known or their rule says so; by drift times importance. */
  quiet: Listed<DigestAlert>;
  resolved: Listed<DigestAlert>;
  /** Snoozes that end before the next digest. */
  snoozes: Listed<DigestAlert>;
  /** Models whose last run failed, had no rows, or that never ran. */
  troubles: Listed<{ modelName: string; state: ModelState; error: string | null }>;
};
