import { STORED_CHECKS } from '../backtest/stored-checks.ts';
import { listBreaches } from './breaches.ts';
import type { Opinion, Weighed } from './opinions.ts';
import { countKnown, NEEDED_WINDOWS, worstOf } from './quiet.ts';
import type { Replay } from './replay.ts';
import type { Found, Past } from './search.ts';
import { isAmong } from './silence.ts';
import type { Knob } from './types.ts';

/** Why a knob should be turned, with the numbers that say so. */
export function explainTurn(knob: Knob, saved: readonly Weighed[], past: Past, found: Found): string {
  return found.stricter.has(knob) ? explainStricter(knob, past) : explainLooser(knob, saved, past);
}

function explainStricter(knob: Knob, { quiet }: Past): string {
  const usual = worstOf(knob, quiet);
  return `quiet history goes as far as ${usual === null ? 'nothing' : format(usual)}, a marked incident further, and nobody was told`;
}

function explainLooser(knob: Knob, saved: readonly Weighed[], { replayer, before }: Past): string {
  const { windows } = replayer.now;
  const noise = saved.filter(({ opinion }) => opinion === 'noise');
  const meant = noise.length > 0 ? noise : saved;
  const reach = worstOf(
    knob,
    meant.flatMap((one) => listBreaches(one, windows)),
  );
  const countKept = (wanted: Opinion): number =>
    before.filter((one) => one.opinion === wanted && saved.some(({ episode }) => episode.rule === one.episode.rule))
      .length;
  const [useful, likely] = [countKept('useful'), noise.length > 0 ? 0 : countKept('likely')];
  return [
    noise.length > 0 ? `${noise.length} voted noise` : `${saved.length} that nobody took or voted for`,
    ...(knob.kind === 'debounce' || reach === null ? [] : [`as far as ${format(reach)}`]),
    ...(useful > 0 ? [`${useful} useful kept`] : []),
    ...(likely > 0 ? [`${likely} that ${likely === 1 ? 'looks' : 'look'} right kept`] : []),
    ...(noise.length > 0 ? [] : ['at most 1 a quarter wanted']),
  ].join(', ');
}

/** Why a knob is left as it is. @param after what the proposals leave. */
export function explainLeft(knob: Knob, past: Past, found: Found, after: Replay): string {
  const { windows } = past.replayer.now;
  const known = countKnown(knob, windows);
  if (known === 0 && knob.checks.some((check) => STORED_CHECKS.includes(check))) {
    return 'no run has measured it in this span, and stored slices do not hold it: `mlmon run` with --from and --to does';
  }
  if (known < NEEDED_WINDOWS) {
    return `too little history: ${known} windows with a value, and ${NEEDED_WINDOWS} are needed`;
  }
  if (knob.rules.length === 0) return 'no rule asks for it';
  const touched = past.before.filter((one) => isTouched(one, knob, past));
  if (touched.length === 0) return 'no alert hangs on it';
  const unwanted = touched.filter((one) => found.wish.silence.includes(one));
  if (unwanted.length === 0) return 'its alerts are worth it, or rare enough';
  if (unwanted.every((one) => !isAmong(one, after))) return 'another proposal silences what it should not fire';
  return found.blocked.has(knob)
    ? 'no value tells its noise from a useful alert'
    : 'it alone cannot silence what should not fire';
}

function isTouched(alert: Weighed, knob: Knob, { replayer }: Past): boolean {
  if (!knob.rules.includes(alert.episode.rule)) return false;
  return listBreaches(alert, replayer.now.windows).some((window) => knob.read(window).some(({ isBeyond }) => isBeyond));
}

function format(value: number): string {
  return String(Number(value.toPrecision(3)));
}
