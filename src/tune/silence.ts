import type { Episode } from '../backtest/episodes.ts';
import { listBreaches } from './breaches.ts';
import { checksOf, toSettings } from './knobs.ts';
import { isLooser, loosest, roundLooser, sortByLooseness } from './numbers.ts';
import { overlaps, spanOf, type Weighed } from './opinions.ts';
import type { Replay, ReplayedWindow, Replayer } from './replay.ts';
import type { Knob, Turned } from './types.ts';

/** What shall not fire any more, and what has to. */
export type Wish = { silence: readonly Weighed[]; keep: readonly Weighed[] };

export type Silenced = {
  turned: Turned;
  /** Knobs that alone could have silenced something, had an alert not been lost with it. */
  blocked: readonly Knob[];
};

/** Digits that a proposal is tried with, the shortest first; and those that the search itself goes by. */
const DIGITS = [2, 3, 4] as const;
const EXACT_DIGITS = 6;

/** More limits than these are not opened together; those that stood in the way most often are. */
const MOST_CARRIERS = 24;

type Carrier = { knob: Knob; values: readonly number[]; times: number };
type Place = { knob: Knob; values: readonly number[]; index: number };
type IsEnough = (turned: Turned) => Promise<boolean>;
type Look = (turned: Turned) => Promise<Outcome>;

/**
 * The smallest turn of some knobs that silences as many unwanted alerts as they can without losing a wanted one: each
 * is opened as far as it keeps every wanted alert, what has no effect is left as it is, and the rest is closed again until
 * it would fire. Every step is a replay; a value rounds to few digits where that changes nothing.
 * @param base knobs that are turned already.
 */
export async function silence(replayer: Replayer, knobs: readonly Knob[], wish: Wish, base: Turned): Promise<Silenced> {
  const look = (turned: Turned) => judge(replayer, wish, new Map([...base, ...turned]));
  const carriers = listCarriers(knobs, wish.silence, replayer.now);
  const { opened, blocked } = await openAll(carriers, look);
  const kept = await dropHarmful(opened, look);
  const goal = (await look(turn(kept))).silenced;
  if (goal === 0) return { turned: new Map(), blocked };
  const isEnough: IsEnough = async (turned) => {
    const found = await look(turned);
    return found.lost === 0 && found.silenced >= goal;
  };
  const needed = await dropNeedless(kept, isEnough);
  const closed = await closeAll(needed, isEnough);
  return { turned: await roundAll(closed, isEnough), blocked };
}

/** Without the knobs that later ones made needless, the first of them first. */
export async function prune(replayer: Replayer, wish: Wish, turned: Turned): Promise<Turned> {
  const { silenced } = await judge(replayer, wish, turned);
  let kept = turned;
  for (const knob of turned.keys()) {
    const rest = new Map([...kept].filter(([other]) => other !== knob));
    const found = await judge(replayer, wish, rest);
    if (found.lost === 0 && found.silenced >= silenced) kept = rest;
  }
  return kept;
}

type Outcome = { silenced: number; lost: number };

async function judge(replayer: Replayer, { silence: unwanted, keep }: Wish, turned: Turned): Promise<Outcome> {
  const replay = await replayAs(replayer, turned);
  const fires = (one: Weighed): boolean => isAmong(one, replay);
  return {
    silenced: unwanted.filter((one) => !fires(one)).length,
    lost: keep.filter((one) => !fires(one)).length,
  };
}

export function replayAs(replayer: Replayer, turned: Turned): Promise<Replay> {
  if (turned.size === 0) return Promise.resolve(replayer.now);
  return replayer.replay({ settings: toSettings(turned), checks: checksOf(turned) });
}

/** Does an alert still fire in another replay, be it over other windows in part? */
export function isAmong(one: Weighed, { episodes, windows }: Replay): boolean {
  return findAmong(one, episodes, windows) !== null;
}

export function findAmong(
  one: Pick<Weighed, 'episode' | 'fromAt' | 'toAt'>,
  episodes: readonly Episode[],
  windows: readonly ReplayedWindow[],
): Episode | null {
  return episodes.find((other) => other.rule === one.episode.rule && overlaps(one, spanOf(other, windows))) ?? null;
}

function listCarriers(knobs: readonly Knob[], alerts: readonly Weighed[], now: Replay): Carrier[] {
  const carriers = knobs.flatMap((knob) => findCarrier(knob, alerts, now) ?? []);
  const least = carriers.map(({ times }) => times).sort((a, b) => b - a)[MOST_CARRIERS - 1] ?? 0;
  return carriers.filter(({ times }) => times >= least).slice(0, MOST_CARRIERS);
}

