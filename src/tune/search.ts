import type { Weighed } from './opinions.ts';
import { countDays, countKnown, listExcess, NEEDED_WINDOWS } from './quiet.ts';
import type { ReplayedWindow, Replayer } from './replay.ts';
import { isAmong, prune, replayAs, silence, type Wish } from './silence.ts';
import { tighten } from './tighten.ts';
import type { Knob, Turned } from './types.ts';

/** What a search goes by. */
export type Past = {
  replayer: Replayer;
  /** The alerts of the definition as it is. */
  before: readonly Weighed[];
  quiet: readonly ReplayedWindow[];
  incidents: readonly { fromAt: number; toAt: number }[];
  knobs: readonly Knob[];
};

export type Found = {
  turned: Turned;
  /** Those of `turned` that are stricter than now. */
  stricter: Turned;
  /** Knobs that stay as they are for the sake of a wanted alert. */
  blocked: ReadonlySet<Knob>;
  /** What should not fire. */
  wish: Wish;
};

/** The most pointed knobs first; what they leave, the others may silence; then incidents that nobody was told of. */
export async function search(past: Past): Promise<Found> {
  const { replayer, knobs } = past;
  if (replayer.now.windows.length < NEEDED_WINDOWS) return NOTHING;
  const wish = makeWish(past);
  const blocked = new Set<Knob>();
  let turned: Turned = new Map();
  for (const kind of ['pointed', 'count', 'debounce'] as const) {
    const replay = await replayAs(replayer, turned);
    const rest = wish.silence.filter((one) => isAmong(one, replay));
    if (rest.length === 0) break;
    const usable = knobs.filter((knob) => knob.kind === kind && isKnown(knob, replayer.now.windows));
    const found = await silence(replayer, usable, { silence: rest, keep: wish.keep }, turned);
    turned = new Map([...turned, ...found.turned]);
    for (const knob of found.blocked) blocked.add(knob);
  }
  turned = await prune(replayer, wish, turned);
  const stricter = await tighten(replayer, knobs, past, turned);
  return { turned: new Map([...turned, ...stricter]), stricter, blocked, wish };
}

const NOTHING: Found = {
  turned: new Map(),
  stricter: new Map(),
  blocked: new Set(),
  wish: { silence: [], keep: [] },
};

/**
 * Rule by rule: the alerts voted noise or, where no such vote is, those that are more than one a quarter. Votes speak for
 * alerts that nobody voted on, so that what only looks right is kept where no vote says what noise is.
 */
function makeWish({ before, quiet, replayer }: Past): Wish {
  const quietDays = countDays(quiet);
  const rules = [...new Set(before.map(({ episode }) => episode.rule))];
  const unwanted = rules.flatMap((rule) => {
    const own = before.filter(({ episode }) => episode.rule === rule);
    const noise = own.filter(({ opinion }) => opinion === 'noise');
    if (noise.length > 0) return noise;
    const open = own.filter(({ opinion }) => opinion === 'open');
    return listExcess(open, replayer.now.windows, quietDays);
  });
  const voted = new Set(before.filter(({ opinion }) => opinion === 'noise').map(({ episode }) => episode.rule));
  const keep = before.filter(
    ({ opinion, episode }) => opinion === 'useful' || (opinion === 'likely' && !voted.has(episode.rule)),
  );
  return { silence: unwanted, keep };
}

function isKnown(knob: Knob, windows: readonly ReplayedWindow[]): boolean {
  return countKnown(knob, windows) >= NEEDED_WINDOWS;
}
