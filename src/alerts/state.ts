import { type Debounce, SEVERITIES, type Severity } from '../monitors/types.ts';
import type { Alert, AlertEvent, AlertEvidence, AlertState } from './types.ts';

/** Windows in a row without a breach that end an episode which has fired. */
const CLEAN_RUNS_TO_RESOLVE = 2;
export const DEFAULT_DEBOUNCE: Debounce = { breaches: 2, of: 3 };
/** Results kept for the reader; the debounce may ask for more. */
const RECENT_KEPT = 20;

type Evaluated = Extract<AlertEvent, { type: 'evaluated' }>;
type Result = Alert['recent'][number];
/** What an event changes; nothing at all is null. */
type Patch = Partial<Omit<Alert, 'id' | 'version'>> | null;

/** An event and what it made of the alert. */
export type Transition = {
  alert: Alert;
  /** false: the event was without effect, and `alert` is the very one that was passed in. */
  isChanged: boolean;
  /** null when the event opened the episode. */
  from: AlertState | null;
  /** It fires now and nobody was told of it before. */
  isFirstFiring: boolean;
  /** People who can see the alert see a difference. */
  isVisible: boolean;
};

/** What an episode is about. */
export type AlertSubject = Pick<Alert, 'monitorId' | 'modelName' | 'rule' | 'condition'>;

/** The first breach of a rule: a pending episode, or a firing one where the debounce asks for one breach only. */
export function openAlert(
  subject: AlertSubject,
  event: Evaluated,
  evidence: AlertEvidence,
  debounce: Debounce = DEFAULT_DEBOUNCE,
): Omit<Alert, 'id'> {
  const recent: Alert['recent'] = [1];
  const isFiring = isOverDebounce(recent, debounce);
  return {
    ...subject,
    severity: event.severity,
    state: isFiring ? 'firing' : 'pending',
    version: 1,
    recent,
    lastWindowToAt: event.windowToAt ?? null,
    openedAt: event.at,
    firedAt: isFiring ? event.at : null,
    ackedAt: null,
    ackedBy: null,
    ...NOT_SNOOZED,
    resolvedAt: null,
    resolvedBy: null,
    evidence: countEvidence(evidence, recent, debounce),
  };
}

/**
 * What an event makes of an alert. Resolved is final; a person's event that says what already is changes nothing.
 *
 *               | breach                     | clean                   | unknown | ack   | unack  | snooze  | snooze ends | resolve
 *   pending     | fires at k of the last n   | ends silently when none |  noted  |   -   |   -    |    -    |      -      | resolved
 *               |                            | of the last n-1 breach  |         |       |        |         |             |
 *   firing      | stays, newest evidence     | resolved at 2 in a row  |  noted  | acked |   -    | snoozed |      -      | resolved
 *   acked       | stays                      | resolved at 2 in a row  |  noted  |   -   | firing | snoozed |      -      | resolved
 *   snoozed     | firing if more severe      | resolved at 2 in a row  |  noted  | acked |   -    | new end |   firing    | resolved
 *   resolved    |   -                        |   -                     |    -    |   -   |   -    |    -    |      -      |    -
 *
 * Unknown windows take a place among the last n but are neither breach nor clean. A window that was judged before counts
 * once: its result is replaced if it changed (late rows), and an older window than the newest is ignored.
 * @param evidence of the window, for `evaluated`; null keeps the one of the last breach.
 */
export function applyEvent(
  alert: Alert,
  event: AlertEvent,
  evidence: AlertEvidence | null,
  debounce: Debounce = DEFAULT_DEBOUNCE,
): Transition {
  const patch =
    event.type === 'evaluated'
      ? evaluate(alert, event, evidence, debounce)
      : alert.state === 'resolved'
        ? null
        : act(alert, event);
  if (patch === null) return describe(alert, alert);
  return describe(alert, { ...alert, ...patch, version: alert.version + 1 });
}

/** The transition that opened an episode. */
export function describeOpening(alert: Alert): Transition {
  const isFirstFiring = alert.firedAt !== null;
  return { alert, isChanged: true, from: null, isFirstFiring, isVisible: isFirstFiring };
}

/** Whether an evaluation says nothing new about a rule whose last known episode is `last`. */
export function isJudgedBefore(last: Alert, event: Evaluated): boolean {
  const [judged, window] = [last.lastWindowToAt ?? null, event.windowToAt ?? null];
  if (judged === null || window === null || window > judged) return false;
  if (window < judged) return true;
  const result = toResult(event.isBreach);
  // A second look that finds less than the first does not take the first one's result away.
  return result === null || result === last.recent.at(-1);
}

function describe(before: Alert, alert: Alert): Transition {
  const isChanged = alert !== before;
  return {
    alert,
    isChanged,
    from: before.state,
    isFirstFiring: before.firedAt === null && alert.firedAt !== null,
    isVisible: isChanged && alert.firedAt !== null,
  };
}

