/** A non-decreasing function through points; between two points a straight line, outside the first or last value. */
export type IsotonicFit = { x: readonly number[]; y: readonly number[] };

export type WeightedPoint = { x: number; y: number; weight: number };

/**
 * The non-decreasing function closest to the points in weighted squares, by the pool-adjacent-violators algorithm
 * (Ayer et al. 1955). Points of equal x are averaged first; points without weight are left out. As scikit-learn's
 * IsotonicRegression(out_of_bounds='clip').
 */
export function fitIsotonic(points: readonly WeightedPoint[]): IsotonicFit {
  const unique = averageTies(points);
  const blocks: { y: number; weight: number; count: number }[] = [];
  for (const { y, weight } of unique) {
    blocks.push({ y, weight, count: 1 });
    for (let last = blocks.at(-1)!, before = blocks.at(-2); before !== undefined && before.y >= last.y; ) {
      blocks.splice(-2, 2, poolBlocks(before, last));
      last = blocks.at(-1)!;
      before = blocks.at(-2);
    }
  }
  return { x: unique.map(({ x }) => x), y: blocks.flatMap(({ y, count }) => new Array<number>(count).fill(y)) };
}

function averageTies(points: readonly WeightedPoint[]): WeightedPoint[] {
  const sorted = points.filter(({ weight }) => weight > 0).sort((a, b) => a.x - b.x);
  const unique: WeightedPoint[] = [];
  for (const point of sorted) {
    const last = unique.at(-1);
    if (last !== undefined && last.x === point.x) unique[unique.length - 1] = { x: last.x, ...pool(last, point) };
    else unique.push(point);
  }
  return unique;
}

type Weighted = { y: number; weight: number };

function pool(a: Weighted, b: Weighted): Weighted {
  const weight = a.weight + b.weight;
  return { y: (a.y * a.weight + b.y * b.weight) / weight, weight };
}

function poolBlocks(a: Weighted & { count: number }, b: Weighted & { count: number }) {
  return { ...pool(a, b), count: a.count + b.count };
}

/** The function's value at x; NaN where it was fitted to nothing. */
export function predictIsotonic({ x: xs, y: ys }: IsotonicFit, x: number): number {
  if (xs.length === 0) return Number.NaN;
  let [low, high] = [0, xs.length - 1];
  if (x <= xs[low]!) return ys[low]!;
  if (x >= xs[high]!) return ys[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - xs[low]!) / (xs[high]! - xs[low]!);
  return ys[low]! + share * (ys[high]! - ys[low]!);
}
