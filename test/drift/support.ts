import type { ColumnPair } from '../../src/drift/types.ts';
import type { CategoricalProfile, NumericGrid, NumericProfile } from '../../src/profile/types.ts';
import { quantileOfSorted } from '../../src/stats/quantiles.ts';
import { createRandom } from '../../src/stats/random.ts';

/** Numbers out of a seeded normal. */
export function normals(seed: number, size: number, mean = 0, deviation = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: size }, () => mean + deviation * random.normal());
}

/** A grid over a reference: its values where there are at most 256 of them, near-equal shares otherwise; its deciles are edges. */
export function makeGrid(reference: readonly number[], cells = 256): NumericGrid {
  const sorted = reference.filter(Number.isFinite).sort((a, b) => a - b);
  const unique = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  const distinct = unique(sorted);
  const isDiscrete = distinct.length <= 256 && distinct.length < sorted.length / 2;
  const deciles = unique(Array.from({ length: 9 }, (_, i) => quantileOfSorted(sorted, (i + 1) / 10)));
  const bulk = Array.from({ length: cells }, (_, i) => quantileOfSorted(sorted, 0.001 + (0.998 * i) / (cells - 1)));
  const edges = unique(isDiscrete ? [...distinct] : [...bulk, ...deciles]);
  return {
    kind: 'numeric',
    edges,
    isDiscrete,
    decileEdges: isDiscrete ? deciles.map((decile) => edges.find((edge) => edge >= decile)!) : deciles,
    center: sorted[0] ?? 0,
    fences: null,
    fine: { transform: { kind: 'identity' }, low: 0, high: 1, count: 1, starts: [0] },
  };
}

export function profileNumbers(grid: NumericGrid, values: readonly number[], nulls = 0): NumericProfile {
  const finite = values.filter(Number.isFinite);
  const { edges, center } = grid;
  const cells = new Array<number>(edges.length + 1).fill(0);
  for (const value of finite) cells[upperBound(edges, value)]! += 1;
  const total = (pick: (value: number) => number): number => finite.reduce((sum, value) => sum + pick(value), 0);
  return {
    kind: 'numeric',
    rows: values.length + nulls,
    nulls,
    nans: values.filter(Number.isNaN).length,
    infinities: values.filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY).length,
    min: finite.length === 0 ? null : finite.reduce((a, b) => Math.min(a, b)),
    max: finite.length === 0 ? null : finite.reduce((a, b) => Math.max(a, b)),
    sum: total((value) => value - center),
    sumSquares: nullIfInfinite(total((value) => (value - center) ** 2)),
    belowSum: total((value) => Math.max(0, edges[0]! - value)),
    aboveSum: total((value) => Math.max(0, value - edges.at(-1)!)),
    cells,
    outliers: 0,
    invalid: 0,
  };
}

export function numericPair(
  reference: readonly number[],
  current: readonly number[],
  grid = makeGrid(reference),
): ColumnPair {
  return {
    kind: 'numeric',
    grid,
    reference: profileNumbers(grid, reference),
    current: profileNumbers(grid, current),
  };
}

/** Counts by position; where the reference has none, the category is an unseen one. */
export function categoricalPair(reference: readonly number[], current: readonly number[]): ColumnPair {
  const named = reference.map((_, i) => i).filter((i) => reference[i]! > 0);
  const unseen = reference.map((_, i) => i).filter((i) => reference[i] === 0);
  const side = (counts: readonly number[]): CategoricalProfile => ({
    kind: 'categorical',
    rows: counts.reduce((sum, count) => sum + count, 0),
    nulls: 0,
    invalid: 0,
    counts: named.map((i) => counts[i]!),
    other: 0,
    unseen: unseen.filter((i) => counts[i]! > 0).map((i) => ({ value: `value ${i}`, count: counts[i]! })),
  });
  const grid = { kind: 'categorical' as const, values: named.map((i) => `value ${i}`) };
  return { kind: 'categorical', grid, reference: side(reference), current: side(current) };
}

/** Counts by position as they are profiled: the reference's 256 commonest by name, and of values that it lacks the 10 commonest. */
export function profiledPair(
  reference: readonly number[],
  current: readonly number[],
): Extract<ColumnPair, { kind: 'categorical' }> {
  const [top, most] = [256, 10];
  const found = reference.map((count, i) => ({ count, i })).filter(({ count }) => count > 0);
  const named = found
    .sort((a, b) => b.count - a.count || a.i - b.i)
    .slice(0, top)
    .map(({ i }) => i);
  const isComplete = found.length <= top;
  const side = (counts: readonly number[]): CategoricalProfile => {
    const rest = counts.map((count, i) => ({ count, value: `value ${i}`, i })).filter(({ i }) => !named.includes(i));
    const unseen = rest.filter(({ count, i }) => isComplete && count > 0 && reference[i] === 0);
    unseen.sort((a, b) => b.count - a.count);
    const told = unseen.slice(0, most).map(({ value, count }) => ({ value, count }));
    const total = (rows: readonly { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0);
    return {
      kind: 'categorical',
      rows: counts.reduce((sum, count) => sum + count, 0),
      nulls: 0,
      invalid: 0,
      counts: named.map((i) => counts[i]!),
      other: total(rest) - total(told),
      unseen: told,
    };
  };
  const grid = { kind: 'categorical' as const, values: named.map((i) => `value ${i}`), isComplete };
  return { kind: 'categorical', grid, reference: side(reference), current: side(current) };
}

function upperBound(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nullIfInfinite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
