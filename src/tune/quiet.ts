import type { IncidentRow } from '../store/types.ts';
import { listBreaches } from './breaches.ts';
import { isLooser } from './numbers.ts';
import { overlaps, touches, type Weighed } from './opinions.ts';
import type { ReplayedWindow } from './replay.ts';
import type { Knob } from './types.ts';

const DAY_MS = 86_400_000;
/** Under so many windows with a value, a limit is left as it is. */
export const NEEDED_WINDOWS = 30;
/** Under so much quiet time, nothing is said about how often a quiet model may alert. */
const NEEDED_QUIET_DAYS = 28;
const QUARTER_DAYS = 91;

type Incident = Pick<IncidentRow, 'fromAt' | 'toAt'>;

/** Windows outside of marked incidents and of alerts that were right, or look so. */
export function listQuiet(
  windows: readonly ReplayedWindow[],
  alerts: readonly Weighed[],
  incidents: readonly Incident[],
): ReplayedWindow[] {
  const right = alerts.filter(({ opinion }) => opinion === 'useful' || opinion === 'likely');
  return windows.filter(({ window }) => {
    const isUsual = incidents.every((incident) => !touches(incident, window));
    return isUsual && right.every((alert) => !overlaps(alert, { fromAt: window.toAt, toAt: window.toAt }));
  });
}

/** Days of due times that some windows stand for. */
export function countDays(windows: readonly ReplayedWindow[]): number {
  return new Set(windows.map(({ window }) => Math.floor((window.toAt - 1) / DAY_MS))).size;
}

/**
 * The alerts of a rule that nobody spoke of and that are more than one a quarter of quiet time: the strongest one of each
 * quarter may stay.
 */
export function listExcess(open: readonly Weighed[], windows: readonly ReplayedWindow[], quietDays: number): Weighed[] {
  const allowed = Math.max(1, Math.round(quietDays / QUARTER_DAYS));
  if (quietDays < NEEDED_QUIET_DAYS || open.length <= allowed) return [];
  const strength = new Map(open.map((one) => [one, strengthOf(one, windows)]));
  return [...open].sort((a, b) => strength.get(b)! - strength.get(a)!).slice(allowed);
}

/** How urgent an alert became at its worst. */
function strengthOf(alert: Weighed, windows: readonly ReplayedWindow[]): number {
  const concerns = listBreaches(alert, windows).flatMap(({ answers }) =>
    answers.flatMap(({ rule, evidence }) => (rule.name === alert.episode.rule ? [evidence.concern ?? 0] : [])),
  );
  return Math.max(0, ...concerns);
}

/** The value nearest to an alert, or furthest beyond it, that a knob meets in some windows; null where none is known. */
export function worstOf(knob: Knob, windows: readonly ReplayedWindow[]): number | null {
  let worst: number | null = null;
  for (const window of windows) {
    for (const { value } of knob.read(window)) {
      if (worst === null || isLooser(value, worst, knob.looser)) worst = value;
    }
  }
  return worst;
}

/** In how many windows what a knob limits is known. */
export function countKnown(knob: Knob, windows: readonly ReplayedWindow[]): number {
  return windows.filter((window) => knob.read(window).length > 0).length;
}
