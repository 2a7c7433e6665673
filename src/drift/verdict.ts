import { rejectByFalseDiscoveryRate } from '../stats/benjamini-hochberg.ts';
import { countValues } from './cells.ts';
import { isNear, type Noise, ROUNDING } from './floor.ts';
import { listMethodsFor, METHODS } from './index.ts';
import { type JudgeMemory, NO_MEMORY } from './memory.ts';
import { createNoiseSource, type NoiseSource } from './noise.ts';
import { type Confirmation, isSurelyWithin, isUnconfirmed, lookAgain } from './second-look.ts';
import type { ColumnPair, DriftRequest, DriftResult } from './types.ts';

export type JudgeOptions = {
  /** Of the draws; the same seed and counts always give the same verdict. */
  seed?: number;
  /** Pairs drawn for the noise floor. */
  draws?: number;
  /** Expected share of false findings among the columns that are called drifted; of clean runs, the share that calls any. */
  falseDiscoveryRate?: number;
  /** Noise is told only of what can have drifted: values over their threshold, in tables that are not noise by far. False by default. */
  onlyBeyond?: boolean;
  /** Values and verdicts are the same, but noise is drawn only where a verdict hangs on it: elsewhere floor and pValue are null. */
  verdictsOnly?: boolean;
  /** Of whoever asks the same pairs again with other thresholds. */
  memory?: JudgeMemory;
};

/** The floor stands at a p-value of 0.005: twenty times more is beyond what the asymptotic formula can be wrong by. */
const CLEARLY_NOISE = 0.1;
/** The square of a larger value does not fit a double. */
const HUGE = 1e150;
/** Of clean runs, one in twenty at most is to name a column, and p-values of small windows are a little too small. */
const FALSE_DISCOVERY_RATE = 0.03;
const DEFAULTS: Required<JudgeOptions> = {
  seed: 1,
  draws: 999,
  falseDiscoveryRate: FALSE_DISCOVERY_RATE,
  onlyBeyond: false,
  verdictsOnly: false,
  memory: NO_MEMORY,
};

/**
 * Which columns have drifted: a value over its threshold, over what noise gives at these sample sizes (or confirmed by a
 * second look at what the method is blind to; of JS and categories, by the test of the table), and significant after
 * correction over all that is asked (Benjamini and Hochberg), or, where a request limits it, with a p-value under that
 * limit. Results come in the order of the requests.
 */
export function judgeDrift(requests: readonly DriftRequest[], options: JudgeOptions = {}): DriftResult[] {
  const { seed, draws, falseDiscoveryRate, onlyBeyond, verdictsOnly, memory } = { ...DEFAULTS, ...options };
  const source = createNoiseSource(seed, draws);
  const results: DriftResult[] = [];
  const looks: (Confirmation | null)[] = [];
  // One request after the other: the draws of a column serve all that is asked of it.
  for (const request of requests) {
    const { result, look } = measureTwice(request, source, { onlyBeyond, verdictsOnly }, memory);
    results.push(result);
    looks.push(look);
  }
  if (verdictsOnly) drawUndecided(requests, { results, looks }, { source, memory }, falseDiscoveryRate);
  const isTest = results.map(({ value, pValue }) => (verdictsOnly ? value : pValue) !== null);
  const isSignificant = requests.map(({ pValueLimit }, i) => {
    const { pValue } = results[i]!;
    return pValueLimit !== null && pValue !== null && pValue < pValueLimit;
  });
  // One family for all methods: a family for each would let a monitor with two kinds of column be wrong twice as often.
  const family = [...requests.keys()].filter((i) => requests[i]!.pValueLimit === null && isTest[i]);
  const rejected = rejectByFalseDiscoveryRate(
    // What was not drawn was found not to matter.
    family.map((i) => looks[i]?.pValue ?? results[i]!.pValue ?? 1),
    falseDiscoveryRate,
  );
  family.forEach((i, place) => {
    isSignificant[i] = rejected[place]!;
  });
  return results.map((result, i) => {
    if (requests[i]!.isTestAlone === true) return decideByTest(result, isSignificant[i]!);
    return decide(result, isSignificant[i]!, looks[i]!);
  });
}

