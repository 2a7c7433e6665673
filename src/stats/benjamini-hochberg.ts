/**
 * Which hypotheses are rejected at a false-discovery rate (Benjamini and Hochberg 1995; the step-up rule of
 * scipy.stats.false_discovery_control). NaN is never rejected and does not count as a test.
 */
export function rejectByFalseDiscoveryRate(pValues: readonly number[], rate: number): boolean[] {
  const sorted = pValues.filter((p) => !Number.isNaN(p)).sort((a, b) => a - b);
  let limit = Number.NEGATIVE_INFINITY;
  sorted.forEach((p, index) => {
    if (p <= (rate * (index + 1)) / sorted.length) limit = p;
  });
  return pValues.map((p) => p <= limit);
}
