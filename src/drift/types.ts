import type { DriftMethodName } from '../monitors/types.ts';
import type { CategoricalGrid, CategoricalProfile, NumericGrid, NumericProfile } from '../profile/types.ts';

/** One column on both sides, over the same grid. */
export type ColumnPair =
  | { kind: 'numeric'; grid: NumericGrid; reference: NumericProfile; current: NumericProfile }
  | { kind: 'categorical'; grid: CategoricalGrid; reference: CategoricalProfile; current: CategoricalProfile };

/** One method asked of one column. */
export type DriftRequest = {
  column: string;
  method: DriftMethodName;
  pair: ColumnPair;
  threshold: number;
  /** Limit on the p-value (instead of the false-discovery rate), or null. */
  pValueLimit: number | null;
  /** The p-value of the method's own test decides against its limit, whatever the value, and no noise is drawn. */
  isTestAlone?: boolean;
  minRows: number;
  /** Replaces the binned value where it was computed exactly in SQL. */
  exactValue: number | null;
};

/** What was found; `value` is null exactly when state is unknown. */
export type DriftResult = {
  column: string;
  method: DriftMethodName;
  value: number | null;
  threshold: number;
  floor: number | null;
  /** The method's own p-value where it has one (ks_test, chi_square), else the one that comes with the floor. */
  pValue: number | null;
  drifted: boolean;
  state: 'ok' | 'breach' | 'unknown';
  reason: string | null;
};
