import type { Dialect } from '../warehouse/types.ts';
import type { FineCells } from './types.ts';

const FINE_COUNT = 2048;
/** Offsets in units of the scale beyond which the cells of softsign hold too much of a long tail. */
const SOFTSIGN_REACH = 1000;

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
 * Chooses 2,048 equal cells over the bulk of a column: of the values themselves, or of a map about the median that draws
 * the tails in where the bulk is so long that its middle half would fall into fewer than 128 cells. Whole numbers get
 * whole cells.
 */
export function chooseFine(bounds: Bounds): FineMap {
  const { low, high } = chooseSpan(bounds);
  const middle = bounds.p75 - bounds.p25;
  const isLong = !Number.isFinite(high - low) || (middle > 0 && high - low > 16 * middle);
  if (bounds.isIntegral && Number.isFinite(high - low)) {
    const step = Math.ceil((high - low + 1) / FINE_COUNT);
    if (step === 1 || !isLong) return chooseLattice(low, high, step);
  }
  if (isLong) return chooseMap(low, high, bounds);
  const width = Math.max((high - low) / FINE_COUNT, 4 * unitInLastPlace(Math.max(Math.abs(low), Math.abs(high))));
  const count = Math.max(1, Math.ceil((high - low) / width));
  return chooseIdentity(low, width, count);
}

/** The upper end is moved by a rounding where it would lie fewer than `count` steps above the low one. */
function chooseIdentity(low: number, width: number, count: number): FineMap {
  const fine = { transform: { kind: 'identity' }, low, high: low + width * count, count } as const;
  for (let moved = 0; moved < 4; moved++) {
    const high = fine.high + moved * unitInLastPlace(fine.high);
    if (countSteps({ ...fine, high }, high) >= count) return { ...fine, high };
  }
  return fine;
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
  return chooseIdentity(low, width, count);
}

function chooseMap(low: number, high: number, bounds: Bounds): FineMap {
  const spread = (bounds.p75 - bounds.p25) / 2;
  const isHuge = !Number.isFinite(high - low) || !Number.isFinite(spread);
  const center = isHuge ? 0 : bounds.p50;
  const scale = isHuge ? Math.max(Math.abs(low), Math.abs(high)) / 1e100 : spread;
  const reach = Math.max(center - low, high - center) / scale;
  const transform = { kind: reach <= SOFTSIGN_REACH ? 'softsign' : 'asinh', center, scale } as const;
  return { transform, low: toMapUnit(transform, low), high: toMapUnit(transform, high), count: FINE_COUNT };
}

/** The map itself, by the same formula as in SQL. */
function toMapUnit(transform: FineMap['transform'], x: number): number {
  if (transform.kind === 'identity') return x;
  const distance = x - transform.center;
  if (transform.kind === 'softsign') return distance / (transform.scale + Math.abs(distance));
  const u = distance / transform.scale;
  return Math.sign(u) * Math.log(Math.abs(u) + Math.sqrt(u * u + 1));
}

function fromMapUnit(transform: FineMap['transform'], unit: number): number {
  if (transform.kind === 'identity') return unit;
  const u = transform.kind === 'softsign' ? unit / (1 - Math.abs(unit)) : Math.sinh(unit);
  return transform.center + transform.scale * u;
}

/** How many fine cells a value lies above the low end: the same double as `stepsSql` gives, but for asinh. */
export function countSteps(fine: FineMap, x: number): number {
  return (toMapUnit(fine.transform, x) - fine.low) / fineWidth(fine);
}

/**
 * The value at which fine cell `cell` (1 to count + 1) begins. A value that rounding would leave in the cell below is
 * raised to the first that it does not; but the ends of values themselves are compared with, and hold as they are.
 */
export function fineBoundary(fine: FineMap, cell: number): number {
  const { kind } = fine.transform;
  const nominal = fromMapUnit(fine.transform, fine.low + (cell - 1) * fineWidth(fine));
  const isCompared = kind === 'asinh' || (kind === 'identity' && (cell === 1 || cell === fine.count + 1));
  if (isCompared || countSteps(fine, nominal) >= cell - 1) return nominal;
  let [below, above] = [nominal, nominal];
  for (let reach = unitInLastPlace(nominal); countSteps(fine, above) < cell - 1; reach *= 2) above = nominal + reach;
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (countSteps(fine, middle) < cell - 1) below = middle;
    else above = middle;
  }
}

