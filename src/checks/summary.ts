import { meaningOf } from '../metrics/truth.ts';
import { quantileErrorOf, quantileOf, summarise } from '../profile/summary.ts';
import type { CategoricalGrid, CategoricalProfile, ColumnProfile, Grid } from '../profile/types.ts';
import { makeMeasurement, makeUnknown } from './measurement.ts';
import type { Check, CheckInput, Measurement } from './types.ts';
import { nameSlice } from './words.ts';

const QUANTILES = [
  ['median', 0.5],
  ['q05', 0.05],
  ['q25', 0.25],
  ['q75', 0.75],
  ['q95', 0.95],
] as const;

/** Numbers to look at and to keep, with no limit of their own. */
export const summary: Check = {
  name: 'summary',
  summary:
    'Count, mean, median, deviation, least, largest and quantiles of each column, and of the predictions slice by slice',
  isConfigured: (monitor) => monitor.summary !== null,
  measure(input) {
    const columns = listColumns(input);
    if (columns.length === 0) return [makeUnknown('summary', 'mean', 'There is no column of numbers to summarise')];
    return [...columns.flatMap((column) => summariseColumn(input, column)), ...summarisePredictions(input)];
  },
};

function listColumns({ monitor, grids }: CheckInput): string[] {
  const names = monitor.summary?.columns ?? Object.keys(grids.columns);
  return names.filter((name) => grids.columns[name]?.kind === 'numeric');
}

function summariseColumn({ grids, current }: CheckInput, column: string): Measurement[] {
  const grid = grids.columns[column];
  const profile = current.columns[column];
  if (profile === undefined)
    return [makeUnknown('summary', 'mean', `Column '${column}' is not in the current dataset`, column)];
  const numbers = describe(profile, grid, true);
  const unknown = explainNone(numbers, `No finite value among ${profile.rows} rows of the current window`);
  return Object.entries(numbers).map(([metric, value]) => {
    const reason = value === null ? unknown : explainError(metric, profile, grid);
    return makeMeasurement({ check: 'summary', metric, column, value, reason });
  });
}

/** Of values that were counted in cells a quantile is known to the width of its cell: wide where the reference had few. */
function explainError(metric: string, profile: ColumnProfile, grid: Grid | undefined): string | null {
  const share = QUANTILES.find(([name]) => name === metric)?.[1];
  if (share === undefined || profile.kind !== 'numeric' || grid?.kind !== 'numeric') return null;
  const error = quantileErrorOf(profile, grid, share);
  return error === 0 ? null : `Off by at most ${Number(error.toPrecision(2))}, the width of its cell`;
}

/** What the model said, slice by slice: the window's own values, each named by the slice's beginning. */
function summarisePredictions({ monitor, grids, slices, window }: CheckInput): Measurement[] {
  const column = monitor.predictionColumn;
  if (column === null || window.fromAt === null) return [];
  if (grids.columns[column] === undefined) {
    const reason = `Column '${column}' is not in the reference dataset, which says how its values are counted`;
    return [makeUnknown('summary', 'prediction_count', reason, column)];
  }
  const own = slices.filter(({ at, profile }) => at >= window.fromAt! && profile.columns[column] !== undefined);
  return own.flatMap(({ at, profile }) => {
    const segment = nameSlice(at, monitor.grain);
    const numbers = describe(profile.columns[column]!, grids.columns[column], false);
    const reason = explainNone(numbers, `No prediction among ${profile.rows} rows`);
    return Object.entries(numbers).map(([name, value]) =>
      makeMeasurement({
        check: 'summary',
        metric: `prediction_${name}`,
        column,
        segment,
        value,
        reason: value === null ? reason : null,
      }),
    );
  });
}

/** Why a number is missing: `without` where there is no value at all. */
function explainNone({ count }: Record<string, number | null>, without: string): string {
  if (!count) return without;
  if (count === 1) return 'One value has no deviation';
  return "A double does not hold the sums of its values: they are too large, too small, or too far from the reference's";
}

/** The numbers of a column; of classes how many there are, and where they are true and false those of 1 and 0. */
function describe(
  profile: ColumnProfile,
  grid: Grid | undefined,
  hasQuantiles: boolean,
): Record<string, number | null> {
  if (profile.kind === 'categorical') return describeClasses(profile, grid as CategoricalGrid);
  if (grid?.kind !== 'numeric') return {};
  const { count, mean, sampleStd, min, max } = summarise(profile, grid);
  const asked = hasQuantiles ? QUANTILES : [];
  const quantiles = asked.map(([name, p]) => [name, quantileOf(profile, grid, p)] as const);
  return {
    count,
    mean,
    median: quantileOf(profile, grid, 0.5),
    std: sampleStd,
    min,
    max,
    ...Object.fromEntries(quantiles),
  };
}

function describeClasses(profile: CategoricalProfile, grid: CategoricalGrid): Record<string, number | null> {
  const count = profile.rows - profile.nulls;
  const named = [...grid.values.map((value, i) => ({ value, count: profile.counts[i]! })), ...profile.unseen];
  const isTruth = profile.other === 0 && named.every(({ value }) => meaningOf(value) !== null);
  if (!isTruth) return { count };
  const yes = named.reduce((sum, one) => sum + (meaningOf(one.value) === 'true' ? one.count : 0), 0);
  return { count, ...describeTruth(yes, count) };
}

/** The numbers of `yes` ones among `count` values that are 0 or 1; the mean is the share of true. */
function describeTruth(yes: number, count: number): Record<string, number | null> {
  if (count === 0) return { mean: null, median: null, std: null, min: null, max: null };
  const mean = yes / count;
  return {
    mean,
    median: mean === 0.5 ? 0.5 : Math.round(mean),
    std: count < 2 ? null : Math.sqrt((mean * (1 - mean) * count) / (count - 1)),
    min: yes === count ? 1 : 0,
    max: yes > 0 ? 1 : 0,
  };
}
