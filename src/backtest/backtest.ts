import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { LoadedMonitor } from '../monitors/types.ts';
import { askRules } from '../runs/rules.ts';
import { resolveSources } from '../runs/sources.ts';
import { type Episode, type JudgedWindow, playEpisodes } from './episodes.ts';
import { type History, loadHistory, type MeasuredWindow, measureDue } from './history.ts';
import { countStored, type StoredSubject } from './stored-checks.ts';
import { type DueWindow, listDueWindows } from './windows.ts';

export type Backtest = {
  modelName: string;
  fromAt: number;
  toAt: number;
  /** Windows that the rules were asked about. */
  windows: number;
  episodes: readonly Episode[];
  /** What slices do not hold, and in how many of the windows a run measured it. */
  stored: readonly (StoredSubject & { windows: number })[];
  /** Milliseconds from the stored slices to the episodes, and before that to have every slice stored. */
  timing: { prepareMs: number; replayMs: number };
};

/**
 * Which alerts a definition would have fired within (fromAt, toAt], UTC ms: every window that its schedule would have run,
 * measured and judged as a run does, from stored slices (missing ones are profiled first) and, for what those do not
 * hold, from what runs measured. Tells nobody and writes
 * neither runs nor alerts. Labels count as they are known today, and windows from before the first row are left out.
 */
export async function runBacktest(
  ctx: Context,
  input: { monitorId: number; loaded: LoadedMonitor; fromAt: number; toAt: number },
): Promise<Backtest> {
  const { monitorId, loaded, fromAt, toAt } = input;
  const startedAt = performance.now();
  const sources = await resolveSources(ctx, monitorId, loaded);
  const due = listDueWindows(sources.monitor, { fromAt, toAt });
  const history = await loadHistory(ctx, sources, loaded, due);
  const preparedAt = performance.now();
  const measured = await measureWindows(history, skipEmptyStart(history, due));
  const episodes = playEpisodes(
    sources.monitor,
    measured.map((one) => judge(history, one)),
  );
  return {
    modelName: sources.monitor.modelName,
    fromAt,
    toAt,
    windows: measured.length,
    episodes,
    stored: countStored(
      sources.monitor,
      measured.map(({ window }) => history.storedOf(window)),
    ),
    timing: { prepareMs: preparedAt - startedAt, replayMs: performance.now() - preparedAt },
  };
}

/** A monitor is not watched before there is anything to watch. */
export function skipEmptyStart({ rows }: History, due: readonly DueWindow[]): DueWindow[] {
  const first = rows.find((slice) => slice.rows > 0)?.at ?? Number.POSITIVE_INFINITY;
  return due.filter(({ window }) => window.toAt > first);
}

async function measureWindows(history: History, due: readonly DueWindow[]): Promise<MeasuredWindow[]> {
  const measured: MeasuredWindow[] = [];
  for (const one of due) {
    measured.push(measureDue(history, one));
    await nextTurn();
  }
  return measured;
}

function judge({ monitor }: History, { window, dueAt, measurements, profiles }: MeasuredWindow): JudgedWindow {
  const rows = { reference: profiles.reference.rows, current: profiles.current.rows };
  return { window, dueAt, answers: askRules(monitor, { id: 0, window, rows, measurements, profiles }) };
}
