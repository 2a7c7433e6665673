import type { AlertEvidence } from '../alerts/types.ts';
import type { Measurement } from '../checks/types.ts';
import type { TimeRange } from '../profile/types.ts';

/** Counts over a run's columns, and the measurements that they count. */
const SUMMARIES = new Set(['drift_score', 'drifted_columns', 'drifted_share']);

type Subject = {
  runId: number;
  window: TimeRange;
  rows: { reference: number; current: number };
  /** Names that the rule's condition uses, and the columns it asks about by drift(method, column). */
  names: readonly string[];
  driftCalls: readonly { method: string; column: string }[];
  importance: Readonly<Record<string, number>>;
};

/**
 * The finding that an alert shows: of the measurements that the rule speaks of, the one furthest beyond its
 * threshold, weighted by the column's importance. A rule over a summary such as drifted_columns shows the worst
 * column behind it.
 */
export function pickEvidence(measurements: readonly Measurement[], subject: Subject): AlertEvidence {
  const spokenOf = measurements.filter((one) => one.value !== null && isSpokenOf(one, subject));
  const ranked = [...spokenOf].sort((a, b) => concern(b, subject) - concern(a, subject));
  const worst = ranked[0];
  const breaching = ranked.slice(1).filter((one) => one.state === 'breach' && one.column !== worst?.column);
  return {
    runId: subject.runId,
    windowFromAt: subject.window.fromAt,
    windowToAt: subject.window.toAt,
    rowsReference: subject.rows.reference,
    rowsCurrent: subject.rows.current,
    metric: worst?.metric ?? subject.names[0] ?? subject.driftCalls[0]?.method ?? 'rows',
    column: worst?.column ?? null,
    value: worst?.value ?? null,
    threshold: worst?.threshold ?? null,
    direction: worst?.direction ?? null,
    breaches: 1,
    windows: 1,
    also: onePerColumn(breaching).map(({ metric, column, value, threshold }) => ({
      metric,
      column,
      value: value!,
      threshold,
    })),
  };
}

function isSpokenOf(one: Measurement, subject: Subject): boolean {
  if (subject.driftCalls.some((call) => call.method === one.metric && call.column === one.column)) return true;
  const isDrift = one.check === 'feature_drift' || one.check === 'prediction_drift';
  if (isDrift && one.column !== null) return subject.names.some((name) => SUMMARIES.has(name));
  return subject.names.includes(one.metric) && !SUMMARIES.has(one.metric);
}

/** How far beyond its limit, times importance; what is within its limit ranks below everything that is not. */
function concern(one: Measurement, subject: Subject): number {
  const weight = one.column === null ? 1 : (subject.importance[one.column] ?? 1);
  return ratio(one) * weight + (one.state === 'breach' ? 1e6 : 0);
}

function ratio(one: Measurement): number {
  if (one.value === null || one.threshold === null) return 0;
  if (one.direction === 'below') return one.threshold / Math.max(Math.abs(one.value), 1e-9);
  return Math.abs(one.value) / Math.max(Math.abs(one.threshold), 1e-9);
}

function onePerColumn(ranked: readonly Measurement[]): Measurement[] {
  const seen = new Set<string>();
  return ranked.filter((one) => {
    const key = one.column ?? one.metric;
    return seen.has(key) ? false : seen.add(key);
  });
}
