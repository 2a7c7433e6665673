import type { Alert, VoteTally } from '../alerts/types.ts';
import { countVotes } from '../alerts/votes.ts';
import type { Episode } from '../backtest/episodes.ts';
import type { IncidentRow, Store, VoteRow } from '../store/types.ts';
import { type AlertSpan, findLikelihood } from './breaches.ts';
import type { ReplayedWindow } from './replay.ts';

/**
 * What is known of an alert's worth: `useful` is kept, `noise` is to be silenced. `likely`: nobody called it useful, but
 * its finding was right or looks so, and it is never taken for noise. `open`: nothing speaks for either.
 */
export type Opinion = 'useful' | 'noise' | 'likely' | 'open';

/** An alert that was told to people, and what they made of it. Its span is in ends of windows, UTC ms. */
export type Experience = {
  alertId: number;
  rule: string;
  fromAt: number;
  toAt: number;
  votes: VoteTally;
  opinion: Opinion;
  /** Why, in words. */
  because: string;
};

/** Votes that say nothing about a limit: the finding was right. */
const NOT_ABOUT_LIMITS: readonly VoteRow['reason'][] = ['expected', 'poor_details'];

/** What people made of the alerts of a monitor, oldest first; alerts without windows are left out. */
export function readExperiences({ alerts, votes }: Store, monitorId: number): Experience[] {
  return alerts
    .list({ monitorId })
    .reverse()
    .flatMap((alert) => {
      const span = readSpan(alert, alerts.events(alert.id));
      if (span === null) return [];
      const cast = votes.list(alert.id);
      return [{ alertId: alert.id, rule: alert.rule, ...span, votes: countVotes(cast), ...judge(alert, cast) }];
    });
}

/** From the window with which it fired to the last one that it was asked about. */
function readSpan(
  { firedAt }: Alert,
  events: ReturnType<Store['alerts']['events']>,
): { fromAt: number; toAt: number } | null {
  const ends = events.flatMap(({ event }) =>
    event.type === 'evaluated' && firedAt !== null && event.at >= firedAt && event.windowToAt ? [event.windowToAt] : [],
  );
  return ends.length === 0 ? null : { fromAt: Math.min(...ends), toAt: Math.max(...ends) };
}

/** The majority of votes; where as many say the one as the other, it is kept. Without votes, acting on it counts. */
function judge({ ackedBy }: Alert, cast: readonly VoteRow[]): Pick<Experience, 'opinion' | 'because'> {
  const { useful, noise } = countVotes(cast.filter(({ reason }) => !NOT_ABOUT_LIMITS.includes(reason)));
  if (noise > useful) return { opinion: 'noise', because: `voted noise by ${noise} of ${useful + noise}` };
  if (useful > 0) {
    const split = noise === useful ? ', as many as noise' : '';
    return { opinion: 'useful', because: `voted useful by ${useful} of ${useful + noise}${split}` };
  }
  if (cast.length > 0) return { opinion: 'likely', because: 'voted noise, but not for its limit' };
  return ackedBy === null
    ? { opinion: 'open', because: 'nobody said' }
    : { opinion: 'useful', because: 'somebody took it' };
}

/** An alert of the replay with what is known of it. */
export type Weighed = AlertSpan & {
  opinion: Opinion;
  because: string;
  /** No vote, no acknowledgement and no incident speaks of it. */
  isUnvoted: boolean;
  /** Numbers of the alerts that people saw in its place. */
  alertIds: readonly number[];
};

type Past = { experiences: readonly Experience[]; incidents: readonly Pick<IncidentRow, 'fromAt' | 'toAt'>[] };

/**
 * What people think of the alerts of a replay: an alert of the same rule over some of the same windows is the same.
 * Nobody votes on an alert for its place in time, but an alert within a marked incident was right. Of one that nobody
 * spoke of, its length and its size speak.
 */
export function weigh(episodes: readonly Episode[], windows: readonly ReplayedWindow[], past: Past): Weighed[] {
  return episodes.map((episode) => {
    const span = spanOf(episode, windows);
    const met = past.experiences.filter(({ rule, ...one }) => rule === episode.rule && overlaps(one, span));
    const find = (wanted: Opinion) => met.find(({ opinion }) => opinion === wanted);
    const said = find('useful') ?? find('noise') ?? find('likely');
    const about = { episode, ...span, alertIds: met.map(({ alertId }) => alertId), isUnvoted: false };
    if (said !== undefined && said.opinion !== 'likely')
      return { ...about, opinion: said.opinion, because: said.because };
    const isIncident = windows
      .filter(({ window }) => overlaps({ fromAt: window.toAt, toAt: window.toAt }, span))
      .some(({ window }) => past.incidents.some((one) => touches(one, window)));
    if (isIncident) return { ...about, opinion: 'useful', because: 'within a marked incident' };
    if (said !== undefined) return { ...about, opinion: said.opinion, because: said.because };
    const likelihood = findLikelihood(about, windows);
    return likelihood === null
      ? { ...about, isUnvoted: true, opinion: 'open', because: 'nobody said' }
      : { ...about, isUnvoted: true, opinion: 'likely', because: `nobody said, but ${likelihood}` };
  });
}

/** The ends of the windows that an alert of a replay spans. */
export function spanOf({ span }: Episode, windows: readonly ReplayedWindow[]): { fromAt: number; toAt: number } {
  return { fromAt: span.fromAt, toAt: span.toAt ?? windows.at(-1)!.window.toAt };
}

/** Do two spans of window ends share one? */
export function overlaps(a: { fromAt: number; toAt: number }, b: { fromAt: number; toAt: number }): boolean {
  return a.fromAt <= b.toAt && b.fromAt <= a.toAt;
}

/** Does a window [fromAt, toAt) hold any of a period [fromAt, toAt)? */
export function touches(period: { fromAt: number; toAt: number }, window: { fromAt: number; toAt: number }): boolean {
  return period.fromAt < window.toAt && window.fromAt < period.toAt;
}
