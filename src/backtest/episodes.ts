import { applyEvent, isJudgedBefore, openAlert } from '../alerts/state.ts';
import type { Alert, AlertEvent } from '../alerts/types.ts';
import type { Severity } from '../monitors/types.ts';
import type { Answer } from '../runs/rules.ts';
import type { DueWindow } from './windows.ts';

/** An alert that would have fired. Instants are UTC ms, as the schedule would have had them. */
export type Episode = {
  rule: string;
  severity: Severity;
  firedAt: number;
  /** null: it would still be open at the end. */
  resolvedAt: number | null;
  /** Ends of the windows with which it fired and was resolved. */
  span: { fromAt: number; toAt: number | null };
  /** Windows in breach, from the first that counted towards it. */
  breaches: number;
  /** What the alert would have shown when it fired. */
  metric: string;
  column: string | null;
  value: number | null;
  threshold: number | null;
};

/** What the rules said about one window. */
export type JudgedWindow = DueWindow & { answers: readonly Answer[] };

type Running = { alert: Alert; episode: Episode | null; breaches: number };

/** Plays what the rules said, oldest window first, through the alerts' own state machine; writes nothing. */
export function playEpisodes(subject: { modelName: string }, windows: readonly JudgedWindow[]): Episode[] {
  const running = new Map<string, Running>();
  const episodes: Episode[] = [];
  for (const { window, dueAt, answers } of windows) {
    for (const answer of answers) {
      const askedAt = findAsked(windows, window.toAt + answer.waitMs, dueAt);
      if (askedAt === null) continue;
      const before = running.get(answer.rule.name) ?? null;
      const after = step(subject, before, answer, { windowToAt: window.toAt, at: askedAt });
      if (after === null) continue;
      if (after.episode !== null && before?.episode !== after.episode) episodes.push(after.episode);
      running.set(answer.rule.name, after);
    }
  }
  return episodes.sort((a, b) => a.firedAt - b.firedAt);
}

/** When a rule is asked about a window: as it is due or, where outcomes come later, at the first due time with them. */
function findAsked(windows: readonly JudgedWindow[], fromAt: number, dueAt: number): number | null {
  return dueAt >= fromAt ? dueAt : (windows.find((one) => one.dueAt >= fromAt)?.dueAt ?? null);
}

function step(
  { modelName }: { modelName: string },
  last: Running | null,
  { rule, isBreach, evidence }: Answer,
  moment: { windowToAt: number; at: number },
): Running | null {
  const event: Extract<AlertEvent, { type: 'evaluated' }> = {
    type: 'evaluated',
    isBreach,
    severity: rule.severity,
    ...moment,
  };
  if (last !== null && isJudgedBefore(last.alert, event)) return null;
  if (last === null || last.alert.state === 'resolved') {
    if (isBreach !== true) return null;
    const about = { monitorId: 0, modelName, rule: rule.name, condition: rule.condition };
    const alert = { id: 0, ...openAlert(about, event, evidence, rule.debounce) };
    return follow({ alert, episode: null, breaches: 1 }, moment.windowToAt);
  }
  const { alert } = applyEvent(last.alert, event, evidence, rule.debounce);
  const breaches = last.breaches + (isBreach === true ? 1 : 0);
  return follow({ alert, episode: last.episode, breaches }, moment.windowToAt);
}

/** Keeps the episode of an alert up to date from the moment that it fires. */
function follow(now: Running, windowToAt: number): Running {
  const { alert, breaches } = now;
  if (alert.firedAt === null) return now;
  const { metric, column, value, threshold } = alert.evidence;
  const episode = now.episode ?? {
    rule: alert.rule,
    severity: alert.severity,
    firedAt: alert.firedAt,
    resolvedAt: null,
    span: { fromAt: windowToAt, toAt: null },
    breaches,
    metric,
    column,
    value,
    threshold,
  };
  if (episode.resolvedAt !== alert.resolvedAt) episode.span = { ...episode.span, toAt: windowToAt };
  episode.resolvedAt = alert.resolvedAt;
  episode.breaches = breaches;
  return { ...now, episode };
}
