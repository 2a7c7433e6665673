import { type LineChange, listLineChanges } from './lines.ts';
import type { Opinion, Weighed } from './opinions.ts';
import type { Tuning } from './tune.ts';

type AlertReport = {
  rule: string;
  firedAt: string;
  resolvedAt: string | null;
  metric: string;
  column: string | null;
  value: number | null;
  threshold: number | null;
  opinion: Opinion;
  because: string;
  alerts: readonly number[];
};

/** A tuning as `mlmon tune --json` prints it. Field names are a promise to scripts. */
export type TuneReport = {
  monitor: string;
  from: string;
  to: string;
  windows: number;
  alertsBefore: number;
  alertsAfter: number;
  unvoted: { alerts: number; likely: number };
  proposals: readonly {
    path: string;
    now: number;
    proposed: number;
    set: string;
    why: string;
    windows: number;
    quietWorst: number | null;
    saved: readonly AlertReport[];
    missed: readonly AlertReport[];
    added: readonly AlertReport[];
  }[];
  saved: readonly AlertReport[];
  missed: readonly AlertReport[];
  added: readonly AlertReport[];
  delayed: readonly { rule: string; firedAt: string; delayMs: number }[];
  left: readonly { path: string; now: number | null; windows: number; quietWorst: number | null; reason: string }[];
  unmatched: readonly { alert: number; rule: string; useful: number; noise: number }[];
  lines: readonly LineChange[];
  backtest: string | null;
  timing: { prepareMs: number; searchMs: number; replays: number };
};

/** The fields of a TuneReport, for docs/reference.md. */
export const TUNE_REPORT_FIELDS: readonly { field: string; meaning: string }[] = [
  { field: 'monitor', meaning: 'model_name of the monitor' },
  { field: 'from, to', meaning: 'the span of due times that was replayed, ISO 8601 UTC' },
  { field: 'windows', meaning: 'windows that the rules were asked about' },
  { field: 'alertsBefore, alertsAfter', meaning: 'alerts of the definition as it is, and with every proposal' },
  {
    field: 'unvoted {alerts, likely}',
    meaning: 'alerts of the definition as it is that nobody voted on or took; how many of those look right',
  },
  {
    field: 'proposals[] {path, now, proposed, set, why, windows, quietWorst, saved, missed, added}',
    meaning:
      'each limit that should be another one; set: as `--set` takes it; windows: those where what it limits is known; quietWorst: the value of quiet history nearest to an alert or furthest beyond; saved, missed, added: alerts that hang on this proposal alone',
  },
  {
    field:
      'saved[], missed[], added[] {rule, firedAt, resolvedAt, metric, column, value, threshold, opinion, because, alerts}',
    meaning:
      'alerts that all proposals together silence without loss, useful and likely ones that they would lose, and new ones; opinion: `useful`, `noise`, `likely` (it looks right) or `open`; alerts: numbers of those that people saw',
  },
  { field: 'delayed[] {rule, firedAt, delayMs}', meaning: 'useful and likely alerts that would come later' },
  {
    field: 'left[] {path, now, windows, quietWorst, reason}',
    meaning: 'limits that stay, and why; now is null where a limit cannot be tuned',
  },
  {
    field: 'unmatched[] {alert, rule, useful, noise}',
    meaning: 'alerts with votes that the definition, as it is, does not fire in this span',
  },
  {
    field: 'lines[] {path, line, now, proposed}',
    meaning: 'what to change in the file; line counts from 1 and is null where lines are to be added',
  },
  { field: 'backtest', meaning: 'the command that shows the same alerts; null without a proposal' },
  {
    field: 'timing {prepareMs, searchMs, replays}',
    meaning: 'milliseconds until every slice was stored and read, and for all replays; how many those were',
  },
];

/** @param about source: the definition's text; command: what shows the same. */
export function reportTuning(result: Tuning, about: { source: string; command: string | null }): TuneReport {
  return {
    monitor: result.modelName,
    from: toIso(result.fromAt),
    to: toIso(result.toAt),
    windows: result.windows,
    alertsBefore: result.before.length,
    alertsAfter: result.after.length,
    unvoted: countUnvoted(result.before),
    proposals: result.proposals.map(({ knob, value, setting, why, windows, quietWorst, saved, missed, added }) => ({
      path: knob.path,
      now: knob.now,
      proposed: value,
      set: `${setting.path}=${String(setting.value)}`,
      why,
      windows,
      quietWorst,
      saved: saved.map(reportAlert),
      missed: missed.map(reportAlert),
      added: added.map(reportAlert),
    })),
    saved: result.saved.map(reportAlert),
    missed: result.missed.map(reportAlert),
    added: result.added.map(reportAlert),
    delayed: result.delayed.map(({ alert, delayMs }) => ({
      rule: alert.episode.rule,
      firedAt: toIso(alert.episode.firedAt),
      delayMs,
    })),
    left: result.left.map(({ path, now, windows, quietWorst, reason }) => ({ path, now, windows, quietWorst, reason })),
    unmatched: result.unmatched.map(({ alertId, rule, votes }) => ({ alert: alertId, rule, ...votes })),
    lines: listLineChanges(about.source, result.settings),
    backtest: about.command,
    timing: {
      prepareMs: Math.round(result.timing.prepareMs),
      searchMs: Math.round(result.timing.searchMs),
      replays: result.timing.replays,
    },
  };
}

function countUnvoted(before: readonly Weighed[]): TuneReport['unvoted'] {
  const unvoted = before.filter(({ isUnvoted }) => isUnvoted);
  return { alerts: unvoted.length, likely: unvoted.filter(({ opinion }) => opinion === 'likely').length };
}

function reportAlert({ episode, opinion, because, alertIds }: Weighed): AlertReport {
  const { rule, firedAt, resolvedAt, metric, column, value, threshold } = episode;
  return {
    rule,
    firedAt: toIso(firedAt),
    resolvedAt: resolvedAt === null ? null : toIso(resolvedAt),
    metric,
    column,
    value,
    threshold,
    opinion,
    because,
    alerts: alertIds,
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