/**
 * The largest JS distance among the columns that pass their noise floor, 0 if none does; null if none can be told.
 * Noise is drawn from the largest value down, and not at all for tables that chi-square takes for noise by far.
 */
export function driftScore(
  pairs: Readonly<Record<string, ColumnPair>>,
  minRows: number,
  options: JudgeOptions = {},
): number | null {
  const { seed, draws } = { ...DEFAULTS, ...options };
  const source = createNoiseSource(seed, draws);
  const common = { method: 'js_distance', threshold: 0, pValueLimit: null, minRows, exactValue: null } as const;
  const known = Object.entries(pairs)
    .filter(([column, pair]) => explainUnmeasurable({ ...common, column, pair }) === null)
    .map(([, pair]) => ({ pair, value: METHODS.js_distance.value(pair) }))
    .sort((a, b) => b.value - a.value);
  if (known.length === 0) return null;
  const passing = known.find(
    ({ pair, value }) =>
      METHODS.chi_square.pValue!(pair, value) < CLEARLY_NOISE &&
      isAbove(value, METHODS.js_distance.noise(pair, source.forValue(value)).floor),
  );
  return passing?.value ?? 0;
}

function isAbove(value: number, floor: number): boolean {
  return value > floor * (1 + ROUNDING);
}

type Sparing = { onlyBeyond: boolean; verdictsOnly: boolean };

type Measured = { result: DriftResult; look: Confirmation | null };

/** A threshold decides by one thing alone what is drawn: whether the value is over it. */
function measureTwice(request: DriftRequest, source: NoiseSource, sparing: Sparing, memory: JudgeMemory): Measured {
  if (memory === NO_MEMORY || explainUnmeasurable(request) !== null) return measureAfresh(request, source, sparing);
  const { column: _column, pair, threshold, ...asked } = request;
  const value =
    request.exactValue ?? memory.recall(pair, `${request.method} value`, () => METHODS[request.method].value(pair));
  const name = JSON.stringify([asked, sparing, value > threshold]);
  const { result, look } = memory.recall(pair, name, () => measureAfresh(request, source, sparing));
  return { result: { ...result, threshold }, look };
}

function measureAfresh(request: DriftRequest, source: NoiseSource, sparing: Sparing): Measured {
  const result = measure(request, source, sparing);
  if (request.isTestAlone === true) return { result, look: null };
  const look = lookAgain(request, result, source);
  return { result: look?.isAlone === true ? { ...result, pValue: look.pValue } : result, look };
}

function measure(request: DriftRequest, source: NoiseSource, sparing: Sparing): DriftResult {
  const { column, method: name, pair, threshold } = request;
  const method = METHODS[name];
  const result: DriftResult = {
    column,
    method: name,
    value: null,
    threshold,
    floor: null,
    pValue: null,
    drifted: false,
    state: 'unknown',
    reason: explainUnmeasurable(request),
  };
  if (result.reason !== null) return result;
  const value = request.exactValue ?? method.value(pair);
  if (!Number.isFinite(value))
    return { ...result, reason: 'Its spread does not fit a double: the values are too large' };
  const caveat = request.exactValue === null ? (method.caveat?.(pair) ?? null) : null;
  if (request.isTestAlone === true) {
    return { ...result, value, pValue: method.pValue?.(pair, value) ?? null, state: 'ok', reason: caveat };
  }
  if (isSpared(request, value, source, sparing)) return { ...result, value, state: 'ok', reason: caveat };
  const noise = tellNoise(method.noise(pair, source), value, threshold);
  if (!Number.isFinite(noise.floor)) return { ...result, reason: 'Its noise cannot be told: the values are too large' };
  const pValue = method.pValue?.(pair, value) ?? noise.pValue(value);
  const floor = request.exactValue === null ? noise.floor : Math.max(noise.floor, method.floorOfRows?.(pair) ?? 0);
  return { ...result, value, floor, pValue, state: 'ok', reason: caveat };
}

/** Drawn finer where the verdict is near: a floor of 999 draws may let one clean column in 80 pass, and every day. */
function tellNoise(noise: Noise, value: number, threshold: number): Noise {
  return value > threshold && noise.finer !== undefined && isNear(noise.pValue(value)) ? noise.finer() : noise;
}

