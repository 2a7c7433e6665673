import type { Alert } from '../alerts/types.ts';
import type { ComparedProfiles } from '../checks/drift.ts';
import { narrowSlices } from '../checks/past-slices.ts';
import type { CheckInput, Measurement, SliceRows } from '../checks/types.ts';
import type { Actor, Context } from '../context.ts';
import { AppError, referenceOf, toAppError } from '../errors.ts';
import { type ComparedPair, compareCorrelations } from '../metrics/correlation.ts';
import type { LoadedMonitor, Monitor } from '../monitors/types.ts';
import { loadDefinition } from '../monitors/verbs.ts';
import { mergeProfiles } from '../profile/merge.ts';
import type { GridSet, TimeRange } from '../profile/types.ts';
import type { Scene } from '../rootcause/explain.ts';
import type { RunRow } from '../store/types.ts';
import { collectBaseline } from './baseline.ts';
import { measureExactly } from './exact.ts';
import { isUsual, listLeftOut, listUsualRows } from './incidents.ts';
import { type LateRun, listOverdue, measureLate, type WindowParts } from './late.ts';
import { measureForNannyml } from './nannyml.ts';
import { collectObservations } from './observations.ts';
import { countPast } from './past-rows.ts';
import { hasWaitingRules, type Judged, judgeRules } from './rules.ts';
import { collectSlices, refreshSlices } from './slices.ts';
import { resolveSources, type Sources } from './sources.ts';
import { fillWindow, locateReference, prepareReference } from './trailing.ts';
import { takeTurn } from './turns.ts';
import { latestWindow, presentOf } from './window.ts';

export type RunInput = {
  monitorId: number;
  /** What asked for it: `schedule`, `manual` or `backfill`. */
  trigger: 'schedule' | 'manual' | 'backfill';
  actor: Actor;
  /** The newest complete one by default. */
  window?: TimeRange;
};

export type RunResult = {
  run: RunRow;
  monitor: Monitor;
  measurements: readonly Measurement[];
  /** Episodes that are open after this run, or ended with it. */
  alerts: readonly Alert[];
  /** Rules whose condition holds in this run, fired or not. */
  breachedRules: readonly string[];
  /** Every watched pair of columns; empty where correlations are not watched. */
  correlations: readonly ComparedPair[];
};

/**
 * Runs one monitor over one window: profiles what is new, compares, judges, and writes run, measurements, alerts and
 * what they tell people in one transaction. Runs of the same monitor wait for each other.
 * @throws AppError; the failed run is recorded with its words first.
 */
export function runMonitor(ctx: Context, input: RunInput): Promise<RunResult> {
  return takeTurn(ctx.store, input.monitorId, () => runInTurn(ctx, input));
}

async function runInTurn(ctx: Context, input: RunInput): Promise<RunResult> {
  const row = ctx.store.monitors.get(input.monitorId);
  if (row === null) throw new AppError('not_found', `There is no monitor ${input.monitorId}`);
  const loaded = loadDefinition(row);
  const startedAt = ctx.clock.now();
  const window = input.window ?? latestWindow(loaded.monitor, startedAt);
  const runId = ctx.store.runs.start({ monitorId: row.id, trigger: input.trigger, window, at: startedAt });
  const stopwatch = performance.now();
  try {
    const measured = await measureWindow(ctx, row.id, loaded, window);
    const totalMs = performance.now() - stopwatch;
    return ctx.store.transaction(() => record(ctx, { runId, monitorId: row.id, window, totalMs, ...measured }));
  } catch (error) {
    recordFailure(ctx, runId, error, performance.now() - stopwatch);
    throw error;
  }
}

type Measured = {
  monitor: Monitor;
  measurements: Measurement[];
  rows: { reference: number; current: number };
  profiles: ComparedProfiles;
  /** What findings are explained by, beside the profiles. */
  past: Pick<Scene, 'slices' | 'before' | 'history'>;
} & Cost;
type Cost = { bytes: number; warehouseMs: number };