const NOT_SNOOZED = { snoozedUntilAt: null, snoozedBy: null, snoozeReason: null } as const;
const NOT_ACKED = { ackedAt: null, ackedBy: null } as const;

function evaluate(alert: Alert, event: Evaluated, evidence: AlertEvidence | null, debounce: Debounce): Patch {
  if (alert.state === 'resolved' || isJudgedBefore(alert, event)) return null;
  const recent = addResult(alert, event, debounce);
  const noted = { recent, lastWindowToAt: event.windowToAt ?? alert.lastWindowToAt ?? null };
  if (event.isBreach === null) return noted;
  if (event.isBreach) return { ...noted, ...takeBreach(alert, event, evidence, recent, debounce) };
  const isOver = alert.state === 'pending' ? !canStillFire(recent, debounce) : isClean(recent);
  return isOver ? { ...noted, ...end(event.at, null) } : noted;
}

function takeBreach(
  alert: Alert,
  event: Evaluated,
  evidence: AlertEvidence | null,
  recent: Alert['recent'],
  debounce: Debounce,
): NonNullable<Patch> {
  const severity = worse(alert.severity, event.severity);
  const found = { severity, evidence: countEvidence(evidence ?? alert.evidence, recent, debounce) };
  if (alert.state === 'pending' && isOverDebounce(recent, debounce)) {
    return { ...found, state: 'firing', firedAt: event.at };
  }
  const isWoken = alert.state === 'snoozed' && severity !== alert.severity;
  return isWoken ? { ...found, state: 'firing', ...NOT_SNOOZED } : found;
}

function act(alert: Alert, event: Exclude<AlertEvent, Evaluated>): Patch {
  const { state } = alert;
  switch (event.type) {
    case 'acknowledged':
      if (state !== 'firing' && state !== 'snoozed') return null;
      return { state: 'acked', ackedAt: event.at, ackedBy: event.by, ...NOT_SNOOZED };
    case 'unacknowledged':
      return state === 'acked' ? { state: 'firing', ...NOT_ACKED } : null;
    case 'snoozed':
      return state === 'pending' ? null : snooze(alert, event);
    case 'snooze_ended':
      return state === 'snoozed' ? { state: 'firing', ...NOT_SNOOZED } : null;
    case 'resolved':
      return end(event.at, event.by);
  }
}

function snooze(alert: Alert, event: Extract<AlertEvent, { type: 'snoozed' }>): Patch {
  const wish = { snoozedUntilAt: event.untilAt, snoozedBy: event.by, snoozeReason: event.reason };
  const isSame =
    alert.snoozedUntilAt === event.untilAt && alert.snoozedBy === event.by && alert.snoozeReason === event.reason;
  return isSame ? null : { state: 'snoozed', ...wish, ...NOT_ACKED };
}

/** Who had acknowledged stays, for the message of the resolved alert. */
function end(at: number, by: string | null): NonNullable<Patch> {
  return { state: 'resolved', resolvedAt: at, resolvedBy: by, ...NOT_SNOOZED };
}

function addResult(alert: Alert, event: Evaluated, debounce: Debounce): Alert['recent'] {
  const window = event.windowToAt ?? null;
  const isSameWindow = window !== null && window === (alert.lastWindowToAt ?? null);
  const before = isSameWindow ? alert.recent.slice(0, -1) : alert.recent;
  return [...before, toResult(event.isBreach)].slice(-Math.max(debounce.of, RECENT_KEPT));
}

function toResult(isBreach: boolean | null): Result {
  return isBreach === null ? null : isBreach ? 1 : 0;
}

/** k breaches among the last n windows; the newest one is a breach whenever this is asked. */
function isOverDebounce(recent: Alert['recent'], { breaches, of }: Debounce): boolean {
  return countBreaches(recent.slice(-of)) >= breaches;
}

/** Whether the next breach could still join an earlier one. */
function canStillFire(recent: Alert['recent'], { of }: Debounce): boolean {
  return of > 1 && countBreaches(recent.slice(1 - of)) > 0;
}

function isClean(recent: Alert['recent']): boolean {
  const known = recent.filter((result) => result !== null).slice(-CLEAN_RUNS_TO_RESOLVE);
  return known.length === CLEAN_RUNS_TO_RESOLVE && countBreaches(known) === 0;
}

function countBreaches(results: readonly Result[]): number {
  return results.filter((result) => result === 1).length;
}

function countEvidence(evidence: AlertEvidence, recent: Alert['recent'], { of }: Debounce): AlertEvidence {
  const results = recent.slice(-of);
  return { ...evidence, breaches: countBreaches(results), windows: results.length };
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(b) > SEVERITIES.indexOf(a) ? b : a;
}
