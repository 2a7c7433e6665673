import { normalPpf } from '../stats/distributions.ts';
import { createRandom, deriveSeed, type Random } from '../stats/random.ts';

/** Points of the unit interval at which a bridge is kept. */
export const BRIDGE_POINTS = 1024;
/** From this sample size on an empirical bridge is drawn as its Gaussian limit. */
const GAUSSIAN_SIZE = 4096;
/** Sizes that share their first four bits share their draws: a bridge is scale-free but for its lattice. */
const SIZE_BITS = 3;
const KEPT_SIZES = 8;

/**
 * Draws of the empirical bridge sqrt(n) (F_n(t) - t) of n uniform values, one after another, each at
 * t = 0, 1/1024 ... 1. By the quantile transform they are the sampling noise of every column with n values at once.
 */
export type Bridges = Float32Array;

/** Drawn bridges, newest last: they depend on nothing but their key, and every run of every monitor needs the same few. */
const KEPT = new Map<string, Bridges>();

/** A source of bridges that draws each size and side once; both sides share the Gaussian ones. */
export function createBridges(seed: number, draws: number): (side: string, size: number) => Bridges {
  return (side, size) => {
    const name = isGaussian(size) ? 'gaussian' : `${side} ${roundSize(size)}`;
    const key = `${seed} ${draws} ${name}`;
    const bridges = KEPT.get(key) ?? drawBridges(deriveSeed(seed, name), draws, roundSize(size));
    KEPT.delete(key);
    KEPT.set(key, bridges);
    if (KEPT.size > KEPT_SIZES) KEPT.delete(KEPT.keys().next().value!);
    return bridges;
  };
}

/** Whether so many values are drawn as the Gaussian limit: then the difference of two sides is a bridge of its own. */
export function isGaussian(size: number): boolean {
  return size >= GAUSSIAN_SIZE;
}

/** As how many uniform values a side of so many is drawn; null where its bridges are the Gaussian limit. */
export function countDrawn(size: number): number | null {
  return isGaussian(size) ? null : roundSize(size);
}

function roundSize(size: number): number {
  if (isGaussian(size)) return GAUSSIAN_SIZE;
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(size)) - SIZE_BITS);
  return Math.round(size / unit) * unit;
}

function drawBridges(seed: number, draws: number, size: number): Bridges {
  const random = createRandom(seed);
  const bridges = new Float32Array(draws * (BRIDGE_POINTS + 1));
  const path = new Float64Array(BRIDGE_POINTS);
  const steps = isGaussian(size) ? tabulateSteps() : null;
  for (let draw = 0; draw < draws; draw++) {
    if (steps === null) walkLattice(random, size, path);
    else walk(random, steps, path);
    pinDown(path, bridges, draw * (BRIDGE_POINTS + 1));
  }
  return bridges;
}

/**
 * A step of the Gaussian walk for each byte: the quantile in the middle of each of 256 equal shares of a normal, with the
 * variance of one step. What is read of a bridge is sums of several steps, which do not tell these from normal ones.
 */
function tabulateSteps(): Float64Array {
  const quantiles = Float64Array.from({ length: 256 }, (_, i) => normalPpf((i + 0.5) / 256));
  const squares = quantiles.reduce((total, quantile) => total + quantile * quantile, 0);
  const scale = Math.sqrt(quantiles.length / squares / BRIDGE_POINTS);
  return quantiles.map((quantile) => quantile * scale);
}

/** The heights after each of 1,024 steps, four of them out of one random word. */
function walk(random: Random, steps: Float64Array, path: Float64Array): void {
  let height = 0;
  for (let i = 0; i < BRIDGE_POINTS; i += 4) {
    const word = random.word();
    path[i] = height += steps[word & 255]!;
    path[i + 1] = height += steps[(word >>> 8) & 255]!;
    path[i + 2] = height += steps[(word >>> 16) & 255]!;
    path[i + 3] = height += steps[word >>> 24]!;
  }
}

/** The same of `size` uniform values. */
function walkLattice(random: Random, size: number, path: Float64Array): void {
  const weight = 1 / Math.sqrt(size);
  path.fill(0);
  for (let i = 0; i < size; i++) path[(random.uniform() * BRIDGE_POINTS) | 0]! += weight;
  let height = 0;
  for (let i = 0; i < BRIDGE_POINTS; i++) path[i] = height += path[i]!;
}

/** Takes away the straight line, so that the path ends where it began: at 0. */
function pinDown(path: Float64Array, bridges: Bridges, offset: number): void {
  const slope = path[BRIDGE_POINTS - 1]! / BRIDGE_POINTS;
  for (let i = 1; i <= BRIDGE_POINTS; i++) bridges[offset + i] = path[i - 1]! - slope * i;
}
