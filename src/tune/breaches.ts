import type { AlertEvidence } from '../alerts/types.ts';
import type { Episode } from '../backtest/episodes.ts';
import { isOfSegment, type Measurement } from '../checks/types.ts';
import { median } from '../stats/quantiles.ts';
import type { ReplayedWindow } from './replay.ts';

/** An alert of a replay with the ends of its windows, from the one with which it fires to its last. */
export type AlertSpan = { episode: Episode; fromAt: number; toAt: number };

/** In breach in so many windows that share no rows, an alert is no chance of one of them. */
const LASTING_WINDOWS = 3;
/** So many times as far from the usual value as the limit is. */
const FAR_TIMES = 3;
/** Of fewer calm windows nothing is called usual. */
const NEEDED_CALM = 10;

/** The windows in breach that an alert consists of, with those that only counted towards it. */
export function listBreaches(alert: AlertSpan, windows: readonly ReplayedWindow[]): ReplayedWindow[] {
  const first = windows.findIndex(({ window }) => window.toAt >= alert.fromAt);
  const of = windows[first]?.answers.find(({ rule }) => rule.name === alert.episode.rule)?.rule.debounce.of ?? 1;
  return windows
    .slice(Math.max(0, first - of + 1))
    .filter(({ window }) => window.toAt <= alert.toAt)
    .filter((window) => isInBreach(window, alert.episode.rule));
}

/** Why an alert that nobody spoke of is likely to be right, in words; null where nothing says so. */
export function findLikelihood(alert: AlertSpan, windows: readonly ReplayedWindow[]): string | null {
  const breaches = listBreaches(alert, windows);
  if (countApart(breaches) >= LASTING_WINDOWS) return `in breach in ${LASTING_WINDOWS} windows that share no rows`;
  const calm = windows.filter((window) => !isInBreach(window, alert.episode.rule));
  const isFar = breaches.some(({ answers }) =>
    answers.some(({ rule, evidence }) => rule.name === alert.episode.rule && isFarBeyond(evidence, calm)),
  );
  return isFar ? `${FAR_TIMES} times as far from the usual value as its limit` : null;
}

function isInBreach({ answers }: ReplayedWindow, rule: string): boolean {
  return answers.some((one) => one.rule.name === rule && one.isBreach === true);
}

/** Long windows overlap, and one bad day stands in each of them: only those without a common row count. Oldest first. */
function countApart(windows: readonly ReplayedWindow[]): number {
  let [count, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { window } of windows) {
    if (window.fromAt < end) continue;
    count += 1;
    end = window.toAt;
  }
  return count;
}

/** A limit on the wrong side of what is usual says nothing about far. */
function isFarBeyond(evidence: AlertEvidence, calm: readonly ReplayedWindow[]): boolean {
  const { value, threshold, direction } = evidence;
  if (value === null || threshold === null || direction === null) return false;
  const values = calm.flatMap(({ measurements }) => findValue(measurements, evidence) ?? []);
  if (values.length < NEEDED_CALM) return false;
  const usual = median(values);
  const sign = direction === 'above' ? 1 : -1;
  const room = sign * (threshold - usual);
  return room > 0 && sign * (value - usual) >= FAR_TIMES * room;
}

function findValue(
  measurements: readonly Measurement[],
  { metric, column, segment = null }: AlertEvidence,
): number | null {
  const found = measurements.find(
    (one) => one.metric === metric && one.column === column && (isOfSegment(one) ? one.segment : null) === segment,
  );
  return found?.value ?? null;
}
