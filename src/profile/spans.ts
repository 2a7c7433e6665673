import type { NumericGrid, NumericProfile } from './types.ts';

/** Rows spread evenly over [from, to]; from = to where they all have one value. */
export type Span = { from: number; to: number; count: number };

/** A numeric profile's finite values as spans, ascending. */
export function listSpans(grid: NumericGrid, profile: NumericProfile): Span[] {
  const { edges } = grid;
  const spans: Span[] = [];
  for (const [i, count] of profile.cells.entries()) {
    if (count <= 0) continue;
    if (i === 0) spans.push(spanLowTail(edges, profile, count));
    else if (i === edges.length) spans.push(spanHighTail(grid, profile, count));
    else spans.push({ from: edges[i - 1] ?? 0, to: grid.isDiscrete ? (edges[i - 1] ?? 0) : (edges[i] ?? 0), count });
  }
  return spans;
}

/** The tails are open; evenly spread over twice their mean distance, and never beyond their extreme, they keep their sum. */
function spanLowTail(edges: readonly number[], profile: NumericProfile, count: number): Span {
  const edge = edges[0] ?? profile.max ?? 0;
  const low = Math.min(edge, profile.min ?? edge);
  if (edges.length === 0) return { from: low, to: edge, count };
  const mean = edge - profile.belowSum / count;
  const from = Math.max(low, 2 * mean - edge);
  return { from, to: Math.min(edge, Math.max(from, 2 * mean - from)), count };
}

function spanHighTail(grid: NumericGrid, profile: NumericProfile, count: number): Span {
  const edge = grid.edges.at(-1) ?? 0;
  const mean = edge + profile.aboveSum / count;
  const to = Math.max(edge, Math.min(profile.max ?? edge, 2 * mean - edge));
  return { from: Math.max(edge, Math.min(to, 2 * mean - to)), to, count };
}

export function sumSpans(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.count, 0);
}

/** The value below which a share `p` of the rows lies, by interpolation within a span; null without rows. */
export function findQuantile(spans: readonly Span[], p: number): number | null {
  const wanted = p * sumSpans(spans);
  let seen = 0;
  for (const span of spans) {
    if (seen + span.count >= wanted) return span.from + (span.to - span.from) * ((wanted - seen) / span.count);
    seen += span.count;
  }
  return spans.at(-1)?.to ?? null;
}

/** Shares of the rows per bin between neighbouring `edges`, the last bin closed, and of those beyond both ends. */
export function binSpans(
  spans: readonly Span[],
  edges: readonly number[],
): { shares: number[]; below: number; above: number } {
  const total = sumSpans(spans);
  const shares = edges.slice(1).map(() => 0);
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  let [below, above] = [0, 0];
  for (const { from, to, count } of spans) {
    const share = count / total;
    below += share * shareWithin(from, to, Number.NEGATIVE_INFINITY, first);
    above += from === to ? (from > last ? share : 0) : share * shareWithin(from, to, last, Number.POSITIVE_INFINITY);
    for (const i of shares.keys()) {
      const isLast = i === shares.length - 1;
      const high = isLast && from === to && from === last ? Number.POSITIVE_INFINITY : (edges[i + 1] ?? last);
      shares[i] = (shares[i] ?? 0) + share * shareWithin(from, to, edges[i] ?? first, high);
    }
  }
  return { shares, below, above };
}

/** How much of [from, to] lies in [low, high). */
function shareWithin(from: number, to: number, low: number, high: number): number {
  if (from === to) return from >= low && from < high ? 1 : 0;
  return Math.max(0, Math.min(to, high) - Math.max(from, low)) / (to - from);
}
