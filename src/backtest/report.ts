import type { Severity } from '../monitors/types.ts';
import type { Backtest } from './backtest.ts';

/** A back-test as `mlmon backtest --json` prints it. Field names are a promise to scripts. */
export type BacktestReport = {
  monitor: string;
  from: string;
  to: string;
  windows: number;
  alerts: readonly {
    rule: string;
    severity: Severity;
    firedAt: string;
    resolvedAt: string | null;
    durationMs: number | null;
    breaches: number;
    metric: string;
    column: string | null;
    value: number | null;
    threshold: number | null;
  }[];
  stored: readonly { check: string; metric: string | null; windows: number }[];
  timing: { prepareMs: number; replayMs: number };
};

/** The fields of a BacktestReport, for docs/reference.md. */
export const BACKTEST_REPORT_FIELDS: readonly { field: string; meaning: string }[] = [
  { field: 'monitor', meaning: 'model_name of the monitor' },
  { field: 'from, to', meaning: 'the span of due times that was replayed, ISO 8601 UTC' },
  { field: 'windows', meaning: 'windows that the rules were asked about' },
  {
    field: 'alerts[] {rule, severity, firedAt, resolvedAt, durationMs, breaches, metric, column, value, threshold}',
    meaning:
      'each alert that would have fired, oldest first, with what it would have shown then; resolvedAt and durationMs are null where it would still be open',
  },
  {
    field: 'stored[] {check, metric, windows}',
    meaning:
      'what stored slices do not hold and runs measured (durations, jobs, custom metrics, `compat`), and in how many of the windows; in the others it is unknown; metric is null where it is the whole check',
  },
  {
    field: 'timing {prepareMs, replayMs}',
    meaning: 'milliseconds until every slice was stored and read, and from there to the alerts',
  },
];

export function reportBacktest(result: Backtest): BacktestReport {
  return {
    monitor: result.modelName,
    from: new Date(result.fromAt).toISOString(),
    to: new Date(result.toAt).toISOString(),
    windows: result.windows,
    alerts: result.episodes.map(({ firedAt, resolvedAt, rule, severity, span: _, ...shown }) => ({
      rule,
      severity,
      firedAt: new Date(firedAt).toISOString(),
      resolvedAt: resolvedAt === null ? null : new Date(resolvedAt).toISOString(),
      durationMs: resolvedAt === null ? null : resolvedAt - firedAt,
      ...shown,
    })),
    stored: result.stored.map(({ check, metric, windows }) => ({ check, metric, windows })),
    timing: { prepareMs: Math.round(result.timing.prepareMs), replayMs: Math.round(result.timing.replayMs) },
  };
}
