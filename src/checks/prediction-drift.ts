import { listScores } from '../monitors/types.ts';
import { measureColumns } from './drift.ts';
import { makeUnknown } from './measurement.ts';
import type { Check } from './types.ts';

export const predictionDrift: Check = {
  name: 'prediction_drift',
  summary: "Whether the model's predictions, and its scores where it has them, moved away from the reference",
  isConfigured: (monitor) => monitor.predictionDrift !== null,
  measure(input) {
    const { predictionDrift: settings, predictionColumn } = input.monitor;
    if (settings === null) return [];
    const columns = [predictionColumn, ...listScores(input.monitor)].filter((column) => column !== null);
    if (columns.length > 0) return measureColumns('prediction_drift', input, settings, columns);
    const metric = settings.driftMethods?.[0] ?? 'wasserstein';
    return [makeUnknown('prediction_drift', metric, 'There is no prediction to compare: set prediction_column')];
  },
};
