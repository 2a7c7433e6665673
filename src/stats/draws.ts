import type { Random } from './random.ts';

/** Above this variance a binomial count is a rounded normal, to well below one per cent in either tail. */
export const NORMAL_VARIANCE = 400;

const HALF_LN_TWO_PI = Math.log(2 * Math.PI) / 2;
const LN_FACTORIALS = sumLogarithms(16_384);

function sumLogarithms(length: number): Float64Array {
  const sums = new Float64Array(length);
  for (let k = 2; k < length; k++) sums[k] = sums[k - 1]! + Math.log(k);
  return sums;
}

/**
 * ln(k!) of a whole number: from a table, and beyond it by Stirling's series, whose second correction, 1 / (360 k^3), is
 * less than a rounding there.
 */
export function lnFactorial(k: number): number {
  return k < LN_FACTORIALS.length ? LN_FACTORIALS[k]! : (k + 0.5) * Math.log(k) - k + HALF_LN_TWO_PI + 1 / (12 * k);
}

/** A binomial count: successes of n trials. */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(random, n, 1 - p);
  const variance = n * p * (1 - p);
  if (variance > NORMAL_VARIANCE) return drawRoundedNormal(random, n, n * p, Math.sqrt(variance));
  return n * p < 10 ? drawByInversion(random, n, p) : drawByRejection(random, n, p);
}

/** Counts of n independent draws over cells of the given shares, written into `counts`; by conditional binomials. */
export function drawMultinomial(random: Random, n: number, shares: ArrayLike<number>, counts: Float64Array): void {
  let left = n;
  let mass = 1;
  const last = shares.length - 1;
  for (let i = 0; i < last; i++) {
    const share = shares[i]!;
    const count = left === 0 || share <= 0 ? 0 : drawBinomial(random, left, Math.min(1, share / mass));
    counts[i] = count;
    left -= count;
    mass -= share;
  }
  counts[last] = left;
}

/** A hypergeometric count: the good ones among `sample` items taken, none put back, from `good` and `bad` ones. */
export function drawHypergeometric(random: Random, good: number, bad: number, sample: number): number {
  const all = good + bad;
  if (good <= 0 || sample <= 0) return 0;
  if (bad <= 0 || sample >= all) return Math.min(good, sample);
  if (2 * sample > all) return good - drawHypergeometric(random, good, bad, all - sample);
  if (good > bad) return sample - drawHypergeometric(random, bad, good, sample);
  const mean = (sample * good) / all;
  const variance = (mean * (bad / all) * (all - sample)) / Math.max(1, all - 1);
  if (variance > NORMAL_VARIANCE) return drawRoundedNormal(random, Math.min(good, sample), mean, Math.sqrt(variance));
  return mean < 10 ? drawHyperByInversion(random, good, bad, sample) : drawHyperByRatio(random, good, bad, sample);
}

/** A count of at most n, with the mean and the deviation of a law that is nearly normal. */
export function drawRoundedNormal(random: Random, n: number, mean: number, deviation: number): number {
  return Math.min(n, Math.max(0, Math.round(mean + deviation * random.normal())));
}

function drawByInversion(random: Random, n: number, p: number): number {
  const odds = p / (1 - p);
  let probability = Math.exp(n * Math.log1p(-p));
  let left = random.uniform();
  let count = 0;
  while (left > probability && count < n) {
    left -= probability;
    count += 1;
    probability *= (odds * (n - count + 1)) / count;
  }
  return count;
}

/** Hörmann's transformed rejection BTRS (1993), for n p >= 10 and p <= 1/2. */
function drawByRejection(random: Random, n: number, p: number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const center = n * p + 0.5;
  const ratio = 0.92 - 4.2 / b;
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = 1 - random.uniform();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + center);
    if (us >= 0.07 && v <= ratio) return count;
    if (count < 0 || count > n) continue;
    const alpha = (2.83 + 5.1 / b) * deviation;
    const mode = Math.floor((n + 1) * p);
    const height = lnFactorial(mode) + lnFactorial(n - mode) - lnFactorial(count) - lnFactorial(n - count);
    const slope = (count - mode) * Math.log(p / (1 - p));
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= height + slope) return count;
  }
}

function drawHyperByInversion(random: Random, good: number, bad: number, sample: number): number {
  const all = good + bad;
  let probability = Math.exp(
    lnFactorial(bad) - lnFactorial(bad - sample) - lnFactorial(all) + lnFactorial(all - sample),
  );
  const most = Math.min(good, sample);
  let left = random.uniform();
  let count = 0;
  while (left > probability && count < most) {
    left -= probability;
    probability *= ((good - count) * (sample - count)) / ((count + 1) * (bad - sample + count + 1));
    count += 1;
  }
  return count;
}

/** The logarithm of the probability of a hypergeometric count, but for a constant. */
function hyperHeight(count: number, good: number, bad: number, sample: number): number {
  const others = lnFactorial(sample - count) + lnFactorial(bad - sample + count);
  return -lnFactorial(count) - lnFactorial(good - count) - others;
}

/** The constants of a table mountain hat for the ratio of uniforms: 2 sqrt(2 / e) and 3 - 2 sqrt(3 / e). */
const HAT_SLOPE = 2 * Math.sqrt(2 / Math.E);
const HAT_START = 3 - 2 * Math.sqrt(3 / Math.E);

/** Stadlober's ratio of uniforms HRUA (1990), for good <= bad and sample <= half of all. */
function drawHyperByRatio(random: Random, good: number, bad: number, sample: number): number {
  const all = good + bad;
  const share = good / all;
  const center = sample * share + 0.5;
  const deviation = Math.sqrt(((all - sample) * sample * share * (1 - share)) / (all - 1) + 0.5);
  const width = HAT_SLOPE * deviation + HAT_START;
  const mode = Math.floor(((sample + 1) * (good + 1)) / (all + 2));
  const top = hyperHeight(mode, good, bad, sample);
  const end = Math.min(Math.min(sample, good) + 1, Math.floor(center + 16 * deviation));
  for (;;) {
    const x = 1 - random.uniform();
    const at = center + (width * (random.uniform() - 0.5)) / x;
    if (at < 0 || at >= end) continue;
    const count = Math.floor(at);
    if (2 * Math.log(x) <= hyperHeight(count, good, bad, sample) - top) return count;
  }
}
