/**
 * The exact two-sided p-value of the two-sample Kolmogorov-Smirnov statistic of n and m values without ties: the share of
 * all orders of the values whose distribution functions part by at least d somewhere (Hodges 1957). Takes n times m steps.
 */
export function ksTwoSampleExactPValue(d: number, n: number, m: number): number {
  const divisor = greatestCommonDivisor(n, m);
  const [stepN, stepM] = [n / divisor, m / divisor];
  const reach = Math.round(d * stepN * m);
  if (reach === 0) return 1;
  // share[j]: of the orders that begin with i values of one side and j of the other, those that have parted by then.
  const share = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * stepM - j * stepN) >= reach) share[j] = 1;
      else if (i === 0) share[j] = j === 0 ? 0 : share[j - 1]!;
      else share[j] = j === 0 ? share[0]! : (share[j]! * i + share[j - 1]! * j) / (i + j);
    }
  }
  return Math.min(1, share[m]!);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
