import { CHECKS } from '../checks/index.ts';
import { CHECK_NAMES, type CheckName, isOfSegment, type Measurement } from '../checks/types.ts';
import type { DriftSettings, Monitor } from '../monitors/types.ts';
import type { TimeRange } from '../profile/types.ts';
import type { MeasurementRow, Store } from '../store/types.ts';

/** What runs measured of one window and slices do not hold, by check. */
export type StoredChecks = Readonly<Partial<Record<CheckName, readonly Measurement[]>>>;

/** Something that a replay knows only from runs; `metric` null: everything of the check. */
export type StoredSubject = { check: CheckName; metric: string | null };

/** Checks whose values are known from runs alone, whatever a monitor asks. */
export const STORED_CHECKS: readonly CheckName[] = ['latency', 'jobs', 'custom'];

type Span = { fromAt: number; toAt: number };

/**
 * What a monitor measures and slices do not hold: durations, jobs and custom metrics have statements of their own, and
 * the verdicts of other tools need the rows themselves.
 */
export function listStoredSubjects(monitor: Monitor): StoredSubject[] {
  const borrowed = (['feature_drift', 'prediction_drift', 'label_drift'] as const).filter(
    (check) => (settingsOf(monitor, check)?.compat ?? null) !== null,
  );
  return [
    ...borrowed.map((check) => ({ check, metric: null })),
    ...(['latency', 'jobs'] as const)
      .filter((check) => CHECKS[check].isConfigured(monitor))
      .map((check) => ({ check, metric: null })),
    ...monitor.customMetrics.map(({ name }) => ({ check: 'custom' as const, metric: name })),
  ];
}

/** In words, for people. */
export function nameStored({ check, metric }: StoredSubject): string {
  return metric === null ? check : `${check} ${metric}`;
}

/**
 * The stored measurements that the definition `tried` would have made too, of each window's newest run.
 * @param saved the definition that the runs are taken to have had; where it measures something else under the same name,
 * what runs measured says nothing.
 */
export function listStoredRows(
  store: Store,
  monitorId: number,
  { saved, tried }: { saved: Monitor; tried: Monitor },
  span: Span,
): MeasurementRow[] {
  const subjects = listStoredSubjects(tried).filter((one) => basisOf(saved, one) === basisOf(tried, one));
  if (subjects.length === 0) return [];
  const checks = [...new Set(subjects.map(({ check }) => check))];
  return store.measurements
    .ofWindows(monitorId, span, checks)
    .filter((row) => !isOfSegment(row) && subjects.some((one) => isAbout(row, one)));
}

/** Everything but limits that the value of a subject depends on, as text; null where it is not measured. */
function basisOf(monitor: Monitor, subject: StoredSubject): string | null {
  const { current, reference, timestampColumn, grain, windowMs, labels, labelColumn, predictionColumn } = monitor;
  if (!listStoredSubjects(monitor).some((one) => nameStored(one) === nameStored(subject))) return null;
  const rows = { current, timestampColumn, grain, windowMs };
  switch (subject.check) {
    case 'latency':
      return JSON.stringify([rows, monitor.modelVersionColumn]);
    case 'jobs':
      return JSON.stringify([windowMs, monitor.jobs?.table, monitor.jobs?.like]);
    case 'custom': {
      const metric = monitor.customMetrics.find(({ name }) => name === subject.metric);
      return JSON.stringify([rows, labels, labelColumn, predictionColumn, metric?.sqlExpression]);
    }
    default:
      return JSON.stringify([
        rows,
        reference,
        labels,
        labelColumn,
        predictionColumn,
        settingsOf(monitor, subject.check),
      ]);
  }
}

function settingsOf(monitor: Monitor, check: CheckName): DriftSettings | null {
  if (check === 'feature_drift') return monitor.featureDrift;
  if (check === 'prediction_drift') return monitor.predictionDrift;
  return check === 'label_drift' ? monitor.labelDrift : null;
}

/** Stored measurements by their windows. */
export function groupByWindow(rows: readonly MeasurementRow[]): (window: TimeRange) => StoredChecks {
  const byWindow = new Map<string, Partial<Record<CheckName, Measurement[]>>>();
  for (const { runId: _, windowFromAt, windowToAt, ...measurement } of rows) {
    const key = `${windowFromAt} ${windowToAt}`;
    const found = byWindow.get(key) ?? {};
    byWindow.set(key, found);
    found[measurement.check] = [...(found[measurement.check] ?? []), measurement];
  }
  return ({ fromAt, toAt }) => byWindow.get(`${fromAt} ${toAt}`) ?? {};
}

/** Stored measurements as a monitor's limits judge them. */
export function judgeStored(
  monitor: Monitor,
  stored: StoredChecks,
  checks: readonly CheckName[] = CHECK_NAMES,
): Measurement[] {
  return checks.flatMap((check) => {
    const { judge } = CHECKS[check];
    return (stored[check] ?? []).map((one) => (judge === undefined ? one : judge(monitor, one)));
  });
}

/** In how many of some windows each subject is known to runs. */
export function countStored(
  monitor: Monitor,
  windows: readonly StoredChecks[],
): (StoredSubject & { windows: number })[] {
  return listStoredSubjects(monitor).map((subject) => ({
    ...subject,
    windows: windows.filter((stored) => (stored[subject.check] ?? []).some((one) => isAbout(one, subject))).length,
  }));
}

function isAbout(one: Measurement, { check, metric }: StoredSubject): boolean {
  return one.check === check && (metric === null || one.metric === metric);
}
