import { meanDistance, type NumericPair } from '../drift/curve.ts';
import { listSpans, type Span, sumSpans } from '../profile/spans.ts';

/** A tenth of the values by rank: its mean on both sides, and the area between the quantile curves over it. */
export type Tenth = { reference: number; current: number; area: number };

const TENTHS = 10;

/**
 * The Wasserstein distance by quantiles: the area between the two quantile curves, tenth by tenth. A tenth whose values
 * all moved one way adds a tenth of the difference of its means.
 */
export function splitOverTenths(pair: NumericPair): Tenth[] {
  const sides = [listSpans(pair.grid, pair.reference), listSpans(pair.grid, pair.current)].map(drawQuantiles);
  const [before, after] = sides as [QuantileCurve, QuantileCurve];
  const tenths = Array.from({ length: TENTHS }, () => ({ reference: 0, current: 0, area: 0 }));
  const ends = Array.from({ length: TENTHS }, (_, i) => (i + 1) / TENTHS);
  const stops = [...new Set([...before.ends, ...after.ends, ...ends])].filter((at) => at <= 1).sort((a, b) => a - b);
  let from = 0;
  for (const to of stops) {
    const middle = (from + to) / 2;
    const tenth = tenths[Math.min(TENTHS - 1, Math.floor(middle * TENTHS))]!;
    const [r, c] = [before.lineAt(middle), after.lineAt(middle)];
    const width = to - from;
    tenth.reference += r(middle) * width * TENTHS;
    tenth.current += c(middle) * width * TENTHS;
    tenth.area += meanDistance(c(from) - r(from), c(to) - r(to)) * width;
    from = to;
  }
  return tenths;
}

type QuantileCurve = {
  /** Cumulative shares at which a straight piece ends, the last one 1. */
  ends: readonly number[];
  /** The straight piece over a share. */
  lineAt(share: number): (share: number) => number;
};

function drawQuantiles(spans: readonly Span[]): QuantileCurve {
  const total = sumSpans(spans);
  let seen = 0;
  const ends = spans.map(({ count }) => {
    seen += count;
    return seen / total;
  });
  return {
    ends,
    lineAt(share) {
      const at = Math.max(0, findPlace(ends, share));
      const [start, end] = [ends[at - 1] ?? 0, ends[at]!];
      const { from, to } = spans[at]!;
      return (here) => from + ((to - from) * (here - start)) / (end - start);
    },
  };
}

/** The first position whose value is not below `share`, or the last one. */
function findPlace(ends: readonly number[], share: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! < share) low = middle + 1;
    else high = middle;
  }
  return low;
}