async function measureWindow(
  ctx: Context,
  monitorId: number,
  loaded: LoadedMonitor,
  window: TimeRange,
): Promise<Measured & { late: LateRun<Measured>[] }> {
  const sources = await resolveSources(ctx, monitorId, loaded);
  const { monitor } = sources;
  const fitted = await prepareReference(ctx, sources, window);
  const collected = await collectSlices(ctx, { ...sources, grids: fitted.grids }, window);
  const refreshed = await refreshSlices(ctx, { ...sources, grids: fitted.grids }, window);
  const filled = await fillOverdue(ctx, sources, fitted.grids, window);
  const measured = await compareWindow(ctx, sources, {
    fitted,
    collected,
    window,
    now: presentOf(monitor, window, ctx.clock.now()),
  });
  const changed = [fitted, collected, refreshed].flatMap((one) => one.changed);
  const late = await measureLate(
    ctx,
    { monitorId, monitor, fitted, window, changed, overdue: filled.overdue },
    (parts) => compareWindow(ctx, sources, parts),
  );
  return { ...measured, late, ...addCosts([measured, refreshed, filled, ...late.map((one) => one.measured)]) };
}

/** Reads what windows whose outcomes are due by now lack on the present grids. */
async function fillOverdue(ctx: Context, sources: Sources, grids: GridSet, window: TimeRange) {
  const overdue = listOverdue(ctx, { ...sources, version: grids.version, window });
  const costs: Cost[] = [];
  for (const one of overdue) costs.push(await fillWindow(ctx, sources, grids, one));
  return { overdue, ...addCosts(costs) };
}

function addCosts(parts: readonly Cost[]): Cost {
  const sum = (of: (cost: Cost) => number) => parts.reduce((total, cost) => total + of(cost), 0);
  return { bytes: sum(({ bytes }) => bytes), warehouseMs: sum(({ warehouseMs }) => warehouseMs) };
}

/** One window from its slices and its reference. */
async function compareWindow(ctx: Context, sources: Sources, parts: WindowParts): Promise<Measured> {
  const { monitorId, monitor } = sources;
  const { fitted, collected, window, now } = parts;
  const profile = mergeProfiles(
    fitted.grids,
    collected.slices.map((slice) => slice.profile),
  );
  const leftOut = listLeftOut(ctx, monitorId, monitor);
  const before = await collectBaseline(ctx, { ...sources, grids: fitted.grids }, window);
  const past = await countPast(sources, window, readPastRows(ctx, sources, fitted.grids.version, window));
  const since = profile.lastEventAt === null ? findLastSeen(past.rows, window) : window.toAt;
  const beside = await collectObservations(ctx, { ...sources, window }, { since, now });
  const located = locateReference(ctx, sources, window);
  const exact = await measureExactly(located, window, { ...fitted, current: profile });
  const { nannyml, ...rows } = await measureForNannyml(ctx, located, window, fitted);
  const input: CheckInput = {
    monitor,
    window,
    grids: fitted.grids,
    reference: fitted.reference,
    current: profile,
    history: listUsualRows(past.rows, leftOut),
    slices: narrowSlices(monitor, [
      ...before.slices.filter((slice) => isUsual(slice.at, leftOut)),
      ...collected.slices,
    ]),
    observations: beside.observations,
    exact: exact.columns,
    categories: exact.categories,
    ofSegments: exact.segments,
    nannyml,
    now,
  };
  const { measurements, failures } = await ctx.measure(input);
  for (const { check, error } of failures) ctx.log.error({ err: error, check }, 'A check failed');
  return {
    monitor,
    measurements,
    rows: { reference: fitted.reference.rows, current: profile.rows },
    profiles: { grids: fitted.grids, reference: fitted.reference, current: profile },
    past: {
      slices: collected.slices,
      before: before.slices.filter((slice) => isUsual(slice.at, leftOut)),
      history: input.history,
    },
    ...addCosts([fitted, collected, before, beside, past, exact, rows]),
  };
}

