import type { DriftMethodName } from '../monitors/types.ts';
import { FLOOR_LEVEL, isNear } from './floor.ts';
import { METHODS } from './index.ts';
import type { NoiseSource } from './noise.ts';
import type { ColumnPair, DriftRequest, DriftResult } from './types.ts';

/** Clean columns that any verdict lets through. */
const LEVEL = 0.0065;
/** What is left of it for a second look beside the floor, which one clean column in 200 passes. */
const LOOK_LEVEL = LEVEL - (1 - FLOOR_LEVEL);

/** What another test of the same pair says where the method's own noise does not tell enough. */
export type Confirmation = {
  /** Whether it finds more than chance. */
  isConfirmed: boolean;
  /** Whether it decides in place of the floor, and its p-value is the measurement's. */
  isAlone: boolean;
  /** For the correction over all that is asked. */
  pValue: number;
  /** For people, where it confirms what lies within the floor. */
  reason: string;
};

type Look = (pair: ColumnPair, source: NoiseSource, result: DriftResult) => Confirmation | null;

/**
 * What the default methods are blind to, and a test that is not. The mean distance drowns in the noise of a heavy tail,
 * where ranks do not: a lognormal shifted by a quarter of a deviation is found in 50 rows in 9 % of the windows by the one
 * and in all by the other. JS takes little notice of a rare category that grows: a test of the table takes its place.
 */
const LOOKS: Partial<Record<DriftMethodName, Look>> = {
  wasserstein: lookAtRanks,
  js_distance: lookAtTable,
  js_divergence: lookAtTable,
};

/** What a second look at a column says; null for a method that needs none, and where a p-value of the user's decides. */
export function lookAgain(request: DriftRequest, result: DriftResult, source: NoiseSource): Confirmation | null {
  if (request.pValueLimit !== null || result.value === null || result.pValue === null) return null;
  return LOOKS[request.method]?.(request.pair, source, result) ?? null;
}

/** Whether a second look decides alone and finds nothing for certain, so that no floor need be drawn for a verdict. */
export function isSurelyWithin(request: DriftRequest, source: NoiseSource): boolean {
  return isDecidedByTable(request) && source.isSurelyNoise(request.pair);
}

/** Whether it decides alone and confirms nothing: there is no verdict that a floor or a p-value could change. */
export function isUnconfirmed(request: DriftRequest, source: NoiseSource): boolean {
  return isDecidedByTable(request) && source.testCells(request.pair).pValue > LEVEL;
}

function isDecidedByTable({ method, pair, pValueLimit }: DriftRequest): boolean {
  return LOOKS[method] === lookAtTable && pair.kind === 'categorical' && pValueLimit === null;
}

/** The KS test of numbers. A value that is not over its threshold is not looked at: it cannot have drifted. */
function lookAtRanks(pair: ColumnPair, source: NoiseSource, result: DriftResult): Confirmation {
  const ownPValue = result.pValue!;
  const pValue = result.value! > result.threshold ? testRanks(pair, source) : 1;
  return {
    isConfirmed: pValue <= LOOK_LEVEL,
    isAlone: false,
    // Of both looks together, by Bonferroni with weights in the ratio of their levels.
    pValue: Math.min(1, (LEVEL / (1 - FLOOR_LEVEL)) * ownPValue, (LEVEL / LOOK_LEVEL) * pValue),
    reason: `Within its own noise, but not by ks_test: p = ${pValue.toPrecision(2)}`,
  };
}

/** By draws where the formula leaves it open: with many equal values the formula's p-value is several times too large. */
function testRanks(pair: ColumnPair, source: NoiseSource): number {
  const { ks_test: ks } = METHODS;
  const gap = ks.value(pair);
  const formula = ks.pValue!(pair, gap);
  if (formula <= LOOK_LEVEL || !isNear(formula)) return formula;
  return ks.noise(pair, source).finer?.().pValue(gap) ?? formula;
}

function lookAtTable(pair: ColumnPair, source: NoiseSource, result: DriftResult): Confirmation | null {
  if (pair.kind !== 'categorical') return null;
  const { pValue, foundBy } = source.testCells(pair, result.value! > result.threshold);
  const found = foundBy === 'whole' ? 'by chi-square' : 'by the categories that gained and lost most';
  return {
    isConfirmed: pValue <= LEVEL,
    isAlone: true,
    pValue,
    reason: `Within its own noise, but not ${found}: p = ${pValue.toPrecision(2)}`,
  };
}
