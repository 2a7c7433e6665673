import { devianceTerm, stirlingError } from './gamma.ts';

const TINY = 1e-300;
const MAX_ITERATIONS = 10_000;

/**
 * I_x(a, b), the regularised incomplete beta function by Lentz's continued fraction; scipy.special.betainc.
 * @param rest 1 - x, of whoever knows it better than the difference tells.
 */
export function betainc(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return Number.NaN;
  if (x === 0 || x === 1) return x;
  const term = binomialTerm(a, b, x, rest) / (a + b);
  // The fraction converges fast only below the mean; above it the mirror image does.
  if (x < (a + 1) / (a + b + 2)) return term * b * betaFraction(a, b, x);
  return 1 - term * a * betaFraction(b, a, rest);
}

/** x^a rest^b gamma(a + b + 1) / (gamma(a + 1) gamma(b + 1)), as Loader writes it: logarithms of gamma would cancel. */
function binomialTerm(a: number, b: number, x: number, rest: number): number {
  const n = a + b;
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const deviance = devianceTerm(a, n * x) + devianceTerm(b, n * rest);
  return Math.exp(error - deviance) * Math.sqrt(n / (2 * Math.PI * a * b));
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let k = 1; k < MAX_ITERATIONS; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

function nonZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
