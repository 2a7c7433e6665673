import type { Dialect } from '../warehouse/types.ts';
import type { FineCells } from './types.ts';

const FINE_COUNT = 2048;

/** What the fine cells are chosen from: exact extremes, quantiles of a sample. */
export type Bounds = {
  min: number;
  max: number;
  p001: number;
  p25: number;
  p50: number;
  p75: number;
  p999: number;
  isIntegral: boolean;
};

export type FineMap = Omit<FineCells, 'starts'>;

/** Smallest step between doubles near `x`. */
function unitInLastPlace(x: number): number {
  return Math.max(Number.MIN_VALUE, 2 ** (Math.floor(Math.log2(Math.max(Math.abs(x), Number.MIN_VALUE))) - 52));
}

/**
 * Chooses 2,048 equal cells over the bulk of a column: of the values themselves, or of their asinh about the median
 * where the bulk is so long that its middle half would fall into fewer than 128 cells. Whole numbers get whole cells.
 */
export function chooseFine(bounds: Bounds): FineMap {
  const { low, high } = chooseSpan(bounds);
  const middle = bounds.p75 - bounds.p25;
  const isLong = !Number.isFinite(high - low) || (middle > 0 && high - low > 16 * middle);
  if (bounds.isIntegral && Number.isFinite(high - low)) {
    const step = Math.ceil((high - low + 1) / FINE_COUNT);
    if (step === 1 || !isLong) return chooseLattice(low, high, step);
  }
  if (isLong) return chooseAsinh(low, high, bounds);
  const width = Math.max((high - low) / FINE_COUNT, 4 * unitInLastPlace(Math.max(Math.abs(low), Math.abs(high))));
  const count = Math.max(1, Math.ceil((high - low) / width));
  return { transform: { kind: 'identity' }, low, high: low + width * count, count };
}

/** p0.1 to p99.9, or to the extreme itself where that is not far off or the quantiles fall together. */
function chooseSpan({ min, max, p001, p999 }: Bounds): { low: number; high: number } {
  if (p001 >= p999) return { low: min, high: max };
  const near = (p999 - p001) / 4;
  return { low: min >= p001 - near ? min : p001, high: max <= p999 + near ? max : p999 };
}

function chooseLattice(low: number, high: number, step: number): FineMap {
  const width = Math.max(step, 2 * unitInLastPlace(Math.max(Math.abs(low), Math.abs(high))));
  const count = Math.max(1, Math.ceil((high - low + 1) / width));
  return { transform: { kind: 'identity' }, low, high: low + width * count, count };
}

function chooseAsinh(low: number, high: number, bounds: Bounds): FineMap {
  const spread = (bounds.p75 - bounds.p25) / 2;
  const isHuge = !Number.isFinite(high - low) || !Number.isFinite(spread);
  const center = isHuge ? 0 : bounds.p50;
  const scale = isHuge ? Math.max(Math.abs(low), Math.abs(high)) / 1e100 : spread;
  const transform = { kind: 'asinh', center, scale } as const;
  return { transform, low: toMapUnit(transform, low), high: toMapUnit(transform, high), count: FINE_COUNT };
}

/** The map itself, by the same formula as in SQL. */
function toMapUnit(transform: FineMap['transform'], x: number): number {
  if (transform.kind === 'identity') return x;
  const y = (x - transform.center) / transform.scale;
  return Math.sign(y) * Math.log(Math.abs(y) + Math.sqrt(y * y + 1));
}

/** The value at which fine cell `cell` (1 to count + 1) begins. */
export function fineBoundary(fine: FineMap, cell: number): number {
  const unit = fine.low + (cell - 1) * fineWidth(fine);
  return fine.transform.kind === 'identity' ? unit : fine.transform.center + fine.transform.scale * Math.sinh(unit);
}

function fineWidth(fine: FineMap): number {
  return (fine.high - fine.low) / fine.count;
}

/** SQL for the offset of a DOUBLE from the center in units of the scale; null where the cells need none. */
export function offsetSql(dialect: Dialect, { transform }: FineMap, sql: string): string | null {
  if (transform.kind === 'identity') return null;
  return `((${sql} - ${dialect.number(transform.center)}) / ${dialect.number(transform.scale)})`;
}

/**
 * SQL for the fine cell of a finite DOUBLE, plus `first`: 0 below, count + 1 above, NULL for NULL.
 * @param offset what offsetSql gives of it, or the name of a column that holds it.
 */
export function fineCellSql(
  dialect: Dialect,
  fine: FineMap,
  value: string,
  first: number,
  offset = offsetSql(dialect, fine, value),
): string {
  const number = (constant: number) => dialect.number(constant);
  const low = number(fineBoundary(fine, 1));
  const high = number(fineBoundary(fine, fine.count + 1));
  const isIdentity = fine.transform.kind === 'identity';
  const unit = isIdentity ? value : `sign(${offset}) * ln(abs(${offset}) + sqrt(${offset} * ${offset} + 1e0))`;
  const steps = `(${unit} - ${number(fine.low)}) / ${number(fineWidth(fine))}`;
  // Division, not multiplication by 1 / width: 49 * (1 / 49) is less than 1.
  const cell = isIdentity ? `floor(${steps})` : `floor(least(greatest(${steps}, 0e0), ${number(fine.count - 1)}))`;
  // greatest(NULL, 0) is 0: without a guard every NULL would be a value of the lowest cell.
  const otherwise = isIdentity ? 'ELSE' : `WHEN ${value} IS NOT NULL THEN`;
  return `CASE WHEN ${value} < ${low} THEN ${first} WHEN ${value} >= ${high} THEN ${first + fine.count + 1} ${otherwise} CAST(${cell} AS INT) + ${first + 1} END`;
}
