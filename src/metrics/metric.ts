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

export type MetricOptions = { positiveLabel: string | null };

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
