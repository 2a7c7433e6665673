import type { Comparison, Condition, Subject } from '../alerts/condition.ts';
import type { AlertEvidence } from '../alerts/types.ts';
import { DRIFT_SUMMARIES } from '../checks/feature-drift.ts';
import { isOfSegment, isPValue, type Measurement } from '../checks/types.ts';
import { type Loss, weighLoss } from './loss.ts';

/** Counts over a run's columns; what a reader wants to see is the worst column behind them. */
const SUMMARIES: ReadonlySet<string> = new Set(DRIFT_SUMMARIES);

type Findings = {
  runId: number;
  window: { fromAt: number | null; toAt: number | null };
  rows: { reference: number; current: number };
  measurements: readonly Measurement[];
  /** Weight of a column, by name; 1 where nothing was said. */
  importance: Readonly<Record<string, number>>;
  loss: Loss | null;
  /** What stands in place of these for a finding in a segment. */
  ofSegment?: (segment: string) => Pick<Findings, 'rows' | 'loss'>;
};

/** A measurement against the limit that counts here: the rule's own where it states one, else the check's. */
type Candidate = {
  measurement: Measurement;
  value: number;
  threshold: number | null;
  direction: 'above' | 'below' | null;
  isBeyond: boolean;
};

/**
 * The finding that an alert shows: of the measurements that the condition speaks of, the one furthest beyond its
 * limit, weighted by the column's importance; and what else is outside its limit in the same run.
 */
export function pickEvidence(condition: Condition, findings: Findings): AlertEvidence {
  const candidates = condition.subjects.flatMap((subject) => candidatesOf(subject, condition, findings.measurements));
  const worst = [...candidates].sort(
    (a, b) =>
      Number(b.isBeyond) - Number(a.isBeyond) ||
      Number(isGuard(a)) - Number(isGuard(b)) ||
      concern(b, findings) - concern(a, findings),
  )[0];
  const segment = worst !== undefined && isOfSegment(worst.measurement) ? worst.measurement.segment : null;
  const own = { ...findings, ...(segment === null ? {} : findings.ofSegment?.(segment)) };
  return {
    runId: findings.runId,
    windowFromAt: findings.window.fromAt,
    windowToAt: findings.window.toAt,
    rowsReference: own.rows.reference,
    rowsCurrent: own.rows.current,
    metric: worst?.measurement.metric ?? nameOf(condition.subjects[0]),
    column: worst?.measurement.column ?? null,
    ...(segment === null ? {} : { segment }),
    value: worst?.value ?? null,
    threshold: worst?.threshold ?? null,
    direction: worst?.direction ?? null,
    ...(worst !== undefined && isPValue(worst.measurement) ? { isPValue: true } : {}),
    breaches: 1,
    windows: 1,
    also: listOthers(worst, segment, own),
    loss: own.loss,
    concern: worst === undefined ? 0 : concern(worst, own),
  };
}

function candidatesOf(subject: Subject, condition: Condition, measurements: readonly Measurement[]): Candidate[] {
  const isSummary = subject.kind === 'metric' && SUMMARIES.has(subject.name);
  const comparison = isSummary ? undefined : condition.comparisons.find((one) => isSame(one.subject, subject));
  return measurements
    .filter((one) => one.value !== null && isOfSegment(one) === (subject.kind === 'segments'))
    .filter((one) => isSpokenOf(one, subject))
    .map((measurement) => toCandidate(measurement, comparison));
}

function isSame(a: Subject, b: Subject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isSpokenOf(one: Measurement, subject: Subject): boolean {
  switch (subject.kind) {
    case 'drift':
      return one.metric === subject.method && one.column === subject.column;
    case 'breaches':
    case 'segments':
      return one.check === subject.check && one.state === 'breach' && !SUMMARIES.has(one.metric);
    case 'metric':
      if (SUMMARIES.has(subject.name)) return one.drifted !== null && one.column !== null;
      return one.metric === subject.name;
  }
}

function toCandidate(measurement: Measurement, comparison: Comparison | undefined): Candidate {
  const value = measurement.value!;
  const isCounted = comparison === undefined || ['breaches', 'segments'].includes(comparison.subject.kind);
  const threshold = isCounted ? measurement.threshold : comparison.threshold;
  const direction = isCounted ? measurement.direction : comparison.direction;
  const isBeyond = isCounted
    ? measurement.state === 'breach'
    : isPast(value, comparison.threshold, comparison.direction);
  return { measurement, value, threshold, direction, isBeyond };
}

function isPast(value: number, threshold: number, direction: 'above' | 'below'): boolean {
  return direction === 'above' ? value >= threshold : value <= threshold;
}

/** `rows > 1000` beside something else says when that counts; rows are many times over it, and no finding. */
function isGuard({ measurement, direction }: Candidate): boolean {
  return measurement.metric === 'rows' && direction === 'above';
}

type Weighed = Pick<Candidate, 'value' | 'threshold' | 'direction'> & { measurement: Measurement };

/** How far it is beyond its limit, times the column's importance, times what the model lost. */
function concern(one: Weighed, { importance, loss }: Findings): number {
  const { column } = one.measurement;
  const weight = column !== null && Object.hasOwn(importance, column) ? importance[column]! : 1;
  return ratio(one) * weight * weighLoss(loss);
}

/** Value over limit: 1 is the limit itself, more is worse in either direction. */
function ratio({ value, threshold, direction }: Weighed): number {
  if (threshold === null) return 0;
  const [top, bottom] = direction === 'below' ? [threshold, value] : [value, threshold];
  return Math.min(Math.abs(top) / Math.max(Math.abs(bottom), 1e-9), 1e5);
}

/** Everything else in breach in the rows that the finding is of, all or a segment's, worst first, a column once. */
function listOthers(worst: Candidate | undefined, segment: string | null, findings: Findings): AlertEvidence['also'] {
  const shown = new Set(worst === undefined ? [] : [keyOf(worst.measurement)]);
  const concernOf = (one: Measurement): number => concern({ ...one, value: one.value!, measurement: one }, findings);
  const isOfSameRows = (one: Measurement): boolean => (isOfSegment(one) ? one.segment : null) === segment;
  return findings.measurements
    .filter((one) => one.state === 'breach' && one.value !== null && isOfSameRows(one) && !SUMMARIES.has(one.metric))
    .sort((a, b) => concernOf(b) - concernOf(a))
    .filter((one) => !shown.has(keyOf(one)) && shown.add(keyOf(one)))
    .map((one) => ({
      ...{ metric: one.metric, column: one.column, value: one.value!, threshold: one.threshold },
      ...(isPValue(one) ? { isPValue: true } : {}),
    }));
}

function keyOf(one: Measurement | undefined): string {
  return one?.column ?? one?.metric ?? '';
}

function nameOf(subject: Subject | undefined): string {
  if (subject === undefined) return 'rows';
  if (subject.kind === 'drift') return subject.method;
  return subject.kind === 'metric' ? subject.name : subject.check;
}
