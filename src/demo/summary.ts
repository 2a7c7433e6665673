import type { Alert } from '../alerts/types.ts';
import type { Context } from '../context.ts';
import { formatWindow } from '../format.ts';
import { formatMetric, metricWord } from '../words.ts';

/** What a replay did, for `mlmon demo --once`. */
export type DemoSummary = {
  runs: number;
  alerts: readonly Alert[];
  /** Alerts that fired, and are over. */
  openedAndResolved: number;
  messages: number;
};

export function summariseDemo(ctx: Context, runs: number): DemoSummary {
  const alerts = ctx.store.alerts
    .list({})
    .filter((alert) => alert.firedAt !== null)
    .sort((a, b) => a.id - b.id);
  return {
    runs,
    alerts,
    openedAndResolved: alerts.filter((alert) => alert.state === 'resolved').length,
    messages: alerts.reduce((count, alert) => count + ctx.store.messages.list(alert.id).length, 0),
  };
}

/** One JSON object a line: every alert with the measurements of the run that its message shows, then the totals. */
export function printableSummary(ctx: Context, summary: DemoSummary): string[] {
  const lines = summary.alerts.map((alert) => ({
    type: 'alert',
    monitor: alert.modelName,
    rule: alert.rule,
    severity: alert.severity,
    state: alert.state,
    firedAt: toIso(alert.firedAt),
    ackedAt: toIso(alert.ackedAt),
    resolvedAt: toIso(alert.resolvedAt),
    window: { from: toIso(alert.evidence.windowFromAt), to: toIso(alert.evidence.windowToAt) },
    messages: ctx.store.messages.list(alert.id).length,
    measurements: ctx.store.measurements.ofRun(alert.evidence.runId),
  }));
  const { runs, openedAndResolved, messages } = summary;
  return [...lines, { type: 'summary', runs, alerts: lines.length, openedAndResolved, messages }].map((line) =>
    JSON.stringify(line),
  );
}

/** The same for people. */
export function describeSummary({ runs, alerts, openedAndResolved }: DemoSummary): string[] {
  const lines = alerts.map(({ rule, state, evidence }) => {
    const value = evidence.value === null ? '' : ` ${formatMetric(evidence.metric, evidence.value)}`;
    const column = evidence.column === null ? '' : ` of ${evidence.column}`;
    const window = formatWindow({ fromAt: evidence.windowFromAt, toAt: evidence.windowToAt });
    return `  ${state.padEnd(9)}${rule}: ${metricWord(evidence.metric)}${column}${value} (${window})`;
  });
  return [`${runs} runs, ${alerts.length} alerts, ${openedAndResolved} of them resolved`, ...lines];
}

function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
