import { measureQuality, QUALITY_RATES, type QualityRate } from '../metrics/quality.ts';
import { listScores, type QualitySettings, type RateLimit } from '../monitors/types.ts';
import { isFeature } from './feature-drift.ts';
import { judgeLimits, makeMeasurement, makeUnknown } from './measurement.ts';
import { chanceOfShare, chanceOfValue } from './sampling.ts';
import type { Check, CheckInput, Measurement } from './types.ts';
import { formatPercent } from './words.ts';

export const quality: Check = {
  name: 'quality',
  summary: 'Shares of missing, outlying and invalid values of each column, against a limit and against the reference',
  isConfigured: (monitor) => monitor.quality !== null,
  measure(input) {
    const settings = input.monitor.quality;
    if (settings === null) return [];
    return QUALITY_RATES.flatMap((rate) => {
      const limit = limitOf(rate, settings);
      return limit === null ? [] : measureRate(rate, limit, input, settings);
    });
  },
};

function limitOf(rate: QualityRate, settings: QualitySettings): RateLimit | null {
  const limits = {
    missing_rate: settings.missingRate,
    outlier_rate: settings.outlierRate,
    invalid_rate: settings.invalidRate,
  };
  return limits[rate];
}

function measureRate(rate: QualityRate, limit: RateLimit, input: CheckInput, settings: QualitySettings): Measurement[] {
  const columns = listColumns(rate, input, settings);
  if (columns.length > 0) return columns.map((column) => measureColumn(rate, column, limit, input));
  return [
    makeUnknown(
      'quality',
      rate,
      rate === 'invalid_rate' ? 'No column has a rule: add quality.rules' : 'There are no columns to look at',
    ),
  ];
}

/** Invalid: the columns with a rule; outliers: numbers; missing: all but outcomes, which come late by nature. */
function listColumns(rate: QualityRate, { monitor, grids }: CheckInput, settings: QualitySettings): string[] {
  if (rate === 'invalid_rate') return Object.keys(settings.rules);
  const isWatched = (column: string): boolean =>
    isFeature(monitor, column) || column === monitor.predictionColumn || listScores(monitor).includes(column);
  return Object.entries(grids.columns)
    .filter(([column, grid]) => isWatched(column) && (rate === 'missing_rate' || grid.kind === 'numeric'))
    .map(([column]) => column);
}

function measureColumn(rate: QualityRate, column: string, limit: RateLimit, input: CheckInput): Measurement {
  const grid = input.grids.columns[column];
  const current = input.current.columns[column];
  if (grid === undefined || current === undefined) {
    return makeUnknown(
      'quality',
      rate,
      `Column '${column}' is not there, or its values are of a kind that is not counted`,
      column,
    );
  }
  const found = measureQuality(rate, current, grid);
  if ('reason' in found) return makeUnknown('quality', rate, found.reason, column);
  const reference = input.reference.columns[column];
  const before = reference === undefined ? null : measureQuality(rate, reference, grid);
  const usual = before !== null && 'value' in before ? before.value : null;
  const increased = limit.maxIncrease !== null && usual !== null ? usual + limit.maxIncrease : null;
  const max = Math.min(limit.max ?? Number.POSITIVE_INFINITY, increased ?? Number.POSITIVE_INFINITY);
  const reason = usual === null ? null : `${formatPercent(usual)} in the reference`;
  const measurement = makeMeasurement({ check: 'quality', metric: rate, column, value: found.value, reason });
  const judged = judgeLimits(measurement, { min: null, max: Number.isFinite(max) ? max : null });
  if (input.isSegment !== true) return judged;
  const { value, of } = found;
  // A limit that is itself measured has an error of its own.
  const error =
    max === increased && before !== null && 'of' in before ? errorOf(max, of) + errorOf(usual!, before.of) : 0;
  const pValue =
    error > 0 ? chanceOfValue(value, Math.sqrt(error), judged) : chanceOfShare(Math.round(value * of), of, judged);
  return { ...judged, pValue };
}

/** The variance of a share. */
function errorOf(share: number, rows: number): number {
  return (share * Math.max(0, 1 - share)) / rows;
}
