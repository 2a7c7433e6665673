import { isLooser, roundLooser } from './numbers.ts';
import { spanOf, touches, type Weighed } from './opinions.ts';
import { NEEDED_WINDOWS, worstOf } from './quiet.ts';
import type { ReplayedWindow, Replayer } from './replay.ts';
import { findAmong, isAmong, replayAs } from './silence.ts';
import type { Knob, Turned } from './types.ts';

type Incident = { fromAt: number; toAt: number };

/** How many knobs are tried for an incident, the clearest first. */
const MOST_TRIED = 5;
const DIGITS = [2, 3, 4] as const;

/**
 * Stricter limits for marked incidents of which nobody was told: just beyond everything that quiet history holds, where
 * the incident is further still. Taken only if the replay then has an alert within the incident, none besides, and
 * every one that it had.
 */
export async function tighten(
  replayer: Replayer,
  knobs: readonly Knob[],
  past: { quiet: readonly ReplayedWindow[]; incidents: readonly Incident[]; before: readonly Weighed[] },
  base: Turned,
): Promise<Turned> {
  const found = new Map(base);
  for (const incident of past.incidents) {
    const now = await replayAs(replayer, found);
    const isTold = now.episodes.some((one) => meets(spanOf(one, now.windows), incident, now.windows));
    const within = now.windows.filter(({ window }) => touches(incident, window));
    if (isTold || within.length === 0) continue;
    const free = knobs.filter((knob) => knob.kind === 'pointed' && knob.rules.length > 0 && !found.has(knob));
    for (const { knob, value } of listTries(free, past.quiet, within)) {
      if (!(await isClean(replayer, new Map([...found, [knob, value]]), { ...past, incident }, found))) continue;
      found.set(knob, value);
      break;
    }
  }
  return new Map([...found].filter(([knob]) => !base.has(knob)));
}

type Try = { knob: Knob; value: number; clearness: number };

function listTries(knobs: readonly Knob[], quiet: readonly ReplayedWindow[], within: readonly ReplayedWindow[]): Try[] {
  const tries = knobs.flatMap((knob): Try[] => {
    const known = quiet.filter((window) => knob.read(window).length > 0).length;
    const [usual, peak] = [worstOf(knob, quiet), worstOf(knob, within)];
    if (known < NEEDED_WINDOWS || usual === null || peak === null) return [];
    const value = DIGITS.map((digits) =>
      roundLooser(usual, { digits, looser: knob.looser, isBeyond: knob.isBeyondAtLimit }),
    ).find((one) => isLooser(peak, one, knob.looser) && isLooser(knob.now, one, knob.looser));
    if (value === undefined) return [];
    const [top, bottom] = knob.looser === 'higher' ? [peak, usual] : [usual, peak];
    return [{ knob, value, clearness: Math.abs(top) / Math.max(Math.abs(bottom), 1e-9) }];
  });
  return tries.sort((a, b) => b.clearness - a.clearness).slice(0, MOST_TRIED);
}

async function isClean(
  replayer: Replayer,
  turned: Turned,
  { incident, incidents, before }: { incident: Incident; incidents: readonly Incident[]; before: readonly Weighed[] },
  base: Turned,
): Promise<boolean> {
  const [was, is] = [await replayAs(replayer, base), await replayAs(replayer, turned)];
  const kept = before.every((one) => isAmong(one, is) || !isAmong(one, was));
  const added = is.episodes.filter((episode) => {
    return findAmong({ episode, ...spanOf(episode, is.windows) }, was.episodes, was.windows) === null;
  });
  const ofIncidents = added.filter((one) =>
    incidents.some((other) => meets(spanOf(one, is.windows), other, is.windows)),
  );
  const isTold = added.some((one) => meets(spanOf(one, is.windows), incident, is.windows));
  return kept && isTold && ofIncidents.length === added.length;
}

/** Does an alert over windows with these ends look at any of a period? */
function meets(span: Incident, period: Incident, windows: readonly ReplayedWindow[]): boolean {
  return windows.some(
    ({ window }) => window.toAt >= span.fromAt && window.toAt <= span.toAt && touches(period, window),
  );
}
