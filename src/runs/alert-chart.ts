import type { Alert, AlertEvidence } from '../alerts/types.ts';
import { buildColumnChart, buildHistoryChart } from '../charts/findings.ts';
import type { Chart } from '../charts/types.ts';
import type { ComparedProfiles } from '../checks/drift.ts';
import type { CheckName } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { isDriftMethod } from '../drift/index.ts';
import type { ColumnPair } from '../drift/types.ts';
import { formatWindow } from '../format.ts';
import type { DriftMethodName } from '../monitors/types.ts';
import { loadDefinition } from '../monitors/verbs.ts';
import { mergeProfiles } from '../profile/merge.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import { formatAgainst, formatMetric, metricWord, nameSegment } from '../words.ts';
import { readBands } from './bands.ts';
import { narrowProfiles, pairOf } from './cause.ts';
import { chartOfColumns } from './columns-chart.ts';
import { chartOfCorrelations } from './correlations-chart.ts';
import { readReference } from './trailing.ts';
import { referenceRange } from './window.ts';

/** Windows that a history shows. */
const HISTORY = 60;

/**
 * The picture of an alert's finding, from stored rows alone: the column against its reference where a column drifted,
 * the matrix where a correlation changed, else the metric over time. null where nothing is stored that could be drawn.
 */
export function chartOfAlert(ctx: Context, alert: Alert): Chart | null {
  const { column, metric } = alert.evidence;
  if (metric === 'correlation_change') {
    const whole = readProfiles(ctx, alert);
    const profiles = whole === null ? null : narrowProfiles(whole, alert.evidence.segment ?? null);
    return profiles === null ? null : chartOfCorrelations(ctx, alert, profiles, nameSides(ctx, alert));
  }
  const columns = chartOfColumns(ctx, alert, nameSides(ctx, alert));
  if (columns !== null) return columns;
  if (column !== null && isDriftMethod(metric)) return chartOfColumn(ctx, alert, column, metric);
  return chartOfHistory(ctx, alert);
}

function nameSides(ctx: Context, { monitorId, evidence }: Alert): { reference: string; current: string } {
  const window = { fromAt: evidence.windowFromAt, toAt: evidence.windowToAt };
  return { reference: nameReference(ctx, monitorId, window), current: formatWindow(window) };
}

function chartOfColumn(ctx: Context, alert: Alert, column: string, method: DriftMethodName): Chart | null {
  const { evidence } = alert;
  const pair = readPair(ctx, alert, column);
  if (pair === null) return null;
  return buildColumnChart({
    modelName: alert.modelName,
    column,
    pair,
    method,
    value: evidence.value,
    threshold: evidence.threshold ?? 0,
    isPValue: evidence.isPValue === true,
    state: evidence.value === null ? 'unknown' : 'breach',
    notes: listNotes(evidence),
    names: nameSides(ctx, alert),
  });
}

/** The segment, or the one where it is worst, and what the model lost, if anybody knows. */
function listNotes({ metric, segment = null, worst = null, loss = null }: AlertEvidence): string[] {
  const where = segment === null ? [] : [`where ${nameSegment(segment)}`];
  const most =
    worst === null ? [] : [`worst where ${nameSegment(worst.segment)} (${formatMetric(metric, worst.value)})`];
  if (loss === null || loss.isKnown === false) return [...where, ...most, 'no loss is known'];
  const { value, limit } = formatAgainst(loss.metric, loss.value, loss.reference);
  return [...where, ...most, `${metricWord(loss.metric)} ${value}, was ${limit}`];
}

function readPair(ctx: Context, alert: Alert, column: string): ColumnPair | null {
  const profiles = readProfiles(ctx, alert);
  if (profiles === null) return null;
  const pair = pairOf(profiles, { column, segment: alert.evidence.segment ?? null });
  return typeof pair === 'string' ? null : pair;
}

/** Both sides of the alert's window, from stored slices; null before anything is stored. */
function readProfiles(ctx: Context, alert: Alert): ComparedProfiles | null {
  const fitted = ctx.store.grids.latest(alert.monitorId);
  if (!fitted) return null;
  const { grids } = fitted;
  const window = { fromAt: alert.evidence.windowFromAt, toAt: alert.evidence.windowToAt };
  const slices = ctx.store.slices.list(alert.monitorId, grids.version, 'current', window);
  const current = mergeProfiles(
    grids,
    slices.map((slice) => slice.profile),
  );
  return { grids, reference: readWindowReference(ctx, alert.monitorId, fitted, window), current };
}

function readWindowReference(
  ctx: Context,
  monitorId: number,
  stored: { grids: GridSet; reference: Profile },
  window: TimeRange,
): Profile {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null) return stored.reference;
  return readReference(ctx, { monitorId, monitor: loadDefinition(row).monitor, stored }, window);
}

function nameReference(ctx: Context, monitorId: number, window: TimeRange): string {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null) return 'reference';
  const range = referenceRange(loadDefinition(row).monitor, window);
  return range.fromAt === null || range.toAt === null ? 'reference' : formatWindow(range, window.toAt);
}

function chartOfHistory(ctx: Context, alert: Alert): Chart | null {
  const { evidence } = alert;
  const { segment = null } = evidence;
  const measured = ctx.store.measurements
    .ofRun(evidence.runId)
    .filter((one) => one.metric === evidence.metric && one.column === evidence.column);
  const decisive = measured.find((one) => one.segment === segment) ?? (segment === null ? measured[0] : undefined);
  if (decisive === undefined) return null;
  const key = { check: decisive.check satisfies CheckName, metric: evidence.metric, column: evidence.column, segment };
  const rows = ctx.store.measurements.history(alert.monitorId, key, HISTORY);
  const bands = segment === null ? readBands(ctx, alert.monitorId, rows) : [];
  const fired = alert.firedAt === null ? [] : [{ at: alert.firedAt, kind: 'fired' as const }];
  return buildHistoryChart({
    modelName: alert.modelName,
    metric: evidence.metric,
    column: evidence.column,
    segment,
    rows: rows.map((row, i) => ({ ...row, state: judge(row.value, evidence), band: bands[i] ?? null })),
    threshold: evidence.threshold,
    direction: evidence.direction,
    marks: fired,
    parts: evidence.parts ?? null,
  });
}

/** A day's state under the alert's own limit, which may be stricter than the check's. */
function judge(value: number | null, limit: Alert['evidence']): 'ok' | 'breach' | 'unknown' {
  if (value === null) return 'unknown';
  if (limit.threshold === null || limit.direction === null) return 'ok';
  const isBeyond = limit.direction === 'above' ? value > limit.threshold : value < limit.threshold;
  return isBeyond ? 'breach' : 'ok';
}
