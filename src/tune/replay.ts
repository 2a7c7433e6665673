import { setImmediate as nextTurn } from 'node:timers/promises';
import { skipEmptyStart } from '../backtest/backtest.ts';
import { type Episode, type JudgedWindow, playEpisodes } from '../backtest/episodes.ts';
import { type History, measurePast, prepareDue } from '../backtest/history.ts';
import { applySettings, type Setting } from '../backtest/settings.ts';
import type { StoredChecks } from '../backtest/stored-checks.ts';
import type { DueWindow } from '../backtest/windows.ts';
import { CHECKS } from '../checks/index.ts';
import type { CheckInput, CheckName, Measurement } from '../checks/types.ts';
import { createJudgeMemory } from '../drift/memory.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import { keepFound } from '../runs/columns.ts';
import { findLoss, type Loss } from '../runs/loss.ts';
import { askRules } from '../runs/rules.ts';

/** One window of a replay: what was measured, and what the rules said about it. */
export type ReplayedWindow = JudgedWindow & {
  input: CheckInput;
  measurements: readonly Measurement[];
  /** What the model lost, which no limit changes. */
  loss: Loss | null;
};

export type Replay = { windows: readonly ReplayedWindow[]; episodes: readonly Episode[] };

/** Values to try, and the checks whose measurements they may change. */
export type Trial = { settings: readonly Setting[]; checks: readonly CheckName[] };

export type Replayer = {
  /** As the definition is. */
  now: Replay;
  /** With other values; only the checks that they may change are measured again, each trial once. @throws AppError as applySettings. */
  replay(trial: Trial): Promise<Replay>;
  /** How often the past was played, for who wants to know what it cost. */
  count(): number;
};

/**
 * Plays one past as often as wanted with other limits: slices are read and merged once.
 * @param loaded the definition that `history` was loaded for.
 */
export async function createReplayer(
  loaded: LoadedMonitor,
  history: History,
  due: readonly DueWindow[],
): Promise<Replayer> {
  const windows: { due: DueWindow; input: CheckInput; stored: StoredChecks }[] = [];
  const memory = createJudgeMemory();
  for (const one of skipEmptyStart(history, due)) {
    windows.push({ due: one, input: { ...prepareDue(history, one), memory }, stored: history.storedOf(one.window) });
    await nextTurn();
  }
  const every = Object.keys(CHECKS) as CheckName[];
  const now = await play(history.monitor, every);
  const known = new Map<string, Replay>();
  let played = 1;

  async function play(monitor: Monitor, checks: readonly CheckName[], before?: Replay): Promise<Replay> {
    const chosen = Object.fromEntries(checks.map((name) => [name, CHECKS[name]]));
    const judged: ReplayedWindow[] = [];
    for (const [i, { due: at, input, stored }] of windows.entries()) {
      const past = before?.windows[i];
      const kept = (past?.measurements ?? []).filter(({ check }) => !checks.includes(check));
      const fresh =
        checks.length === 0 ? [] : measurePast({ ...input, monitor }, history.segmentChecks, stored, chosen);
      const measurements = [...kept, ...fresh.filter(({ check }) => checks.includes(check))];
      judged.push(judge(monitor, at, { input, measurements }, past?.loss));
      await nextTurn();
    }
    return { windows: judged, episodes: playEpisodes(monitor, judged) };
  }

  return {
    now,
    count: () => played,
    async replay({ settings, checks }) {
      const key = JSON.stringify([settings, checks]);
      const found = known.get(key);
      if (found !== undefined) return found;
      played += 1;
      const tried = applySettings(loaded, settings).monitor;
      const replay = await play(keepFound(tried, history.monitor), checks, now);
      known.set(key, replay);
      return replay;
    },
  };
}

function judge(
  monitor: Monitor,
  due: DueWindow,
  { input, measurements }: Pick<ReplayedWindow, 'input' | 'measurements'>,
  known: Loss | null | undefined,
): ReplayedWindow {
  const { grids, reference, current, window } = input;
  const profiles = { grids, reference, current };
  const rows = { reference: reference.rows, current: current.rows };
  const loss = known === undefined ? findLoss(monitor, profiles, measurements) : known;
  const answers = askRules(monitor, { id: 0, window, rows, measurements, profiles, loss });
  return { ...due, input, measurements, answers, loss };
}
