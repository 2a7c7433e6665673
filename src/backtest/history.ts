import { CHECKS, measureAll, measureSegmentsAtOnce } from '../checks/index.ts';
import type { Observations } from '../checks/observations.ts';
import type { Check, CheckInput, CheckName, Measurement, SliceRows } from '../checks/types.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import { loadDefinition } from '../monitors/verbs.ts';
import type { GridSet, Profile, TimeRange } from '../profile/types.ts';
import { isUsual, type LeftOut, listLeftOut, listUsualRows, widenToSlices } from '../runs/incidents.ts';
import { countPast } from '../runs/past-rows.ts';
import { listAskedNames, listSegmentChecks } from '../runs/rules.ts';
import { fillSlices } from '../runs/slices.ts';
import type { Sources } from '../runs/sources.ts';
import { fillTrailing, isTrailing, locateReference, prepareReference, roleOf } from '../runs/trailing.ts';
import { referenceRange } from '../runs/window.ts';
import type { MeasurementRow, SliceRow } from '../store/types.ts';
import { createSlidingMerge, type SlidingMerge } from './sliding.ts';
import { groupByWindow, judgeStored, listStoredRows, type StoredChecks } from './stored-checks.ts';
import type { DueWindow } from './windows.ts';

/** Everything that the windows of a back-test are measured from, in memory. */
export type History = {
  monitor: Monitor;
  grids: GridSet;
  /** The whole reference where it is fixed. */
  reference: Profile;
  /** Slices that windows and baselines are made of, by their beginning. */
  current: readonly SliceRow[];
  /** Rows of every usual slice. */
  rows: readonly SliceRows[];
  leftOut: readonly LeftOut[];
  /** What the rules ask for. */
  asked: readonly string[];
  /** Checks whose segments a rule asks for. */
  segmentChecks: readonly string[];
  /** The slices of a range as one profile; windows that move on cost few merges. */
  mergeCurrent: SlidingMerge;
  /** What runs measured of a window and its slices do not hold. */
  storedOf: (window: TimeRange) => StoredChecks;
  /** Where the reference trails: its slices, without incidents, as one profile. */
  mergeReference: SlidingMerge | null;
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
  const fitted = await prepareReference(ctx, sources, last);
  const { grids } = fitted;
  const leftOut = listLeftOut(ctx, monitorId, monitor);
  const lookBackMs = monitor.anomalyRate?.baselineMs ?? 0;
  const range = { fromAt: first.fromAt - lookBackMs, toAt: last.toAt };
  await fillSlices(ctx, { ...sources, grids }, range);
  const current = ctx.store.slices.list(monitorId, grids.version, 'current', range);
  const segmentChecks = listSegmentChecks(monitor);
  const rows = ctx.store.slices[segmentChecks.length > 0 ? 'segmentRows' : 'rows'](
    monitorId,
    grids.version,
    'current',
    last.toAt,
  );
  const stored = {
    monitor,
    grids,
    reference: fitted.reference,
    leftOut,
    current,
    rows: listUsualRows((await countPast(sources, first, rows)).rows, leftOut),
    asked: listAskedNames(monitor),
    segmentChecks,
    mergeCurrent: createSlidingMerge(grids, current),
    storedOf: groupByWindow(readStored(ctx, monitorId, loaded, { fromAt: first.toAt - 1, toAt: last.toAt })),
  };
  if (!isTrailing(monitor)) return { ...stored, mergeReference: null };
  const role = roleOf(monitor);
  const past = { fromAt: locateReference(ctx, sources, first).range.fromAt, toAt: last.toAt };
  await fillTrailing(ctx, sources, grids, past);
  const trailing = ctx.store.slices.list(monitorId, grids.version, role, past);
  const usual = trailing.filter(({ at }) => isUsual(at, leftOut));
  return { ...stored, mergeReference: createSlidingMerge(grids, usual) };
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
  const { monitor, grids, leftOut } = history;
  const { window } = due;
  const own = within(history.current, window);
  const past = { fromAt: window.fromAt - (monitor.anomalyRate?.baselineMs ?? 0), toAt: window.fromAt };
  const before = within(history.current, past).filter(({ at }) => isUsual(at, leftOut));
  return {
    monitor,
    window,
    grids,
    reference:
      history.mergeReference?.(widenToSlices(referenceRange(monitor, window), monitor.grain)) ?? history.reference,
    current: history.mergeCurrent(window),
    history: history.rows.filter(({ at }) => at < window.toAt),
    slices: [...before, ...own],
    exact: {},
    observations: observeNewest(history.current, due),
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
