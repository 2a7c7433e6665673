import { createRandom, deriveSeed } from '../stats/random.ts';

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

/** A source of bridges that draws each size and side once. */
export function createBridges(seed: number, draws: number): (side: string, size: number) => Bridges {
  return (side, size) => {
    const name = `${side} ${roundSize(size)}`;
    const key = `${seed} ${draws} ${name}`;
    const bridges = KEPT.get(key) ?? drawBridges(deriveSeed(seed, name), draws, roundSize(size));
    KEPT.delete(key);
    KEPT.set(key, bridges);
    if (KEPT.size > KEPT_SIZES) KEPT.delete(KEPT.keys().next().value!);
    return bridges;
  };
}

function roundSize(size: number): number {
  if (size >= GAUSSIAN_SIZE) return GAUSSIAN_SIZE;
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(size)) - SIZE_BITS);
  return Math.round(size / unit) * unit;
}

function drawBridges(seed: number, draws: number, size: number): Bridges {
  const random = createRandom(seed);
  const bridges = new Float32Array(draws * (BRIDGE_POINTS + 1));
  const steps = new Float64Array(BRIDGE_POINTS);
  for (let draw = 0; draw < draws; draw++) {
    if (size >= GAUSSIAN_SIZE) {
      const deviation = 1 / Math.sqrt(BRIDGE_POINTS);
      for (let i = 0; i < BRIDGE_POINTS; i++) steps[i] = deviation * random.normal();
    } else {
      const weight = 1 / Math.sqrt(size);
      steps.fill(0);
      for (let i = 0; i < size; i++) steps[(random.uniform() * BRIDGE_POINTS) | 0]! += weight;
    }
    pinDown(steps, bridges, draw * (BRIDGE_POINTS + 1));
  }
  return bridges;
}

/** Adds the steps up and takes away the straight line, so that the path ends where it began: at 0. */
function pinDown(steps: Float64Array, bridges: Bridges, offset: number): void {
  let end = 0;
  for (let i = 0; i < BRIDGE_POINTS; i++) end += steps[i]!;
  let height = 0;
  for (let i = 0; i < BRIDGE_POINTS; i++) {
    height += steps[i]!;
    bridges[offset + i + 1] = height - (end * (i + 1)) / BRIDGE_POINTS;
  }
}
