import { resolveRemovedRules } from '../alerts/verbs.ts';
import type { Actor, Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { nextDue } from '../schedule/next-due.ts';
import type { MonitorRow } from '../store/types.ts';
import { loadMonitor } from './load.ts';
import { findNearestFew, joinOr } from './nearest.ts';
import type { LoadedMonitor, Monitor, Schedule } from './types.ts';

/** A saved monitor with its definition read. */
export type SavedMonitor = { row: MonitorRow; loaded: LoadedMonitor };

export type SaveResult = { row: MonitorRow; change: 'created' | 'updated' | 'unchanged' };

/**
 * Saves a definition under its model's name, in place of an earlier one. Its due time begins anew only if the schedule
 * changed, so that applying the same files at every start loses no missed run.
 * @throws AppError conflict where another monitor has the name or an alias.
 */
export function saveMonitor(ctx: Context, input: { loaded: LoadedMonitor; actor: Actor }): SaveResult {
  const { loaded, actor } = input;
  const { monitor, source, baseDir } = loaded;
  return ctx.store.transaction(() => {
    const before = findByModelName(ctx, monitor.modelName);
    refuseTakenNames(ctx, monitor, before);
    if (before !== null && before.source === source && before.baseDir === baseDir) {
      return { row: before, change: 'unchanged' };
    }
    const at = ctx.clock.now();
    const old = before === null ? null : readSchedule(ctx, before);
    // The name is written as it was first, so that a change of case finds the same row.
    const saved = ctx.store.monitors.save({ modelName: before?.modelName ?? monitor.modelName, source, baseDir, at });
    const isPauseChanged = (old?.isPaused ?? false) !== (monitor.schedule?.isPaused ?? false);
    if (isPauseChanged) ctx.store.monitors.setPaused(saved.id, monitor.schedule?.isPaused ?? false, at);
    if (before === null || isPauseChanged || !isSameSchedule(old, monitor.schedule))
      setDueTime(ctx, saved.id, monitor.schedule);
    resolveRemovedRules(ctx, {
      monitorId: saved.id,
      rules: monitor.rules.map(({ name }) => name),
      by: slackUser(actor),
    });
    const change = before === null ? 'created' : 'updated';
    addAudit(ctx, actor, 'monitor.save', saved.modelName, { change, ...describeRules(monitor) });
    return { row: ctx.store.monitors.get(saved.id) ?? saved, change };
  });
}

/** Stops the schedule of a monitor; runs on request stay possible. */
export function pauseMonitor(ctx: Context, input: { name: string; actor: Actor }): MonitorRow {
  return setPaused(ctx, input, true);
}

/** Takes the schedule up again from now on; what was due meanwhile is not made up for. */
export function resumeMonitor(ctx: Context, input: { name: string; actor: Actor }): MonitorRow {
  return setPaused(ctx, input, false);
}

function setPaused(ctx: Context, { name, actor }: { name: string; actor: Actor }, isPaused: boolean): MonitorRow {
  return ctx.store.transaction(() => {
    const row = findMonitor(ctx, name);
    if (row.isPaused === isPaused) return row;
    ctx.store.monitors.setPaused(row.id, isPaused, ctx.clock.now());
    setDueTime(ctx, row.id, readSchedule(ctx, row));
    addAudit(ctx, actor, isPaused ? 'monitor.pause' : 'monitor.resume', row.modelName, {});
    return ctx.store.monitors.get(row.id) ?? row;
  });
}

function slackUser(actor: Actor): string | null {
  return actor.type === 'slack' ? actor.userId : null;
}

/** Removes a monitor and everything that was measured for it. */
export function removeMonitor(ctx: Context, input: { name: string; actor: Actor }): MonitorRow {
  return ctx.store.transaction(() => {
    const row = findMonitor(ctx, input.name);
    resolveRemovedRules(ctx, { monitorId: row.id, rules: [], by: slackUser(input.actor) });
    ctx.store.schedule.clear(row.id);
    ctx.store.monitors.remove(row.id);
    // The definition is left out: addresses in it are secrets, and the log is read by many.
    addAudit(ctx, input.actor, 'monitor.remove', row.modelName, {});
    return row;
  });
}

/**
 * The monitor with this model name or alias, in upper or lower case.
 * @throws AppError not_found with the nearest names.
 */
export function findMonitor(ctx: Context, name: string): MonitorRow {
  const wanted = name.trim().toLowerCase();
  const byName = findByModelName(ctx, wanted);
  if (byName !== null) return byName;
  const saved = listMonitors(ctx);
  const byAlias = saved.find(({ loaded }) => loaded.monitor.aliases.includes(wanted));
  if (byAlias !== undefined) return byAlias.row;
  const names = saved.flatMap(({ row, loaded }) => [row.modelName, ...loaded.monitor.aliases]);
  throw new AppError('not_found', `Cannot find a monitor called "${name.trim()}"`, {
    hint: suggestNames(wanted, names),
  });
}

function suggestNames(wanted: string, names: readonly string[]): string {
  const near = findNearestFew(wanted, names, 3);
  if (near.length > 0) return `Did you mean ${joinOr(near)}? \`/mlmon monitors\` lists every name`;
  if (names.length === 0) return 'There is no monitor yet; add one with `mlmon apply <file>`';
  return '`/mlmon monitors` lists every name';
}

/** Every monitor whose definition can be read, by name; the others are named in the log. */
export function listMonitors(ctx: Context): SavedMonitor[] {
  return ctx.store.monitors
    .list()
    .flatMap((row) => {
      const loaded = readDefinition(ctx, row);
      return loaded === null ? [] : [{ row, loaded }];
    })
    .sort((a, b) => a.row.modelName.localeCompare(b.row.modelName));
}

/** Definitions that were read already, by their text: reading one takes milliseconds, a status asks for all of them. */
const cache = new Map<string, LoadedMonitor>();
const MAX_CACHED = 1000;

/** The definition of a saved monitor. @throws DefinitionError where it was saved by a version that read it otherwise. */
export function loadDefinition(row: MonitorRow): LoadedMonitor {
  const key = `${row.baseDir ?? ''}\n${row.source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const loaded = loadMonitor(row.source, { baseDir: row.baseDir, fileName: row.modelName });
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, loaded);
  return loaded;
}

function readDefinition(ctx: Context, row: MonitorRow): LoadedMonitor | null {
  try {
    return loadDefinition(row);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.error({ monitor: row.modelName, error: error.message }, 'definition of a saved monitor cannot be read');
    return null;
  }
}

/** The schedule of a saved monitor; null without one, or where its definition cannot be read. */
export function readSchedule(ctx: Context, row: MonitorRow): Schedule | null {
  return readDefinition(ctx, row)?.monitor.schedule ?? null;
}

/** Whether it is paused is a property of the row from the moment it is saved: Slack may have changed it since. */
function setDueTime(ctx: Context, monitorId: number, schedule: Schedule | null): void {
  const isPaused = ctx.store.monitors.get(monitorId)?.isPaused ?? true;
  const dueAt = schedule === null || isPaused ? null : nextDue({ ...schedule, isPaused: false }, ctx.clock.now());
  if (dueAt === null) ctx.store.schedule.clear(monitorId);
  else ctx.store.schedule.set(monitorId, dueAt);
}

function isSameSchedule(a: Schedule | null, b: Schedule | null): boolean {
  return a?.cron === b?.cron && a?.timezone === b?.timezone && a?.startAt === b?.startAt;
}

function findByModelName(ctx: Context, name: string): MonitorRow | null {
  const wanted = name.toLowerCase();
  return (
    ctx.store.monitors.find(name) ??
    ctx.store.monitors.list().find((row) => row.modelName.toLowerCase() === wanted) ??
    null
  );
}

function refuseTakenNames(ctx: Context, monitor: Monitor, self: MonitorRow | null): void {
  const mine = [monitor.modelName.toLowerCase(), ...monitor.aliases];
  for (const { row, loaded } of listMonitors(ctx)) {
    if (row.id === self?.id) continue;
    const theirs = [row.modelName.toLowerCase(), ...loaded.monitor.aliases];
    const taken = mine.find((name) => theirs.includes(name));
    if (taken === undefined) continue;
    throw new AppError(
      'conflict',
      `Cannot save ${monitor.modelName}: the name "${taken}" belongs to ${row.modelName}`,
      {
        hint: 'Choose another alias, or remove the other monitor first',
      },
    );
  }
}

function describeRules(monitor: Monitor): { rules: readonly string[]; schedule: string | null } {
  return { rules: monitor.rules.map(({ name }) => name), schedule: monitor.schedule?.cron ?? null };
}

function addAudit(ctx: Context, actor: Actor, verb: string, subject: string, details: Record<string, unknown>): void {
  const name = actor.type === 'slack' ? actor.userId : actor.type;
  ctx.store.audit.add({ at: ctx.clock.now(), actor: name, verb, subject, details });
}
