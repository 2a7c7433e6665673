import { parse } from 'yaml';
import { applySettings, type Setting } from '../backtest/settings.ts';
import type { CheckName, Measurement } from '../checks/types.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import { listCheckKnobs } from './check-knobs.ts';
import type { ReplayedWindow } from './replay.ts';
import { listAskers, listDebounceKnobs, listRuleKnobs } from './rule-knobs.ts';
import type { Knob, Reading, Turned, Untunable } from './types.ts';

/** Every number that decides what fires, and what cannot be tuned. */
export function listKnobs(
  loaded: LoadedMonitor,
  monitor: Monitor,
  measurements: readonly Measurement[],
): { knobs: Knob[]; untunable: Untunable[] } {
  const written = parse(loaded.source, { merge: true }) as Record<string, unknown>;
  const ofChecks = listCheckKnobs(monitor, measurements);
  const found: Knob[] = [
    ...listRuleKnobs(monitor, written, measurements),
    ...ofChecks.knobs.map((knob) => ({ ...knob, rules: knob.checks.flatMap((check) => listAskers(monitor, check)) })),
    ...listDebounceKnobs(monitor, written),
  ].map(remember);
  const isSettable = new Map(found.map((knob) => [knob, canSet(loaded, knob)]));
  const stuck = found.filter((knob) => !isSettable.get(knob));
  return {
    knobs: found.filter((knob) => isSettable.get(knob)),
    untunable: [
      ...ofChecks.untunable,
      ...stuck.map(({ path }) => ({ path, reason: 'its place in the file cannot be written by a path' })),
    ],
  };
}

/** A window is read once: a search asks for the same ones over and over. */
function remember(knob: Knob): Knob {
  const known = new WeakMap<ReplayedWindow, Reading[]>();
  return {
    ...knob,
    read(window) {
      const found = known.get(window) ?? knob.read(window);
      known.set(window, found);
      return found;
    },
  };
}

/** Names with dots, and values that stand in the file once for several places, cannot be written by a path. */
function canSet(loaded: LoadedMonitor, knob: Knob): boolean {
  try {
    applySettings(loaded, toSettings(new Map([[knob, knob.now]])));
    return true;
  } catch {
    return false;
  }
}

/** The settings that stand for turned knobs; numbers of one text are written into it together. */
export function toSettings(turned: Turned): Setting[] {
  const texts = new Map<string, string>();
  const settings: Setting[] = [];
  // From the end of a text to its beginning, so that places stay where they are.
  const entries = [...turned].sort(([a], [b]) => (b.span?.start ?? 0) - (a.span?.start ?? 0));
  for (const [{ path, span, write }, value] of entries) {
    if (span === null) settings.push({ path, value: write(value) });
    else {
      const text = texts.get(path) ?? span.text;
      texts.set(path, text.slice(0, span.start) + String(value) + text.slice(span.end));
    }
  }
  return [...settings, ...[...texts].map(([path, value]) => ({ path, value }))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** The checks that turned knobs have measured again. */
export function checksOf(turned: Turned): CheckName[] {
  return [...new Set([...turned.keys()].flatMap(({ checks }) => checks))].sort();
}
