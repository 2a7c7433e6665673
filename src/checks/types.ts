import type { RawColumn } from '../drift/evidently.ts';
import type { JudgeMemory } from '../drift/memory.ts';
import type { NannymlCase, NannymlMethod } from '../drift/nannyml.ts';
import type { Monitor } from '../monitors/types.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import type { Observations } from './observations.ts';

export const CHECK_NAMES = [
  'feature_drift',
  'prediction_drift',
  'label_drift',
  'performance',
  'estimated_performance',
  'quality',
  'anomaly_rate',
  'volume',
  'freshness',
  'latency',
  'jobs',
  'custom',
  'summary',
  'correlations',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/**
 * Checks that are asked of segments too. Freshness, latency and jobs speak of the pipeline and not of rows; a custom
 * metric's noise cannot be told from its value; a summary has no verdict.
 */
export const SEGMENT_CHECKS = [
  'feature_drift',
  'prediction_drift',
  'label_drift',
  'performance',
  'estimated_performance',
  'quality',
  'anomaly_rate',
  'volume',
  'correlations',
] as const satisfies readonly CheckName[];

export type MeasurementState = 'ok' | 'breach' | 'unknown';

/** One number of a run. */
export type Measurement = {
  check: CheckName;
  /** The method's or the metric's name as a monitor spells it. */
  metric: string;
  column: string | null;
  segment: string | null;
  /** null exactly when state is unknown. */
  value: number | null;
  threshold: number | null;
  /** Breach when the value is above, or below, the threshold; null without a threshold. */
  direction: 'above' | 'below' | null;
  /** What the same method gives at these sample sizes when nothing changed (99.5th percentile); drift only. */
  floor: number | null;
  pValue: number | null;
  /** The verdict over effect size, floor and correction; null outside drift. */
  drifted: boolean | null;
  state: MeasurementState;
  /** Why it is unknown, or what a reader must know about the value (its error bound, a caveat). */
  reason: string | null;
};

/** Does it speak of some rows only? A job is named where a segment would be, but is no part of anything. */
export function isOfSegment({ check, segment }: Pick<Measurement, 'check' | 'segment'>): boolean {
  return segment !== null && check !== 'jobs';
}

/** Rows per slice, oldest first, for checks that look at the past. */
export type SliceRows = {
  at: number;
  rows: number;
  /** The same of its segments, by name, where they were asked for. */
  segments?: Readonly<Record<string, number>>;
};

/** What checks see of one slice of the current dataset: the columns that they look at slice by slice (narrowSlices). */
export type PastSlice = {
  at: number;
  profile: PastProfile & { segments?: Readonly<Record<string, PastProfile>> };
};
export type PastProfile = Pick<Profile, 'rows' | 'columns'>;

export type CheckInput = {
  monitor: Monitor;
  window: TimeRange;
  grids: GridSet;
  reference: Profile;
  current: Profile;
  /** Rows of every stored slice of the current dataset up to the window's end, oldest first. */
  history: readonly SliceRows[];
  /** The window's slices, and those before it as far back as a check looks (anomaly marks alone are sure to be in these). */
  slices: readonly PastSlice[];
  observations: Observations;
  /** Exact KS and Wasserstein by column where the monitor asked for them. */
  exact: Readonly<Record<string, { ks: number; wasserstein: number; raw?: RawColumn }>>;
  /** Both sides of the columns of checks with `compat: nannyml`; absent where rows cannot be asked, as of segments and of the past. */
  nannyml?: {
    columns: Readonly<Record<string, Readonly<Partial<Record<NannymlMethod, NannymlCase>>>>>;
    tiedEdges: number;
  };
  /** Exact counts of columns with more categories than a profile names. */
  categories?: Readonly<Record<string, RawColumn>>;
  /** What needs the rows themselves, of each segment by its name. */
  ofSegments?: Readonly<Record<string, Pick<CheckInput, 'exact' | 'categories'>>>;
  now: number;
  /** The profiles hold the rows of one segment: then limits get a p-value, and nothing is measured that only serves the whole. */
  isSegment?: boolean;
  /**
   * Set where verdicts alone count: the metrics and checks that rules name. Values and states are the same, but floors and
   * p-values are null where no verdict hangs on them, and what is dear (drift_score, vanished and unseen values) is
   * measured only if it is named.
   */
  asked?: readonly string[];
  /** Set by whoever measures the same profiles again with other thresholds. */
  memory?: JudgeMemory;
};

export type Check = {
  name: CheckName;
  /** One line for help and docs. */
  summary: string;
  isConfigured(monitor: Monitor): boolean;
  measure(input: CheckInput): Measurement[];
  /** A value of its own under the limits of a monitor; where it is there, what was measured once can be judged by other limits. */
  judge?(monitor: Monitor, measurement: Measurement): Measurement;
};

/** As Evidently's tests say it, the value is the p-value itself. */
export function isPValue({ value, pValue, drifted }: Pick<Measurement, 'value' | 'pValue' | 'drifted'>): boolean {
  return drifted !== null && value !== null && value === pValue;
}
