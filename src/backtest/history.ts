import { CHECKS, measureAll, measureSegmentsAtOnce } from '../checks/index.ts';
import type { Observations } from '../checks/observations.ts';
import type { Check, CheckInput, CheckName, Measurement, SliceRows } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import { loadDefinition } from '../monitors/verbs.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import { isUsual, type LeftOut, listLeftOut, listUsualRows } from '../runs/incidents.ts';
import { countPast } from '../runs/past-rows.ts';
import { listAskedNames, listSegmentChecks } from '../runs/rules.ts';
import type { Sources } from '../runs/sources.ts';
import type { MeasurementRow, SliceRow } from '../store/types.ts';
import { type Ground, loadGrounds } from './grounds.ts';
import { groupByWindow, judgeStored, listStoredRows, type StoredChecks } from './stored-checks.ts';
import type { DueWindow } from './windows.ts';

/** Everything that the windows of a back-test are measured from, in memory. */
export type History = {
  monitor: Monitor;
  /** Grids and slices that a window is measured from. */
  groundOf: (window: DueWindow['window']) => Ground;
  /** Rows of every usual slice. */
  rows: readonly SliceRows[];
  leftOut: readonly LeftOut[];
  /** What the rules ask for. */
  asked: readonly string[];
  /** Checks whose segments a rule asks for. */
  segmentChecks: readonly string[];
  /** What runs measured of a window and its slices do not hold. */
  storedOf: (window: TimeRange) => StoredChecks;
};

/**
 * Loads the slices of some windows, and of what they are compared with; profiles those that are missing first. Stored
 * slices are taken as they are, and what slices do not hold is read from runs.
 * @param loaded the definition that `sources` were found for.
 * @throws AppError invalid_input where there is no event time to cut the past into windows by.
 */
export async function loadHistory(
  ctx: Context,
  sources: Sources,
  loaded: LoadedMonitor,
  windows: readonly DueWindow[],
): Promise<History> {
  const { monitor, monitorId } = sources;
  const [first, last] = [windows[0]?.window, windows.at(-1)?.window];
  if (first === undefined || last === undefined) {
    throw new AppError('invalid_input', 'Cannot test the past: the span holds no window that would have run', {
      hint: monitor.timestampColumn === null ? 'Add timestamp_column to the monitor' : 'Give more --days',
    });
  }
  const grounds = await loadGrounds(ctx, sources, windows, monitor.anomalyRate?.baselineMs ?? 0);
  const leftOut = listLeftOut(ctx, monitorId, monitor);
  const segmentChecks = listSegmentChecks(monitor);
  const past = readPast(ctx, monitorId, grounds, segmentChecks.length > 0);
  return {
    monitor,
    groundOf: ({ toAt }) => grounds.find((ground) => toAt <= ground.toAt) ?? grounds.at(-1)!,
    leftOut,
    rows: listUsualRows((await countPast(sources, first, past)).rows, leftOut),
    asked: listAskedNames(monitor),
    segmentChecks,
    storedOf: groupByWindow(readStored(ctx, monitorId, loaded, { fromAt: first.toAt - 1, toAt: last.toAt })),
  };
}

/** The rows of every stored slice; of one that is counted on several grids those of the first. */
function readPast(ctx: Context, monitorId: number, grounds: readonly Ground[], hasSegments: boolean): SliceRows[] {
  const read = ctx.store.slices[hasSegments ? 'segmentRows' : 'rows'];
  const found = new Map<number, SliceRows>();
  for (const { grids, toAt } of grounds) {
    for (const slice of read(monitorId, grids.version, 'current', toAt)) {
      if (!found.has(slice.at)) found.set(slice.at, slice);
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

function readStored(
  ctx: Context,
  monitorId: number,
  { monitor: tried }: LoadedMonitor,
  span: { fromAt: number; toAt: number },
): MeasurementRow[] {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null) return [];
  return listStoredRows(ctx.store, monitorId, { saved: loadDefinition(row).monitor, tried }, span);
}

/** What one window was compared with, and what came of it. */
export type MeasuredWindow = DueWindow & {
  measurements: readonly Measurement[];
  profiles: { grids: GridSet; reference: Profile; current: Profile };
};

/** Measures a window as a run would have, from memory alone; distances are those of the cells where a run asks for exact ones. */
export function measureDue(history: History, due: DueWindow): MeasuredWindow {
  const input = prepareDue(history, due);
  const { grids, reference, current } = input;
  const measurements = measurePast(input, history.segmentChecks, history.storedOf(due.window));
  return { ...due, measurements, profiles: { grids, reference, current } };
}

/**
 * What the rules are asked about: the whole, and its segments where a rule speaks of them.
 * @param stored takes the place of what a check would find.
 */
export function measurePast(
  input: CheckInput,
  segmentChecks: readonly string[],
  stored: StoredChecks,
  checks: Readonly<Partial<Record<CheckName, Check>>> = CHECKS,
): Measurement[] {
  const names = Object.keys(checks) as CheckName[];
  const rest = Object.fromEntries(
    names.filter((name) => stored[name] === undefined).map((name) => [name, checks[name]]),
  );
  const whole = [...measureAll(input, rest).measurements, ...judgeStored(input.monitor, stored, names)];
  const parts = Object.fromEntries(
    names.filter((name) => segmentChecks.includes(name)).map((name) => [name, checks[name]]),
  );
  return Object.keys(parts).length === 0 ? whole : [...whole, ...measureSegmentsAtOnce(input, parts).measurements];
}

/** What the checks are given of a window: the same for every definition that differs in its limits alone. */
export function prepareDue(history: History, due: DueWindow): CheckInput {
  const { monitor, leftOut } = history;
  const { window } = due;
  const { grids, current, mergeCurrent, referenceOf } = history.groundOf(window);
  const own = within(current, window);
  const past = { fromAt: window.fromAt - (monitor.anomalyRate?.baselineMs ?? 0), toAt: window.fromAt };
  const before = within(current, past).filter(({ at }) => isUsual(at, leftOut));
  return {
    monitor,
    window,
    grids,
    reference: referenceOf(window),
    current: mergeCurrent(window),
    history: history.rows.filter(({ at }) => at < window.toAt),
    slices: [...before, ...own],
    exact: {},
    observations: observeNewest(current, due),
    now: due.dueAt,
    asked: history.asked,
  };
}

/** The newest row before a run; where rows came before the run and after it, at most a slice too young. */
function observeNewest(slices: readonly SliceRow[], { window, dueAt }: DueWindow): Observations {
  const next = slices.find(({ at }) => at === window.toAt);
  if (next === undefined) return {};
  const { firstEventAt = null, lastEventAt } = next.profile;
  const isLater = firstEventAt !== null && firstEventAt >= dueAt;
  const before = slices.findLast(({ at, profile }) => at < window.toAt && profile.lastEventAt !== null);
  const value = lastEventAt === null || isLater ? (before?.profile.lastEventAt ?? null) : Math.min(lastEventAt, dueAt);
  return { newestEventAt: { value } };
}

function within(slices: readonly SliceRow[], { fromAt, toAt }: TimeRange): SliceRow[] {
  return slices.filter(({ at }) => (fromAt === null || at >= fromAt) && (toAt === null || at < toAt));
}