function fineWidth(fine: FineMap): number {
  return (fine.high - fine.low) / fine.count;
}

/**
 * SQL for the part of a cell's arithmetic that a CASE would mention several times, to be worked out once below it: the
 * offset in units of the scale, or the steps of softsign; null where there is none.
 */
export function partSql(dialect: Dialect, fine: FineMap, sql: string): string | null {
  const { transform } = fine;
  if (transform.kind === 'identity') return null;
  if (transform.kind === 'softsign') return stepsSql(dialect, fine, sql);
  return `((${sql} - ${dialect.number(transform.center)}) / ${dialect.number(transform.scale)})`;
}

/** SQL for how many fine cells a DOUBLE lies above the low end; not for asinh. */
function stepsSql(dialect: Dialect, fine: FineMap, sql: string): string {
  const { transform } = fine;
  let unit = sql;
  if (transform.kind !== 'identity') {
    const distance = `(${sql} - ${dialect.number(transform.center)})`;
    unit = `${distance} / (${dialect.number(transform.scale)} + abs(${distance}))`;
  }
  // Division, not multiplication by 1 / width: 49 * (1 / 49) is less than 1.
  return `((${unit} - ${dialect.number(fine.low)}) / ${dialect.number(fineWidth(fine))})`;
}

/**
 * SQL for the fine cell of a finite DOUBLE, plus `first`: 0 below, count + 1 above, NULL for NULL.
 * @param part what partSql gives of it, or the name of a column that holds it.
 */
export function fineCellSql(
  dialect: Dialect,
  fine: FineMap,
  value: string,
  first: number,
  part = partSql(dialect, fine, value),
): string {
  const number = (constant: number) => dialect.number(constant);
  const above = first + fine.count + 1;
  if (fine.transform.kind === 'softsign') {
    return `CASE WHEN ${part} < 0e0 THEN ${first} WHEN ${part} >= ${number(fine.count)} THEN ${above} ELSE CAST(floor(${part}) AS INT) + ${first + 1} END`;
  }
  const isIdentity = fine.transform.kind === 'identity';
  const low = number(fineBoundary(fine, 1));
  const high = number(fineBoundary(fine, fine.count + 1));
  const ends = `WHEN ${value} < ${low} THEN ${first} WHEN ${value} >= ${high} THEN ${above}`;
  if (isIdentity) return `CASE ${ends} ELSE CAST(floor(${stepsSql(dialect, fine, value)}) AS INT) + ${first + 1} END`;
  const unit = `sign(${part}) * ln(abs(${part}) + sqrt(${part} * ${part} + 1e0))`;
  const steps = `(${unit} - ${number(fine.low)}) / ${number(fineWidth(fine))}`;
  // greatest(NULL, 0) is 0: without a guard every NULL would be a value of the lowest cell.
  return `CASE ${ends} WHEN ${value} IS NOT NULL THEN CAST(floor(least(greatest(${steps}, 0e0), ${number(fine.count - 1)})) AS INT) + ${first + 1} END`;
}

/** Steps beyond this are too many groups, or no small integer. */
const MOST_STEPS = 30_000;

/**
 * SQL for the fine cell less one of a finite DOUBLE whose column lies between `min` and `max`, the tails not yet put
 * together: numbers below 0 and from count on. A CASE costs more than all its arithmetic, so that ends are cheaper to
 * put together after counting. null where that is not the same, or too many numbers.
 */
export function plainCellSql(
  dialect: Dialect,
  fine: FineMap,
  sql: string,
  { min, max }: { min: number; max: number },
): string | null {
  if (fine.transform.kind === 'asinh') return null;
  const isWithin = countSteps(fine, min) > -MOST_STEPS && countSteps(fine, max) < MOST_STEPS;
  // Where rounding leaves the upper end below its own number of steps, only a comparison tells the tail from the last cell.
  const isAgreed = countSteps(fine, fineBoundary(fine, fine.count + 1)) >= fine.count;
  return isWithin && isAgreed ? `CAST(floor(${stepsSql(dialect, fine, sql)}) AS SMALLINT)` : null;
}
