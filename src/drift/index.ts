import type { DriftMethodName } from '../monitors/types.ts';
import { chiSquare } from './chi-square.ts';
import { jsDistance } from './js-distance.ts';
import { jsDivergence } from './js-divergence.ts';
import { klDivergence } from './kl-divergence.ts';
import { ksTest } from './ks-test.ts';
import type { DriftMethod } from './method.ts';
import { psi } from './psi.ts';
import type { ColumnPair } from './types.ts';
import { wasserstein } from './wasserstein.ts';
import { zScore } from './z-score.ts';

/** Every drift method by its name in a monitor; help, modals, schema and docs derive from this table. */
export const METHODS: Record<DriftMethodName, DriftMethod> = {
  wasserstein,
  ks_test: ksTest,
  js_divergence: jsDivergence,
  js_distance: jsDistance,
  psi,
  chi_square: chiSquare,
  kl_divergence: klDivergence,
  z_score: zScore,
};

/**
 * What is measured where a monitor names no method: for numbers the Wasserstein distance, which finds small shifts that
 * a KS test misses and reads in the column's own spread; for categories the JS distance, which knows new values and is bounded.
 */
export const DEFAULT_METHODS: Record<ColumnPair['kind'], DriftMethodName> = {
  numeric: 'wasserstein',
  categorical: 'js_distance',
};

/** Does the name belong to a drift method? */
export function isDriftMethod(name: string): name is DriftMethodName {
  return Object.hasOwn(METHODS, name);
}

/** The names of the methods that fit a kind of column. */
export function listMethodsFor(kind: ColumnPair['kind']): DriftMethodName[] {
  return Object.values(METHODS)
    .filter((method) => method.kinds.includes(kind))
    .map((method) => method.name);
}
