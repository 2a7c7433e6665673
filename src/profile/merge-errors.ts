import type { ErrorCell, ErrorSums } from './types.ts';

/** The sums of the rows of both. */
export function addErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  const cells = a.cells === undefined || b.cells === undefined ? undefined : addCells(a.cells, b.cells);
  return {
    count: a.count + b.count,
    unlabelled: a.unlabelled + b.unlabelled,
    error: addFinite(a.error, b.error),
    absoluteError: addFinite(a.absoluteError, b.absoluteError),
    squaredError: addFinite(a.squaredError, b.squaredError),
    absolutePercentageError: addFinite(a.absolutePercentageError, b.absolutePercentageError),
    percentageCount: a.percentageCount + b.percentageCount,
    actual: addFinite(a.actual, b.actual),
    actualSquares: addFinite(a.actualSquares, b.actualSquares),
    ...(cells === undefined ? {} : { cells }),
  };
}

function addCells(a: readonly ErrorCell[], b: readonly ErrorCell[]): ErrorCell[] {
  const sums = new Map(a.map((one) => [one.cell, one]));
  for (const one of b) {
    const known = sums.get(one.cell);
    sums.set(one.cell, known === undefined ? one : addCell(known, one));
  }
  return [...sums.values()].sort((x, y) => (x.cell ?? -1) - (y.cell ?? -1));
}

function addCell(a: ErrorCell, b: ErrorCell): ErrorCell {
  return {
    cell: a.cell,
    count: a.count + b.count,
    unlabelled: a.unlabelled + b.unlabelled,
    absoluteError: addFinite(a.absoluteError, b.absoluteError),
    squaredError: addFinite(a.squaredError, b.squaredError),
  };
}

/** A sum that stays within what JSON can hold. */
export function addFinite(a: number, b: number): number {
  return Math.min(Math.max(a + b, -Number.MAX_VALUE), Number.MAX_VALUE);
}
