import type { Alert } from '../alerts/types.ts';
import type { Measurement } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { loadDefinition } from '../monitors/verbs.ts';
import type { MonitorRow, RunRow } from '../store/types.ts';
import { readImportance } from './importance.ts';
import { MODEL_STATES, type ModelState } from './model-state.ts';

export type { ModelState } from './model-state.ts';

export type ModelStatus = {
  modelName: string;
  state: ModelState;
  /** The open alert that decides the state. */
  alert: Alert | null;
  openAlerts: number;
  lastRun: RunRow | null;
  nextDueAt: number | null;
};

/** One model in full: every measurement of its last run. */
export type ModelReport = ModelStatus & {
  alerts: readonly Alert[];
  measurements: readonly Measurement[];
  /** How much the model relies on a column, by name; 1 where nothing was said. */
  importance: Readonly<Record<string, number>>;
};

/** Every model at a glance: by state, then the most urgent finding first, then by name. */
export function readStatus(ctx: Context): ModelStatus[] {
  return ctx.store.monitors
    .list()
    .map((row) => statusOf(ctx, row))
    .sort(
      (a, b) =>
        MODEL_STATES.indexOf(a.state) - MODEL_STATES.indexOf(b.state) ||
        concernOf(b.alert) - concernOf(a.alert) ||
        a.modelName.localeCompare(b.modelName),
    );
}

/** @param row the monitor, found by name or alias. */
export function readReport(ctx: Context, row: MonitorRow): ModelReport {
  const status = statusOf(ctx, row);
  return {
    ...status,
    alerts: openAlertsOf(ctx, row.id),
    measurements: status.lastRun === null ? [] : ctx.store.measurements.ofRun(status.lastRun.id),
    importance: readImportance(loadDefinition(row).monitor),
  };
}

function openAlertsOf(ctx: Context, monitorId: number): Alert[] {
  const open = ctx.store.alerts.list({ monitorId, states: ['firing', 'acked', 'snoozed'] });
  return open.sort(
    (a, b) =>
      MODEL_STATES.indexOf(a.state as ModelState) - MODEL_STATES.indexOf(b.state as ModelState) ||
      concernOf(b) - concernOf(a),
  );
}

function concernOf(alert: Alert | null): number {
  return alert?.evidence.concern ?? 0;
}

function statusOf(ctx: Context, row: MonitorRow): ModelStatus {
  const alerts = openAlertsOf(ctx, row.id);
  const lastRun = ctx.store.runs.latest(row.id);
  const alert = alerts[0] ?? null;
  return {
    modelName: row.modelName,
    state: alert ? (alert.state as ModelState) : stateWithoutAlert(row, lastRun),
    alert,
    openAlerts: alerts.length,
    lastRun,
    nextDueAt: row.isPaused ? null : (ctx.store.schedule.get(row.id)?.dueAt ?? null),
  };
}

function stateWithoutAlert(row: MonitorRow, lastRun: RunRow | null): ModelState {
  if (row.isPaused) return 'paused';
  if (lastRun === null || lastRun.state === 'running') return 'not_run';
  if (lastRun.state === 'failed') return 'failed';
  return lastRun.rowsCurrent === 0 ? 'no_data' : 'ok';
}