/** Each as far as it keeps every wanted alert; `blocked` are those that could go further. */
async function openAll(carriers: readonly Carrier[], look: Look): Promise<{ opened: Place[]; blocked: Knob[] }> {
  const wide = carriers.map((carrier) => ({ ...carrier, index: carrier.values.length - 1 }));
  if ((await look(turn(wide))).lost === 0) return { opened: wide, blocked: [] };
  const opened: Place[] = [];
  const blocked: Knob[] = [];
  for (const carrier of carriers) {
    const index = await openAlone(carrier, look);
    if (index < carrier.values.length - 1) blocked.push(carrier.knob);
    if (index >= 0) opened.push({ ...carrier, index });
  }
  return { opened, blocked };
}

/** The values of a knob that could matter to these alerts: those beyond it in their windows in breach. */
function findCarrier(knob: Knob, alerts: readonly Weighed[], { windows }: Replay): Carrier | null {
  const own = alerts.filter(({ episode }) => knob.rules.includes(episode.rule));
  const values = own.flatMap((alert) =>
    listBreaches(alert, windows).flatMap((window) => knob.read(window).filter(({ isBeyond }) => isBeyond)),
  );
  if (values.length === 0) return null;
  const { looser } = knob;
  const needed = values.map(({ value }) => loosest(roundTo(knob, value, EXACT_DIGITS), knob.now, looser));
  return { knob, values: sortByLooseness(needed, looser), times: values.length };
}

/** How far a knob can be opened by itself without losing a wanted alert: a place in its values, -1 for not at all. */
async function openAlone({ knob, values }: Carrier, look: Look): Promise<number> {
  const isHarmless = async (i: number): Promise<boolean> => (await look(new Map([[knob, values[i]!]]))).lost === 0;
  return findLast(values.length, isHarmless);
}

/** The last place for which a claim holds that holds up to some place and not beyond; -1 for none. */
async function findLast(length: number, holds: (i: number) => Promise<boolean>): Promise<number> {
  if (length === 0 || (await holds(length - 1))) return length - 1;
  let [low, high] = [-1, length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** What is harmless alone may not be together: the knob whose removal loses least goes first. */
async function dropHarmful(places: readonly Place[], look: Look): Promise<Place[]> {
  let kept = [...places];
  while (kept.length > 0 && (await look(turn(kept))).lost > 0) {
    const without: { rest: Place[]; found: Outcome }[] = [];
    for (const one of kept) {
      const rest = kept.filter((other) => other !== one);
      without.push({ rest, found: await look(turn(rest)) });
    }
    without.sort((a, b) => a.found.lost - b.found.lost || b.found.silenced - a.found.silenced);
    kept = without[0]!.rest;
  }
  return kept;
}

async function dropNeedless(places: readonly Place[], isEnough: IsEnough): Promise<Place[]> {
  let kept = [...places];
  // What comes last is the least pointed.
  for (const one of [...places].reverse()) {
    const rest = kept.filter((other) => other !== one);
    if (await isEnough(turn(rest))) kept = rest;
  }
  return kept;
}

async function closeAll(places: readonly Place[], isEnough: IsEnough): Promise<Place[]> {
  const closed = [...places];
  for (const [i, place] of places.entries()) {
    const tooStrict = await findLast(place.index + 1, async (index) => {
      const tried = closed.map((other, at) => (at === i ? { ...place, index } : other));
      return !(await isEnough(turn(tried)));
    });
    closed[i] = { ...place, index: Math.min(tooStrict + 1, place.index) };
  }
  return closed;
}

async function roundAll(places: readonly Place[], isEnough: IsEnough): Promise<Turned> {
  const turned = new Map(turn(places));
  for (const { knob, values, index } of places) {
    if (knob.kind === 'debounce') continue;
    for (const digits of DIGITS) {
      const rounded = roundTo(knob, values[index]!, digits, false);
      if (!(await isEnough(new Map([...turned, [knob, rounded]])))) continue;
      turned.set(knob, rounded);
      break;
    }
  }
  return turned;
}

function roundTo(knob: Knob, value: number, digits: number, isBeyond = knob.isBeyondAtLimit): number {
  if (knob.kind === 'debounce') return value;
  // A count goes from one whole number to the next.
  if (isBeyond && Number.isInteger(value) && knob.kind === 'count') return value + (knob.looser === 'higher' ? 1 : -1);
  return roundLooser(value, { digits, looser: knob.looser, isBeyond });
}

function turn(places: readonly Place[]): Map<Knob, number> {
  return new Map(places.map(({ knob, values, index }) => [knob, values[index]!]));
}

/** Is the value a real change of the knob? */
export function isTurn(knob: Knob, value: number): boolean {
  return isLooser(value, knob.now, knob.looser) || isLooser(knob.now, value, knob.looser);
}
