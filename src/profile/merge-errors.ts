import { addFinite } from './finite.ts';
import type { ErrorCell, ErrorSums } from './types.ts';

/** The sums of the rows of both. */
export function addErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  const cells = a.cells === undefined || b.cells === undefined ? undefined : addCells(a.cells, b.cells);
  return {
    count: a.count + b.count,
    unlabelled: a.unlabelled + b.unlabelled,
    unpredicted: a.unpredicted + b.unpredicted,
    ...addDisputed(a, b),
    error: addFinite(a.error, b.error),
    absoluteError: addFinite(a.absoluteError, b.absoluteError),
    squaredError: addFinite(a.squaredError, b.squaredError),
    absolutePercentageError: addFinite(a.absolutePercentageError, b.absolutePercentageError),
    percentageCount: a.percentageCount + b.percentageCount,
    actual: addFinite(a.actual, b.actual),
    actualSpread: addSpreads(a, b),
    ...(cells === undefined ? {} : { cells }),
  };
}

/** The rows of both whose label was chosen among several that differ; absent where there are none. */
function addDisputed(a: { disputed?: number }, b: { disputed?: number }): { disputed?: number } {
  const disputed = (a.disputed ?? 0) + (b.disputed ?? 0);
  return disputed === 0 ? {} : { disputed };
}

/** Sums of squares about the mean of both together (Chan, Golub and LeVeque 1979). */
function addSpreads(a: ErrorSums, b: ErrorSums): number | null {
  if (a.actualSpread === null || b.actualSpread === null) return null;
  if (a.count === 0 || b.count === 0) return a.actualSpread + b.actualSpread;
  const apart = a.actual / a.count - b.actual / b.count;
  const sum = a.actualSpread + b.actualSpread + apart * apart * ((a.count * b.count) / (a.count + b.count));
  return Number.isFinite(sum) ? sum : null;
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
