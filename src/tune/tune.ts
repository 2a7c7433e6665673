import { loadHistory } from '../backtest/history.ts';
import type { Setting } from '../backtest/settings.ts';
import { listDueWindows } from '../backtest/windows.ts';
import type { Context } from '../context.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import { resolveSources } from '../runs/sources.ts';
import { explainLeft, explainTurn } from './explain.ts';
import { listKnobs, toSettings } from './knobs.ts';
import { type Experience, spanOf, type Weighed, weigh } from './opinions.ts';
import { countKnown, listQuiet, worstOf } from './quiet.ts';
import { createReplayer, type Replay } from './replay.ts';
import { type Found, type Past, search } from './search.ts';
import { findAmong, isAmong, isTurn, replayAs } from './silence.ts';
import type { Knob, Turned } from './types.ts';

/** What becomes of alerts. */
export type Change = {
  /** Silenced: voted noise, or nobody spoke for them. */
  saved: readonly Weighed[];
  /** Useful ones, and ones that look right, that would not fire any more. */
  missed: readonly Weighed[];
  /** New ones. */
  added: readonly Weighed[];
};

/** A limit that should be another one; its change is what hangs on this proposal alone. */
export type Proposal = Change & {
  knob: Knob;
  value: number;
  /** As `--set` takes it. */
  setting: Setting;
  /** Windows in which what it limits is known. */
  windows: number;
  /** The value of quiet history nearest to an alert or furthest beyond; null where there is none. */
  quietWorst: number | null;
  why: string;
};

/** A limit that is left as it is; `now` is null where it cannot be tuned. */
export type LeftKnob = { path: string; now: number | null; windows: number; quietWorst: number | null; reason: string };

/** Proposals, and what all of them together do. */
export type Tuning = Change & {
  modelName: string;
  fromAt: number;
  toAt: number;
  windows: number;
  /** The alerts of the definition as it is, with what is known of their worth. */
  before: readonly Weighed[];
  proposals: readonly Proposal[];
  settings: readonly Setting[];
  after: Replay['episodes'];
  /** Useful alerts, and ones that look right, that come later than before. */
  delayed: readonly { alert: Weighed; delayMs: number }[];
  left: readonly LeftKnob[];
  /** Alerts with votes that this definition would not have fired anyway. */
  unmatched: readonly Experience[];
  timing: { prepareMs: number; searchMs: number; replays: number };
};

/**
 * Proposes limits from the past and from what people said of its alerts; writes nothing but slices that were missing.
 * Every proposal was replayed.
 * @param input experiences: of the monitor that the bot runs, of which `ctx` may hold a copy; fromAt, toAt: due times, UTC ms.
 */
export async function tuneMonitor(
  ctx: Context,
  input: {
    monitorId: number;
    loaded: LoadedMonitor;
    fromAt: number;
    toAt: number;
    experiences: readonly Experience[];
  },
): Promise<Tuning> {
  const { monitorId, loaded, fromAt, toAt, experiences } = input;
  const startedAt = performance.now();
  const sources = await resolveSources(ctx, monitorId, loaded);
  const due = listDueWindows(sources.monitor, { fromAt, toAt });
  const history = await loadHistory(ctx, sources, loaded, due);
  const preparedAt = performance.now();
  const replayer = await createReplayer(loaded, history, due);
  const { episodes, windows } = replayer.now;
  const incidents = history.leftOut;
  const before = weigh(episodes, windows, { experiences, incidents });
  const measurements = windows.flatMap((one) => one.measurements);
  const { knobs, untunable } = listKnobs(loaded, sources.monitor, measurements);
  const past: Past = { replayer, before, quiet: listQuiet(windows, before, incidents), incidents, knobs };
  const found = await search(past);
  const turned = new Map([...found.turned].filter(([knob, value]) => isTurn(knob, value)));
  const after = await replayAs(replayer, turned);
  const change = compare(past, after, experiences);
  return {
    modelName: sources.monitor.modelName,
    fromAt,
    toAt,
    windows: windows.length,
    before,
    proposals: await describeProposals(past, turned, change, found),
    settings: toSettings(turned),
    after: after.episodes,
    ...change,
    delayed: listDelayed(before, after),
    left: [
      ...knobs.filter((knob) => !turned.has(knob)).map((knob) => describeLeft(knob, past, found, after)),
      ...untunable.map((one) => ({ ...one, now: null, windows: 0, quietWorst: null })),
    ],
    unmatched: listUnmatched(experiences, before),
    timing: { prepareMs: preparedAt - startedAt, searchMs: performance.now() - preparedAt, replays: replayer.count() },
  };
}

function compare(
  { replayer: { now }, before, incidents }: Past,
  after: Replay,
  experiences: readonly Experience[],
): Change {
  const gone = before.filter((one) => !isAmong(one, after));
  const added = after.episodes.filter((episode) => {
    return findAmong({ episode, ...spanOf(episode, after.windows) }, now.episodes, now.windows) === null;
  });
  return {
    saved: gone.filter((one) => !isRight(one)),
    missed: gone.filter(isRight),
    added: weigh(added, after.windows, { experiences, incidents }),
  };
}

function isRight({ opinion }: Weighed): boolean {
  return opinion === 'useful' || opinion === 'likely';
}

function listDelayed(before: readonly Weighed[], { episodes, windows }: Replay): Tuning['delayed'] {
  return before.flatMap((alert) => {
    const found = isRight(alert) ? findAmong(alert, episodes, windows) : null;
    const delayMs = found === null ? 0 : found.firedAt - alert.episode.firedAt;
    return delayMs > 0 ? [{ alert, delayMs }] : [];
  });
}

/** Each proposal with what it does: the alerts that would be there again, or would not, without it. */
async function describeProposals(past: Past, turned: Turned, change: Change, found: Found): Promise<Proposal[]> {
  const proposals: Proposal[] = [];
  for (const knob of past.knobs.filter((one) => turned.has(one))) {
    const value = turned.get(knob)!;
    const without = await replayAs(past.replayer, new Map([...turned].filter(([other]) => other !== knob)));
    const saved = change.saved.filter((one) => isAmong(one, without));
    proposals.push({
      knob,
      value,
      setting: toSettings(new Map([[knob, value]]))[0]!,
      ...describeHistory(knob, past),
      saved,
      missed: change.missed.filter((one) => isAmong(one, without)),
      added: change.added.filter((one) => !isAmong(one, without)),
      why: explainTurn(knob, saved, past, found),
    });
  }
  return proposals;
}

function describeLeft(knob: Knob, past: Past, found: Found, after: Replay): LeftKnob {
  const { path, now } = knob;
  return { path, now, ...describeHistory(knob, past), reason: explainLeft(knob, past, found, after) };
}

function listUnmatched(experiences: readonly Experience[], before: readonly Weighed[]): Experience[] {
  const met = new Set(before.flatMap(({ alertIds }) => alertIds));
  return experiences.filter(({ alertId, votes }) => votes.useful + votes.noise > 0 && !met.has(alertId));
}

function describeHistory(knob: Knob, { replayer, quiet }: Past): { windows: number; quietWorst: number | null } {
  return {
    windows: countKnown(knob, replayer.now.windows),
    quietWorst: knob.kind === 'debounce' ? null : worstOf(knob, quiet),
  };
}
