import type { Context } from '../context.ts';
import type { DueRow } from '../store/types.ts';

/**
 * Makes due again what a dead process had claimed without finishing it: its run is still marked `running`, or never
 * began. Each due time comes back once, so that a run which kills the process cannot do so for ever.
 * Called at the start, before anything marks runs of the dead process as failed.
 */
export function recoverInterrupted(ctx: Context): number {
  return ctx.store.transaction(() => {
    const interrupted = ctx.store.monitors
      .list()
      .map(({ id }) => ctx.store.schedule.get(id))
      .filter((row): row is DueRow & { lastDueAt: number } => row !== null && isInterrupted(ctx, row));
    for (const { monitorId, lastDueAt } of interrupted) {
      ctx.store.settings.set(settingOf(monitorId), String(lastDueAt));
      ctx.store.schedule.set(monitorId, lastDueAt);
    }
    return interrupted.length;
  });
}

function isInterrupted(ctx: Context, { monitorId, lastDueAt }: DueRow): boolean {
  if (lastDueAt === null || ctx.store.settings.get(settingOf(monitorId)) === String(lastDueAt)) return false;
  const run = ctx.store.runs.latest(monitorId);
  return run === null || run.startedAt < lastDueAt || run.state === 'running';
}

function settingOf(monitorId: number): string {
  return `schedule.recovered.${monitorId}`;
}
