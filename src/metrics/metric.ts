import type { Monitor } from '../monitors/types.ts';
import type { Profile } from '../profile/types.ts';
import type { Band } from './intervals.ts';

/** A metric of one window; `value` is null where it has none, and `reason` says why, or what a reader must know. */
export type MetricValue = {
  value: number | null;
  reason: string | null;
  /** Sampling error, 95 %; null where no interval is known. */
  band: Band | null;
};

export type MetricOptions = {
  positiveLabel: string | null;
  /** The model's classes as far as they are known elsewhere: a window that lacks one of three is not of a model of two. */
  classes?: readonly string[];
};

/** What a monitor's metrics of either profile are told, so that both speak of the same classes. */
export function optionsFor(positiveLabel: string | null, profiles: readonly Pick<Profile, 'joint'>[]): MetricOptions {
  const named = profiles.flatMap(({ joint }) => [
    ...(joint?.cells.flatMap(({ predicted, actual }) => [predicted, actual]) ?? []),
    ...(joint?.classes?.map(({ label }) => label) ?? []),
  ]);
  return { positiveLabel, classes: [...new Set(named)].filter((name) => name !== null) };
}

export type Metric = {
  name: string;
  label: string;
  better: 'higher' | 'lower';
  problemType: Monitor['problemType'];
  measure(profile: Profile, options: MetricOptions): MetricValue;
};

/** The name of how much worse a metric is than in the reference: `accuracy_drop`, `mae_rise`. */
export function nameChange({ name, better }: Pick<Metric, 'name' | 'better'>): string {
  return `${name}${better === 'higher' ? '_drop' : '_rise'}`;
}

/** A metric that cannot be told. */
export function withoutValue(reason: string): MetricValue {
  return { value: null, reason, band: null };
}

/** Why a window has neither joint counts nor errors. */
export function explainMissing(rows: number): string {
  if (rows === 0) return 'No rows in the window';
  return 'The window has no predictions with labels: set prediction_column and label_column';
}

/** Rows of a window by what is known of them; those of `labelled` have a prediction and a label. */
type RowCounts = { labelled: number; unlabelled: number; unpredicted: number; disputed: number };

/**
 * Why nothing can be measured, or null; and what a reader must know about the rows beside a value.
 * @param label what a row needs, such as `a label`.
 */
export function describeRows(
  { labelled, unlabelled, unpredicted, disputed }: RowCounts,
  label = 'a label',
): {
  none: string | null;
  notes: string[];
} {
  const rows = labelled + unlabelled + unpredicted;
  const notes = [
    ...(unlabelled > 0 ? [`${unlabelled} of ${rows} rows have no label yet`] : []),
    ...(unpredicted > 0 ? [`${unpredicted} labelled rows have no prediction`] : []),
    ...(disputed > 0 ? [`${disputed} of ${labelled} labels are the largest of several that differ`] : []),
  ];
  return { none: labelled > 0 ? null : explainNone(unlabelled, unpredicted, label), notes };
}

function explainNone(unlabelled: number, unpredicted: number, label: string): string {
  const rows = unlabelled + unpredicted;
  if (rows === 0) return 'No rows in the window';
  if (unpredicted === 0) return `None of ${rows} rows has ${label} yet`;
  if (unlabelled === 0) return `None of ${rows} rows has a prediction`;
  return `None of ${rows} rows has both: ${unlabelled} have no label yet, ${unpredicted} no prediction`;
}
