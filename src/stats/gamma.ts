/**
 * The gamma family: ln gamma and the regularised incomplete gamma functions.
 *
 * Prefactors are written as Loader's saddle-point terms ("Fast and Accurate Computation of Binomial Probabilities",
 * 2000): differences of big logarithms would cost one digit for every digit of the argument.
 */

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
const EPSILON = 2 ** -53;
const TINY = 1e-300;
const MAX_ITERATIONS = 100_000;

/** The natural logarithm of gamma(x) for x > 0; scipy.special.gammaln. */
export function lgamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x >= 16) return (x - 0.5) * Math.log(x) - x + LOG_SQRT_2PI + stirlingSeries(x);
  let product = 1;
  let shifted = x;
  while (shifted < 16) {
    product *= shifted;
    shifted += 1;
  }
  return lgamma(shifted) - Math.log(product);
}

/** Error of Stirling's formula: ln(x!) - (x + 1/2) ln x + x - ln(2 pi) / 2, for x > 0 and not only whole x. */
export function stirlingError(x: number): number {
  if (x >= 16) return stirlingSeries(x);
  return lgamma(x + 1) - (x + 0.5) * Math.log(x) + x - LOG_SQRT_2PI;
}

function stirlingSeries(x: number): number {
  const square = 1 / (x * x);
  return (
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))))) /
    x
  );
}

/** Loader's deviance term x ln(x / mean) + mean - x, without cancellation where x is close to the mean. */
export function devianceTerm(x: number, mean: number): number {
  if (x === 0) return mean;
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const ratio = difference / (x + mean);
  let term = 2 * x * ratio;
  let sum = difference * ratio;
  for (let odd = 3; ; odd += 2) {
    term *= ratio * ratio;
    const next = sum + term / odd;
    if (next === sum) return next;
    sum = next;
  }
}

/** P(a, x), the lower regularised incomplete gamma function; scipy.special.gammainc. */
export function gammaP(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), computed directly so that the far tail keeps its digits; scipy.special.gammaincc. */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) return Number.NaN;
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** x^a e^-x / gamma(a + 1). */
function poissonTerm(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_ITERATIONS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * EPSILON) break;
  }
  return Math.min(1, poissonTerm(a, x) * sum);
}

/** The continued fraction of Q by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MAX_ITERATIONS; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2 * EPSILON) break;
  }
  return poissonTerm(a, x) * a * fraction;
}

function nonZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
