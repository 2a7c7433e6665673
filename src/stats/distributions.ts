import { betainc } from './beta.ts';
import { gammaP, gammaQ, lgamma } from './gamma.ts';

/** The complementary error function, with the digits of its far tail; scipy.special.erfc. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return 1 + gammaP(0.5, x * x);
  return gammaQ(0.5, x * x);
}

/** P(Z > z) of the standard normal; scipy.stats.norm.sf. */
export function normalSf(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/**
 * The standard normal quantile; scipy.stats.norm.ppf.
 * A rational start (Abramowitz and Stegun 26.2.23) and Halley's steps, on the lower tail so that no digit is lost.
 */
export function normalPpf(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  if (probability === 0.5) return 0;
  if (probability > 0.5) return -normalPpf(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  let z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (let step = 0; step < 4; step++) {
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const error = (normalSf(-z) - probability) / density;
    z -= error / (1 + 0.5 * z * error);
  }
  return z;
}

/** P(X > x) of the chi-square distribution; scipy.stats.chi2.sf. */
export function chiSquareSf(x: number, degrees: number): number {
  return x <= 0 ? 1 : gammaQ(degrees / 2, x / 2);
}

/**
 * The value that a chi-square variable exceeds with this probability; scipy.stats.chi2.isf. For probabilities of the
 * upper tail (under a half): Wilson and Hilferty's start, Newton's steps on the logarithm, which is nearly straight.
 */
export function chiSquareIsf(probability: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  let x = degrees * Math.max(0.1, 1 - spread - normalPpf(probability) * Math.sqrt(spread)) ** 3;
  for (let step = 0; step < 12; step++) {
    const logDensity = (degrees / 2 - 1) * Math.log(x / 2) - x / 2 - lgamma(degrees / 2);
    const exceeded = chiSquareSf(x, degrees);
    const move = (exceeded * Math.log(exceeded / probability)) / (0.5 * Math.exp(logDensity));
    x = Math.max(x / 2, x + move);
    if (Math.abs(move) < 1e-13 * x) break;
  }
  return x;
}

/** P(T > t) of Student's t; scipy.stats.t.sf. */
export function studentTSf(t: number, degrees: number): number {
  const total = degrees + t * t;
  const tail = 0.5 * betainc(degrees / 2, 0.5, degrees / total, (t * t) / total);
  return t >= 0 ? tail : 1 - tail;
}