/** Where the newest row must be, if no window of this run has it: from the last slice that had any. */
function findLastSeen(past: readonly SliceRows[], { fromAt, toAt }: TimeRange): number | null {
  return past.findLast(({ at, rows }) => rows > 0 && at < (fromAt ?? 0))?.at ?? toAt;
}

function readPastRows(
  ctx: Context,
  { monitorId, monitor }: Sources,
  version: string,
  { toAt }: TimeRange,
): SliceRows[] {
  return ctx.store.slices[countsSegments(monitor) ? 'segmentRows' : 'rows'](monitorId, version, 'current', toAt);
}

/** Are the rows of segments compared with those of past weeks? */
function countsSegments({ volume, slicingExprs }: Monitor): boolean {
  return volume?.expected === 'auto' && slicingExprs.length > 0;
}

function record(
  ctx: Context,
  done: Measured & {
    runId: number;
    monitorId: number;
    window: TimeRange;
    totalMs: number;
    late: readonly LateRun<Measured>[];
  },
): RunResult {
  finishRun(ctx, done.runId, done, done.totalMs);
  // A definition that goes back to an earlier one finds its grids stored: charts follow the run, not the last save.
  ctx.store.grids.use(done.monitorId, done.profiles.grids.version);
  const common = { monitorId: done.monitorId, defaultTarget: ctx.defaultTarget };
  const isWaiting = hasWaitingRules(done.monitor);
  const judged: Judged[] = [];
  for (const { window, measured, totalMs } of done.late) {
    const id = ctx.store.runs.start({ monitorId: done.monitorId, trigger: 'late', window, at: ctx.clock.now() });
    finishRun(ctx, id, measured, totalMs);
    if (isWaiting) judged.push(judgeRules(ctx, { ...common, ...measured, id, window, isLate: true }));
  }
  judged.push(judgeRules(ctx, { ...common, ...done, id: done.runId }));
  const run = ctx.store.runs.get(done.runId)!;
  const { grids, reference, current } = done.profiles;
  const correlations = compareCorrelations(grids, reference, current);
  return { run, monitor: done.monitor, measurements: done.measurements, correlations, ...joinJudged(judged) };
}

/** What several windows said, the newest last; an episode of more than one of them stands as the last left it. */
function joinJudged(judged: readonly Judged[]): Judged {
  const alerts = new Map(judged.flatMap((one) => one.alerts.map((alert) => [alert.id, alert])));
  return { alerts: [...alerts.values()], breachedRules: [...new Set(judged.flatMap((one) => one.breachedRules))] };
}

function finishRun(ctx: Context, runId: number, done: Measured, totalMs: number): void {
  const hasBreach = done.measurements.some((one) => one.state === 'breach');
  ctx.store.runs.finish(
    runId,
    {
      state: hasBreach ? 'breach' : 'ok',
      rowsReference: done.rows.reference,
      rowsCurrent: done.rows.current,
      bytesFetched: done.bytes,
      warehouseMs: done.warehouseMs,
      totalMs,
      endedAt: ctx.clock.now(),
      error: null,
    },
    done.measurements,
  );
}

function recordFailure(ctx: Context, runId: number, error: unknown, totalMs: number): void {
  const known = toAppError(error);
  const { referenceId } = referenceOf(error);
  ctx.log.error({ err: error, runId, referenceId }, 'A run failed');
  ctx.store.runs.finish(
    runId,
    {
      state: 'failed',
      rowsReference: 0,
      rowsCurrent: 0,
      bytesFetched: 0,
      warehouseMs: 0,
      totalMs,
      endedAt: ctx.clock.now(),
      error: `${known.message}${known.hint === null ? '' : `. ${known.hint}`} (reference ${referenceId})`,
    },
    [],
  );
}
