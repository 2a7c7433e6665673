import { devianceTerm, stirlingError } from './gamma.ts';

/** Most terms of a sum that are worth their time; beyond it every k-th is taken. */
const MAX_TERMS = 4096;
const SMALL_SAMPLE = 140;

/**
 * P(D_n > d) of the two-sided one-sample Kolmogorov-Smirnov statistic; scipy.stats.kstwo.sf.
 * The regions follow Simard and L'Ecuyer, "Computing the Two-Sided Kolmogorov-Smirnov Distribution" (2011):
 * twice the one-sided tail where both sides cannot be crossed but with negligible probability, the exact matrix power
 * of Marsaglia, Tsang and Wang (2003) for small samples, the series of Pelz and Good (1976) otherwise.
 */
export function kstwoSf(d: number, n: number): number {
  if (!Number.isInteger(n) || n < 1 || Number.isNaN(d)) return Number.NaN;
  const scaled = n * d;
  if (d >= 1) return 0;
  if (scaled <= 0.5) return 1;
  const square = scaled * d;
  if (square >= 370) return 0;
  if (d >= 0.5 || square >= (n <= SMALL_SAMPLE ? 4 : 2.2)) return Math.min(1, 2 * smirnovSf(d, n));
  const cdf = n <= SMALL_SAMPLE || (n <= 10_000 && n * d ** 1.5 <= 1.4) ? matrixCdf(d, n) : pelzGoodCdf(d, n);
  return Math.min(1, Math.max(0, 1 - cdf));
}

/** The p-value that scipy.stats.ks_2samp(method='asymp') prints for a distance between samples of n and m values. */
export function ksTwoSamplePValue(d: number, n: number, m: number): number {
  return kstwoSf(d, Math.max(1, Math.round((n * m) / (n + m))));
}

/**
 * P(D_n+ > d), one-sided (Smirnov 1944): the sum over j of binomial(j; n, d + j/n) * d / (d + j/n).
 * The terms are a smooth bump that dies at both ends, so every k-th of them, k times, sums up to the same digits.
 */
function smirnovSf(d: number, n: number): number {
  const last = Math.floor(n * (1 - d));
  const stride = Math.max(1, Math.floor(n / MAX_TERMS));
  let sum = 0;
  for (let j = 0; j <= last; j += stride) {
    const p = d + j / n;
    if (p < 1) sum += binomialTerm(j, n, p) * (d / p);
  }
  return sum * stride;
}

function binomialTerm(j: number, n: number, p: number): number {
  if (j === 0) return Math.exp(n * Math.log1p(-p));
  if (j === n) return p ** n;
  const rest = n - j;
  const exponent =
    stirlingError(n) -
    stirlingError(j) -
    stirlingError(rest) -
    devianceTerm(j, n * p) -
    devianceTerm(rest, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * j * rest));
}

/** P(D_n < d) = n!/n^n * (H^n)[k][k] with the matrix H of Marsaglia, Tsang and Wang. */
function matrixCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const { value, exponent } = centralEntryOfPower(transitionMatrix(size, k - n * d), size, k - 1, n);
  let result = value;
  let power = exponent;
  for (let i = 1; i <= n; i++) {
    result *= i / n;
    if (result < 1e-140) {
      result *= 1e140;
      power -= 140;
    }
  }
  return result * 10 ** power;
}

function transitionMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  const factorials = [1];
  for (let i = 1; i <= size; i++) factorials.push(factorials[i - 1]! * i);
  const corner = 1 - 2 * h ** size + (2 * h > 1 ? (2 * h - 1) ** size : 0);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const distance = row - column + 1;
      if (distance < 0) continue;
      let numerator = 1;
      if (column === 0 && row === size - 1) numerator = corner;
      else if (column === 0) numerator = 1 - h ** (row + 1);
      else if (row === size - 1) numerator = 1 - h ** (size - column);
      matrix[row * size + column] = numerator / factorials[distance]!;
    }
  }
  return matrix;
}

/** One diagonal entry of matrix^n as value * 10^exponent, by squaring; the exponent guards against overflow. */
function centralEntryOfPower(matrix: Float64Array, size: number, index: number, n: number) {
  let base: { matrix: Float64Array; exponent: number } = { matrix, exponent: 0 };
  let result: typeof base | null = null;
  for (let bits = n; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) result = result === null ? base : multiply(result, base, size, index);
    if (bits > 1) base = multiply(base, base, size, index);
  }
  return { value: result!.matrix[index * size + index]!, exponent: result!.exponent };
}

function multiply(
  left: { matrix: Float64Array; exponent: number },
  right: { matrix: Float64Array; exponent: number },
  size: number,
  index: number,
) {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left.matrix[row * size + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        product[row * size + column]! += factor * right.matrix[inner * size + column]!;
      }
    }
  }
  let exponent = left.exponent + right.exponent;
  if (product[index * size + index]! > 1e140) {
    for (let i = 0; i < product.length; i++) product[i]! *= 1e-140;
    exponent += 140;
  }
  return { matrix: product, exponent };
}

/** P(D_n < d) by the asymptotic series of Pelz and Good in powers of 1 / sqrt(n), four terms. */
function pelzGoodCdf(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const sums = { k0: 0, k1: 0, k2: 0, k3: 0 };
  for (let k = 0; k < 40; k++) {
    const half = Math.PI ** 2 * (k + 0.5) ** 2;
    const weight = 2 * Math.exp(-half / (2 * z2));
    sums.k0 += weight;
    sums.k1 += weight * (half - z2);
    sums.k2 += weight * (6 * z2 ** 3 + 2 * z2 ** 2 + half * (2 * z2 ** 2 - 5 * z2) + half ** 2 * (1 - 2 * z2));
    sums.k3 +=
      weight *
      (-30 * z2 ** 3 -
        90 * z2 ** 4 +
        half * (135 * z2 ** 2 - 96 * z2 ** 3) +
        half ** 2 * (-60 * z2 + 212 * z2 ** 2) +
        half ** 3 * (5 - 30 * z2));
  }
  let even2 = 0;
  let even3 = 0;
  for (let k = 1; k < 40; k++) {
    const whole = Math.PI ** 2 * k * k;
    const weight = 2 * Math.exp(-whole / (2 * z2));
    even2 += weight * whole;
    even3 += weight * (3 * whole * z2 - whole ** 2);
  }
  const root = Math.sqrt(Math.PI / 2);
  const k0 = (root / z) * sums.k0;
  const k1 = (root / (6 * z ** 4)) * sums.k1;
  const k2 = (root / (72 * z ** 7)) * sums.k2 - (root / (36 * z ** 3)) * even2;
  const k3 = (root / (6480 * z ** 10)) * sums.k3 + (root / (216 * z ** 6)) * even3;
  return k0 + (k1 + (k2 + k3 / Math.sqrt(n)) / Math.sqrt(n)) / Math.sqrt(n);
}
