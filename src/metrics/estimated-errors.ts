import { isOverflow } from '../profile/finite.ts';
import type { ErrorCell, ErrorSums } from '../profile/types.ts';
import { normalPpf } from '../stats/distributions.ts';
import type { Band } from './intervals.ts';
import { OVERFLOW } from './regression.ts';

/** Metrics of a regressor that can be approximated before the labels come. */
export const ESTIMATED_REGRESSION = ['mae', 'mse', 'rmse'] as const;
export type EstimatedRegression = (typeof ESTIMATED_REGRESSION)[number];

/** Mean errors that the rows without a label would have if the reference's errors held for their predictions. */
export type ExpectedErrors = {
  rows: number;
  absolute: number;
  /** NaN where the reference's sums do not fit a double. */
  squared: number;
  /** Share of the rows whose prediction lies in a cell where the reference has no label; the nearest cell stands in. */
  borrowed: number;
};

/**
 * Each prediction cell of the reference gives its mean absolute and squared error to the rows of that cell whose label
 * has not come. @returns the means over those rows, or why there are none.
 */
export function expectErrors(reference: ErrorSums | null, current: ErrorSums): ExpectedErrors | string {
  if (reference !== null && reference.count > 0 && reference.cells === undefined) {
    return 'Errors are estimated by prediction, and the prediction is not a number that varies';
  }
  const known = (reference?.cells ?? []).filter(({ cell, count }) => cell !== null && count > 0);
  if (known.length === 0) return 'The reference has no labels, so its errors are not known';
  const wanted = (current.cells ?? []).filter(({ cell, unlabelled }) => cell !== null && unlabelled > 0);
  const rows = wanted.reduce((sum, { unlabelled }) => sum + unlabelled, 0);
  if (rows === 0) return 'No row without a label has a prediction';
  const totals = { absolute: 0, squared: 0, borrowed: 0 };
  for (const { cell, unlabelled } of wanted) {
    const nearest = findNearestCell(known, cell!);
    totals.absolute += unlabelled * meanOf(nearest.absoluteError, nearest.count);
    totals.squared += unlabelled * meanOf(nearest.squaredError, nearest.count);
    if (nearest.cell !== cell) totals.borrowed += unlabelled;
  }
  const { absolute, squared, borrowed } = totals;
  return { rows, absolute: absolute / rows, squared: squared / rows, borrowed: borrowed / rows };
}

/** NaN where the sum did not fit. */
function meanOf(sum: number, count: number): number {
  return isOverflow(sum) ? Number.NaN : sum / count;
}

function findNearestCell(cells: readonly ErrorCell[], cell: number): ErrorCell {
  const distance = (one: ErrorCell): number => Math.abs(one.cell! - cell);
  return cells.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** The expected value, or why there is none; a band, 95 %, for the absolute error only: the others would need fourth powers. */
export function estimateError(
  name: EstimatedRegression,
  from: ExpectedErrors,
): { value: number; band: Band | null } | string {
  const value = { mae: from.absolute, mse: from.squared, rmse: Math.sqrt(from.squared) }[name];
  if (!Number.isFinite(value)) return OVERFLOW;
  if (name !== 'mae' || !Number.isFinite(from.squared)) return { value, band: null };
  const deviation = Math.sqrt(Math.max(0, from.squared - from.absolute ** 2));
  const reach = (-normalPpf(0.025) * deviation) / Math.sqrt(from.rows);
  return { value, band: { low: Math.max(0, from.absolute - reach), high: from.absolute + reach } };
}
