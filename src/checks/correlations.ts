import { type ComparedPair, compareCorrelations, LEAST_CORRELATED } from '../metrics/correlation.ts';
import type { Monitor } from '../monitors/types.ts';
import { countFinite } from '../profile/summary.ts';
import type { ColumnProfile } from '../profile/types.ts';
import { rejectByFalseDiscoveryRate } from '../stats/benjamini-hochberg.ts';
import { formatAgainst, nameValue } from '../words.ts';
import { judgeLimits, limitsOf, makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';

/** So many columns make 190 pairs. */
export const MOST_CORRELATED = 20;
/** What chance does more often than in one of 200 clean pairs is no change. */
const LEVEL = 0.005;
const FALSE_DISCOVERY_RATE = 0.05;
const METRIC = 'correlation_change';

/** The correlations of the columns of numbers: `correlation_change` by pair, and the largest of all. */
export const correlations: Check = {
  name: 'correlations',
  summary: 'Whether the correlation of two columns changed, by how much, and more than chance explains',
  isConfigured: (monitor) => monitor.correlations !== null,
  measure(input) {
    const pairs = compareCorrelations(input.grids, input.reference, input.current);
    if (pairs.length === 0)
      return [makeUnknown('correlations', METRIC, 'There are fewer than two columns of numbers to compare')];
    return input.isSegment === true ? measureInSegment(input, pairs) : measurePairs(input, pairs);
  },
};

/** The largest change that a monitor allows. */
export function limitOfChange({ correlations: settings, thresholds }: Monitor): number {
  return limitsOf(METRIC, thresholds).max ?? settings?.maxChange ?? Number.POSITIVE_INFINITY;
}

/** The columns of numbers whose correlations a monitor asks for, the most important first. */
export function listCorrelated(monitor: Monitor, numeric: readonly string[]): string[] {
  if (monitor.correlations === null) return [];
  const { columns } = monitor.correlations;
  const isAsked = (name: string) => (columns === null ? name !== monitor.labelColumn : columns.includes(name));
  const importanceOf = (name: string) => monitor.featureDrift?.columns[name]?.importance ?? 0;
  return numeric.filter(isAsked).sort((a, b) => importanceOf(b) - importanceOf(a));
}

/** A pair whose two correlations are known. `isReal`: chance does not explain the change. */
export type KnownPair = ComparedPair & { change: number; isReal: boolean };

/**
 * The pairs whose change is beyond its limit and beyond chance, the largest one in any case; the columns without any
 * correlation; and the largest change of all that chance does not explain.
 */
function measurePairs(input: CheckInput, pairs: readonly ComparedPair[]): Measurement[] {
  const { monitor } = input;
  const known = judgePairs(pairs);
  const limits = { min: null, max: limitOfChange(monitor) };
  const real = known.filter(({ isReal }) => isReal).sort((a, b) => b.change - a.change);
  const shown = real.filter(({ change }, i) => i === 0 || change > limits.max);
  const beyond = shown.map((pair) => judgeLimits(measurePair(pair), limits));
  const total = makeMeasurement({
    check: 'correlations',
    metric: METRIC,
    value: known.length === 0 ? null : (real[0]?.change ?? 0),
    reason: explainTotal(input, pairs, known, limits.max),
  });
  return [...beyond, ...listUnknown(input, pairs), total];
}

/**
 * The largest change of a segment that chance does not explain (or, if there is none, the largest), and others beyond the
 * limit. The p-value of each is that of the best of all the segment's pairs (Bonferroni), for the correction over segments.
 */
function measureInSegment(input: CheckInput, pairs: readonly ComparedPair[]): Measurement[] {
  const known = judgePairs(pairs);
  const limits = { min: null, max: limitOfChange(input.monitor) };
  const [largest] = known
    .filter(({ isReal }) => isReal || !known.some((one) => one.isReal))
    .sort((a, b) => b.change - a.change);
  if (largest === undefined)
    return [makeUnknown('correlations', METRIC, `None of ${pairs.length} pairs could be judged`)];
  const shown = known.filter((pair) => pair === largest || (pair.isReal && pair.change > limits.max));
  return shown.map((pair) => {
    const judged = judgeLimits(measurePair(pair), limits);
    const pValue = Math.min(1, pair.pValue! * known.length);
    return { ...judged, pValue, state: pair.isReal ? judged.state : 'ok' };
  });
}

/** The pairs whose two correlations are known, judged together. */
export function judgePairs(pairs: readonly ComparedPair[]): KnownPair[] {
  const judged = pairs.filter(({ pValue }) => pValue !== null);
  const rejected = rejectByFalseDiscoveryRate(
    judged.map(({ pValue }) => pValue!),
    FALSE_DISCOVERY_RATE,
  );
  return judged.map((pair, i) => ({
    ...pair,
    change: Math.abs(pair.current!.r - pair.reference!.r),
    isReal: rejected[i]! && pair.pValue! < LEVEL,
  }));
}

function measurePair({ x, y, reference, current, change, pValue }: KnownPair): Measurement {
  // As the picture of it says them.
  const round = (r: number): number => Math.round(100 * r) / 100;
  const { value: now, limit: before } = formatAgainst('correlation', round(current!.r), round(reference!.r));
  return makeMeasurement({
    check: 'correlations',
    metric: METRIC,
    column: `${x} × ${y}`,
    value: change,
    pValue,
    reason: `The correlation of ${nameValue(x)} and ${nameValue(y)} is ${now} now; it was ${before}`,
  });
}

/** Columns of which no correlation is known, with the reason of the side that lacks them. */
function listUnknown({ grids, reference, current }: CheckInput, pairs: readonly ComparedPair[]): Measurement[] {
  const columns = grids.pairs?.columns ?? [];
  return columns.flatMap((column) => {
    const own = pairs.filter(({ x, y }) => x === column || y === column);
    if (own.some(({ pValue }) => pValue !== null)) return [];
    const why =
      explainColumn(column, reference.columns[column], 'reference') ??
      explainColumn(column, current.columns[column], 'current');
    return why === null ? [] : [makeUnknown('correlations', METRIC, why, column)];
  });
}

function explainColumn(name: string, column: ColumnProfile | undefined, side: 'reference' | 'current'): string | null {
  const where = side === 'reference' ? 'the reference' : 'the current window';
  if (column === undefined || column.kind !== 'numeric') return `Column '${name}' is not in ${where}`;
  const count = countFinite(column);
  if (count < LEAST_CORRELATED)
    return `Too few values of '${name}' in ${where}: ${count}, and ${LEAST_CORRELATED} are needed`;
  return column.min === column.max ? `'${name}' has one value only in ${where}: it has no correlation` : null;
}

/** What the largest change leaves out: pairs that are not known, changes within chance, columns that are too many. */
function explainTotal(
  { monitor, grids }: CheckInput,
  pairs: readonly ComparedPair[],
  known: readonly KnownPair[],
  limit: number,
): string | null {
  const unknown = pairs.length - known.length;
  const chance = known.filter(({ change, isReal }) => !isReal && change > limit).length;
  const numeric = Object.keys(grids.columns).filter((name) => grids.columns[name]?.kind === 'numeric');
  const asked = listCorrelated(monitor, numeric).length;
  const watched = grids.pairs?.columns.length ?? 0;
  const parts = [
    ...(unknown > 0 ? [`${unknown} of ${pairs.length} pairs could not be judged`] : []),
    ...(chance > 0
      ? [`${chance} of ${pairs.length} changed by more than the limit, as chance does at these sizes`]
      : []),
    ...(asked > watched ? [`${watched} of ${asked} columns are compared, the most important ones`] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
