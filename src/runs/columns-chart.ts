import type { Alert } from '../alerts/types.ts';
import { buildColumnsChart } from '../charts/findings.ts';
import type { ColumnsChart } from '../charts/types.ts';
import { DRIFT_SUMMARIES } from '../checks/feature-drift.ts';
import { isPValue, type Measurement } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { isDriftMethod } from '../drift/index.ts';
import { loadDefinition } from '../monitors/verbs.ts';

/** Windows of the small history beside each column. */
const HISTORY = 30;
/** Conditions that speak of the features as a whole. */
const SUMMARY = new RegExp(`\\b(${DRIFT_SUMMARIES.join('|')})\\b|breaches\\("feature_drift"\\)`);

/**
 * The columns ranked by drift x importance, for an alert about the features as a whole with more than one of them
 * drifted; null for any other, whose single column or metric is the better picture.
 */
export function chartOfColumns(
  ctx: Context,
  alert: Alert,
  names: { reference: string; current: string },
): ColumnsChart | null {
  if (!SUMMARY.test(alert.condition) || alert.evidence.segment != null) return null;
  const worst = worstByColumn(ctx.store.measurements.ofRun(alert.evidence.runId));
  // P-values have no distance in common.
  if (worst.some(isPValue)) return null;
  if (worst.filter((one) => one.state === 'breach').length < 2) return null;
  const row = ctx.store.monitors.get(alert.monitorId);
  const settings = row === null ? null : loadDefinition(row).monitor.featureDrift;
  return buildColumnsChart({
    modelName: alert.modelName,
    names,
    rows: worst.flatMap(({ metric, column, value, threshold, floor, state }) => {
      if (column === null || threshold === null || !isDriftMethod(metric)) return [];
      const key = { check: 'feature_drift', metric, column };
      const history = ctx.store.measurements.history(alert.monitorId, key, HISTORY).map((one) => one.value);
      const importance = settings?.columns[column]?.importance ?? null;
      return [{ column, method: metric, value, threshold, floor, state, importance, history }];
    }),
  });
}

/** Of the methods that a column was asked by, the one furthest towards its limit. */
function worstByColumn(measurements: readonly Measurement[]): Measurement[] {
  const worst = new Map<string, Measurement>();
  for (const one of measurements) {
    if (one.check !== 'feature_drift' || one.column === null || one.segment !== null || !isDriftMethod(one.metric))
      continue;
    const known = worst.get(one.column);
    if (known === undefined || ratio(one) > ratio(known)) worst.set(one.column, one);
  }
  return [...worst.values()];
}

function ratio({ value, threshold }: Measurement): number {
  return value === null || threshold === null ? -1 : value / Math.max(threshold, 1e-12);
}
