import { isFeature } from '../checks/feature-drift.ts';
import { type DriftSettings, listScores, type Monitor } from '../monitors/types.ts';

/** The settings of the drift checks that watch a column. */
export function listDriftSettings(monitor: Monitor, column: string): DriftSettings[] {
  const { featureDrift, predictionDrift, labelDrift, predictionColumn, labelColumn } = monitor;
  const isFeatured = featureDrift?.features?.includes(column) ?? isFeature(monitor, column);
  return [
    isFeatured ? featureDrift : null,
    [predictionColumn, ...listScores(monitor)].includes(column) ? predictionDrift : null,
    column === labelColumn ? labelDrift : null,
  ].filter((settings) => settings !== null);
}
