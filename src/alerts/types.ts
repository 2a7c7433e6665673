import type { Severity } from '../monitors/types.ts';
import type { FindingParts } from '../rootcause/types.ts';

/** One episode of one rule of one monitor. `pending` and `resolved` are never shown as open. */
export type AlertState = 'pending' | 'firing' | 'acked' | 'snoozed' | 'resolved';

/** What people think of an alert that fired. */
export const VOTES = ['useful', 'noise'] as const;
export type Vote = (typeof VOTES)[number];

/** Why an alert was noise. */
export const NOISE_REASONS = ['false_positive', 'not_actionable', 'expected', 'poor_details'] as const;
export type NoiseReason = (typeof NOISE_REASONS)[number];

/** People by their vote. */
export type VoteTally = Readonly<Record<Vote, number>>;

/** What can happen to an alert. Times are UTC ms; `by` is a Slack user id, or null for mlmon itself (also on the command line). */
export type AlertEvent =
  | {
      type: 'evaluated';
      at: number;
      isBreach: boolean | null;
      severity: Severity;
      /** End of the window that was judged; without it every evaluation is a new window. */
      windowToAt?: number | null;
    }
  | { type: 'acknowledged'; at: number; by: string }
  | { type: 'unacknowledged'; at: number; by: string }
  | { type: 'snoozed'; at: number; by: string; untilAt: number; reason: string | null }
  | { type: 'snooze_ended'; at: number; by: string | null }
  | { type: 'resolved'; at: number; by: string | null };

/** The finding that an alert shows: the worst measurement of the newest breach, in a form that needs no run to render. */
export type AlertEvidence = {
  runId: number;
  windowFromAt: number | null;
  windowToAt: number | null;
  rowsReference: number;
  rowsCurrent: number;
  /** The measurement that decides, and how many windows of how many were in breach. */
  metric: string;
  column: string | null;
  /** The segment that it is of, such as `region = EU`; null or absent where it is of all rows. */
  segment?: string | null;
  value: number | null;
  threshold: number | null;
  direction: 'above' | 'below' | null;
  /** The value is the p-value of the method's test; absent where it is not. */
  isPValue?: boolean;
  breaches: number;
  windows: number;
  /** Other columns or metrics in breach, worst first: value over threshold. */
  also: readonly {
    metric: string;
    column: string | null;
    value: number;
    threshold: number | null;
    isPValue?: boolean;
  }[];
  /** Where the finding comes from, in a sentence without its full stop; null or absent where nothing is known. */
  cause?: string | null;
  /** The finding taken apart by one thing, for its picture; absent where nothing stands out. */
  parts?: FindingParts;
  /** Of a finding over all rows, the segment that is furthest beyond the limit; null or absent where none is. */
  worst?: { segment: string; value: number } | null;
  /** The model's performance against its reference in the same run, real or estimated; null where unknown. */
  loss?: {
    metric: string;
    value: number;
    reference: number;
    /** More than chance makes; absent in alerts of older versions. */
    isKnown?: boolean;
  } | null;
  /** How urgent it is among findings: value over limit, times the column's importance, times what was lost. */
  concern?: number;
};

export type Alert = {
  id: number;
  monitorId: number;
  modelName: string;
  rule: string;
  severity: Severity;
  condition: string;
  state: AlertState;
  /** Grows by one with every change; buttons carry it and an old one only renders again. */
  version: number;
  /** Results of the last windows, newest last: 1 breach, 0 clean, null unknown. */
  recent: readonly (0 | 1 | null)[];
  /** End of the newest window in `recent`; a window that was judged before does not count again. */
  lastWindowToAt?: number | null;
  openedAt: number;
  firedAt: number | null;
  ackedAt: number | null;
  ackedBy: string | null;
  snoozedUntilAt: number | null;
  snoozedBy: string | null;
  snoozeReason: string | null;
  resolvedAt: number | null;
  /** Slack user id, or null when it resolved by itself. */
  resolvedBy: string | null;
  evidence: AlertEvidence;
};
