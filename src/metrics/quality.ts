import type { ColumnProfile, Grid } from '../profile/types.ts';

export const QUALITY_RATES = ['missing_rate', 'outlier_rate', 'invalid_rate'] as const;
export type QualityRate = (typeof QUALITY_RATES)[number];

/**
 * A rate of a column and the number of values that it is `of`, or why there is none.
 * missing_rate: null and NaN over all rows; outlier_rate: outside the reference's fences over the finite values;
 * invalid_rate: rows that break the declared rule over all rows.
 */
export function measureQuality(
  rate: QualityRate,
  profile: ColumnProfile,
  grid: Grid,
): { value: number; of: number } | { reason: string } {
  if (profile.rows === 0) return { reason: 'No rows in the current window' };
  if (rate === 'missing_rate') {
    const missing = profile.nulls + (profile.kind === 'numeric' ? profile.nans : 0);
    return { value: missing / profile.rows, of: profile.rows };
  }
  if (rate === 'invalid_rate') return { value: profile.invalid / profile.rows, of: profile.rows };
  if (profile.kind !== 'numeric' || grid.kind !== 'numeric') return { reason: 'Outliers are told of numbers only' };
  if (grid.fences === null) return { reason: 'The reference gives no fences to tell outliers by' };
  const finite = profile.cells.reduce((total, count) => total + count, 0);
  if (finite === 0) return { reason: `No finite value among ${profile.rows} rows of the current window` };
  return { value: profile.outliers / finite, of: finite };
}
