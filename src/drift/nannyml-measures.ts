import { type EvenCells, type EvenRows, edgeOf } from '../profile/even-cells.ts';
import { chiSquareSf } from '../stats/distributions.ts';
import { pairwiseSum } from '../stats/pairwise-sum.ts';

/** NannyML's distances, step by step as it and scipy round them. NaN where the part has no value. */

/**
 * scipy.spatial.distance.jensenshannon in base 2, of the shares by cell; rows of the part outside the reference's cells
 * are one more cell.
 * @param reference rows by cell; @param part rows in the same cells, of `rows` in all.
 */
export function measureJensenShannon(
  reference: readonly number[],
  part: readonly number[],
  rows: { reference: number; part: number },
): number {
  if (rows.part === 0) return Number.NaN;
  const before = reference.map((count) => count / rows.reference);
  const now = part.map((count) => count / rows.part);
  const leftover = 1 - pairwiseSum(now);
  if (leftover > 0) {
    now.push(leftover);
    before.push(0);
  }
  const [beforeSum, nowSum] = [pairwiseSum(before), pairwiseSum(now)];
  const p = before.map((share) => share / beforeSum);
  const q = now.map((share) => share / nowSum);
  const middles = p.map((share, i) => (share + q[i]!) / 2);
  const left = pairwiseSum(p.map((share, i) => relativeEntropy(share, middles[i]!)));
  const right = pairwiseSum(q.map((share, i) => relativeEntropy(share, middles[i]!)));
  return Math.sqrt((left + right) / Math.LN2 / 2);
}

/** scipy.special.rel_entr of a share and one that is 0 only where it is. */
function relativeEntropy(share: number, middle: number): number {
  if (share === 0) return 0;
  const ratio = share / middle;
  return share * (ratio > 0.5 && ratio < 2 ? Math.log1p((share - middle) / middle) : Math.log(ratio));
}

/** scipy.stats.chi2_contingency of two columns of counts: the statistic, with Yates' correction for two rows, and its p-value. */
export function testContingency(rows: readonly (readonly [number, number])[]): { value: number; pValue: number } {
  const [n, m] = [0, 1].map((side) => rows.reduce((sum, row) => sum + row[side]!, 0)) as [number, number];
  const degrees = rows.length - 1;
  if (m === 0) return { value: Number.NaN, pValue: Number.NaN };
  if (degrees === 0) return { value: 0, pValue: 1 };
  const value = rows.reduce((sum, [a, b]) => {
    const expected = [((a + b) * n) / (n + m), ((a + b) * m) / (n + m)] as const;
    const terms = [a, b].map((count, side) => {
      const difference = Math.abs(count - expected[side]!);
      const kept = degrees === 1 ? difference - Math.min(0.5, difference) : difference;
      return kept ** 2 / expected[side]!;
    });
    return sum + terms[0]! + terms[1]!;
  }, 0);
  return { value, pValue: chiSquareSf(value, degrees) };
}

/** The largest gap between the distribution functions at the cells' upper edges. */
export function measureBinnedKs(reference: readonly number[], part: EvenRows, range: EvenCells): number {
  if (part.rows === 0) return Number.NaN;
  const lower = part.below / part.rows;
  const before = accumulate(reference, sumOf(reference));
  const now = accumulate(part.cells, part.rows);
  const gaps = before.map((share, i) => Math.abs(share - (lower + now[i]!)));
  // Edges that are all one value: every cell but the last is empty.
  if (range.low === range.high) gaps.push(lower);
  return gaps.reduce((largest, gap) => Math.max(largest, gap), 0);
}

/** Its distance within the cells from their counts, outside them from the values; values below are counted once too many, as it does. */
export function measureBinnedWasserstein(reference: readonly number[], part: EvenRows, range: EvenCells): number {
  if (part.rows === 0) return Number.NaN;
  const width = edgeOf(range, 1) - edgeOf(range, 0);
  const lower = part.below === 0 ? 0 : (part.below + 1) / part.rows;
  const before = accumulate(reference, sumOf(reference));
  const now = accumulate(part.cells, part.rows);
  const within = pairwiseSum(before.map((share, i) => Math.abs(share - (now[i]! + lower)) * width));
  return within + part.belowSum / part.rows + part.aboveSum / part.rows;
}

/** How often one value occurs in each chunk of the reference. */
export type ValueRows = { value: number; rows: readonly number[] };

/** scipy's ks_2samp and wasserstein_distance of the whole against each of its chunks. @param values ascending, without repeats. */
export function measureChunks(values: readonly ValueRows[], chunks: number): { ks: number; wasserstein: number }[] {
  const whole = values.map(({ rows }) => sumOf(rows));
  const before = accumulate(whole, sumOf(whole), true);
  return Array.from({ length: chunks }, (_, chunk) => {
    const own = values.map(({ rows }) => rows[chunk]!);
    const total = sumOf(own);
    if (total === 0) return { ks: Number.NaN, wasserstein: Number.NaN };
    const gaps = accumulate(own, total, true).map((share, i) => Math.abs(before[i]! - share));
    const areas = gaps.slice(0, -1).map((gap, i) => gap * (values[i + 1]!.value - values[i]!.value));
    return { ks: gaps.reduce((largest, gap) => Math.max(largest, gap), 0), wasserstein: sumOf(areas) };
  });
}

/** Running shares: of rounded shares, as numpy.cumsum adds them, or of counts, which is exact. */
function accumulate(counts: readonly number[], total: number, isExact = false): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += isExact ? count : count / total;
    return isExact ? sum / total : sum;
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