/** Whether the verdict is known without its noise, and whoever asks wants no more. */
function isSpared(request: DriftRequest, value: number, source: NoiseSource, sparing: Sparing): boolean {
  const { onlyBeyond, verdictsOnly } = sparing;
  if (!onlyBeyond && !verdictsOnly) return false;
  if (value <= request.threshold) return onlyBeyond || !isHuge(request.pair);
  if (isSurelyWithin(request, source) || (onlyBeyond && isClearlyNoise(request))) return true;
  return verdictsOnly && isUnconfirmed(request, source);
}

/** The test of a table sees what chi-square does not, and has its own way of being sure. */
function isClearlyNoise({ method, pair }: DriftRequest): boolean {
  if (pair.kind !== 'categorical' || method === 'js_distance' || method === 'js_divergence') return false;
  return METHODS.chi_square.pValue!(pair, 0) >= CLEARLY_NOISE;
}

/**
 * Draws what is left of a family where its correction cannot be told without: that rejects the more the smaller the
 * p-values are, so that 0 and 1 in place of unknown ones bound it.
 */
function drawUndecided(
  requests: readonly DriftRequest[],
  { results, looks }: { results: DriftResult[]; looks: (Confirmation | null)[] },
  { source, memory }: { source: NoiseSource; memory: JudgeMemory },
  rate: number,
): void {
  const family = [...requests.keys()].filter((i) => requests[i]!.pValueLimit === null && results[i]!.value !== null);
  const reject = (unknown: number): boolean[] => {
    const pValues = family.map((i) => looks[i]?.pValue ?? results[i]!.pValue ?? unknown);
    const rejected = rejectByFalseDiscoveryRate(pValues, rate);
    return rejected.filter((_, place) => decide(results[family[place]!]!, true, looks[family[place]!]!).drifted);
  };
  if (String(reject(0)) === String(reject(1))) return;
  for (const i of family) {
    if (results[i]!.floor !== null) continue;
    const { result, look } = measureTwice(requests[i]!, source, { onlyBeyond: false, verdictsOnly: false }, memory);
    results[i] = result;
    looks[i] = look;
  }
}

/** Sums of such values may overflow, and then there is no noise and no verdict. */
function isHuge({ reference, current }: ColumnPair): boolean {
  const sizes = [reference, current].flatMap((side) => (side.kind === 'numeric' ? [side.min ?? 0, side.max ?? 0] : []));
  return sizes.some((size) => Math.abs(size) > HUGE);
}

function decide(result: DriftResult, isSignificant: boolean, look: Confirmation | null): DriftResult {
  if (result.value === null || result.floor === null) return result;
  const isBeyond = isAbove(result.value, result.floor);
  const isMore = look?.isConfirmed === true || (isBeyond && look?.isAlone !== true);
  const drifted = result.value > result.threshold && isMore && isSignificant;
  if (!drifted) return { ...result, drifted, state: 'ok' };
  const reasons = [isBeyond ? null : look!.reason, result.reason].filter((one) => one !== null);
  return { ...result, drifted, state: 'breach', reason: reasons.length === 0 ? null : reasons.join('; ') };
}

function decideByTest(result: DriftResult, isSignificant: boolean): DriftResult {
  return isSignificant ? { ...result, drifted: true, state: 'breach' } : result;
}

/** Why a column cannot be judged by a method, or null. */
function explainUnmeasurable({ column, method: name, pair, minRows }: DriftRequest): string | null {
  const method = METHODS[name];
  if (!method.kinds.includes(pair.kind)) {
    return `Metric '${name}' not supported for ${pair.kind} column '${column}'; methods that fit: ${listMethodsFor(pair.kind).join(', ')}`;
  }
  const needed = Math.max(minRows, method.minRows);
  for (const side of ['reference', 'current'] as const) {
    const profile = pair[side];
    const values = countValues(profile);
    if (profile.rows === 0) return `No rows in the ${side} window`;
    if (values === 0)
      return `No ${pair.kind === 'numeric' ? 'finite value' : 'value'} among ${profile.rows} rows of the ${side} window`;
    if (values < needed) return `Too few values in the ${side} window: ${values}, and ${needed} are needed`;
  }
  return null;
}
