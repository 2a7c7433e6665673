import type { AlertState } from '../alerts/types.ts';
import type { Measurement } from '../checks/types.ts';
import type { Severity } from '../monitors/types.ts';
import type { RunResult } from './run.ts';

/** One run as `mlmon run --json` prints it: one object a line. Field names are a promise to scripts. */
export type RunReport = {
  monitor: string;
  window: { from: string | null; to: string | null };
  rows: { reference: number; current: number };
  measurements: readonly Measurement[];
  alerts: readonly { rule: string; severity: Severity; state: AlertState; cause: string | null }[];
  correlations: readonly { x: string; y: string; reference: number | null; current: number | null }[];
  timing: { warehouseMs: number; totalMs: number };
  bytesFetched: number;
};

/** The fields of a RunReport, for docs/reference.md. */
export const RUN_REPORT_FIELDS: readonly { field: string; meaning: string }[] = [
  { field: 'monitor', meaning: 'model_name of the monitor' },
  {
    field: 'window {from, to}',
    meaning: 'the compared span of event time, ISO 8601 UTC, [from, to); null: the whole dataset',
  },
  { field: 'rows {reference, current}', meaning: 'rows on both sides' },
  {
    field:
      'measurements[] {check, metric, column, segment, value, threshold, direction, floor, pValue, drifted, state, reason}',
    meaning: 'every number of the run; value is null exactly when state is unknown, and reason says why',
  },
  {
    field: 'alerts[] {rule, severity, state, cause}',
    meaning:
      'episodes of rules that are open after this run, or ended with it; cause: where the newest breach comes from, null where the counts do not tell',
  },
  {
    field: 'correlations[] {x, y, reference, current}',
    meaning:
      'the matrix: the correlation of every two watched columns on both sides, null where it is not known; what changed stands in measurements',
  },
  { field: 'timing {warehouseMs, totalMs}', meaning: 'milliseconds in the warehouse, and in all' },
  { field: 'bytesFetched', meaning: 'size of what was fetched from the warehouse' },
];

export function reportRun(result: RunResult): RunReport {
  const { run } = result;
  return {
    monitor: result.monitor.modelName,
    window: { from: toIso(run.window.fromAt), to: toIso(run.window.toAt) },
    rows: { reference: run.rowsReference, current: run.rowsCurrent },
    measurements: result.measurements,
    alerts: result.alerts.map(({ rule, severity, state, evidence }) => ({
      ...{ rule, severity, state },
      cause: evidence.cause ?? null,
    })),
    correlations: result.correlations.map(({ x, y, reference, current }) => ({
      ...{ x, y },
      reference: reference?.r ?? null,
      current: current?.r ?? null,
    })),
    timing: { warehouseMs: Math.round(run.warehouseMs), totalMs: Math.round(run.totalMs) },
    bytesFetched: run.bytesFetched,
  };
}

function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
