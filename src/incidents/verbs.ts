import type { Actor, Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { findMonitor } from '../monitors/verbs.ts';
import type { IncidentRow } from '../store/types.ts';

const MAX_REASON = 500;

/**
 * Marks a period of event time of a model, [fromAt, toAt) in UTC ms, as one that says nothing about how things usually
 * are: from the next run on, references and baselines leave out every slice that it touches.
 * @throws AppError not_found for an unknown model, invalid_input where the period is empty or nothing is said about it.
 */
export function markIncident(
  ctx: Context,
  input: { name: string; fromAt: number; toAt: number; reason: string; actor: Actor },
): IncidentRow {
  const { fromAt, toAt, actor } = input;
  const reason = input.reason.trim();
  if (!(fromAt < toAt)) {
    throw new AppError('invalid_input', 'Cannot mark the incident: it ends before it begins', {
      hint: 'Give a later end; a date alone means its first instant, UTC',
    });
  }
  if (reason === '' || reason.length > MAX_REASON) {
    throw new AppError('invalid_input', `Cannot mark the incident: its reason has ${reason.length} characters`, {
      hint: `Say in 1 to ${MAX_REASON} characters what happened`,
    });
  }
  return ctx.store.transaction(() => {
    const row = findMonitor(ctx, input.name);
    const markedAt = ctx.clock.now();
    const incident = ctx.store.incidents.add({
      monitorId: row.id,
      fromAt,
      toAt,
      reason,
      markedBy: nameActor(actor),
      markedAt,
    });
    addAudit(ctx, actor, 'incident.mark', row.modelName, incident);
    return incident;
  });
}

/** Takes a mark back. @throws AppError not_found where the model has no such incident. */
export function removeIncident(ctx: Context, input: { name: string; id: number; actor: Actor }): IncidentRow {
  return ctx.store.transaction(() => {
    const row = findMonitor(ctx, input.name);
    const incident = ctx.store.incidents.get(input.id);
    if (incident === null || incident.monitorId !== row.id) {
      const known = ctx.store.incidents.list(row.id).map(({ id }) => id);
      throw new AppError('not_found', `Cannot find incident ${input.id} of ${row.modelName}`, {
        hint: known.length === 0 ? 'It has none' : `It has: ${known.join(', ')}`,
      });
    }
    ctx.store.incidents.remove(incident.id);
    addAudit(ctx, input.actor, 'incident.remove', row.modelName, incident);
    return incident;
  });
}

/** The marked periods of a model, by their beginning. */
export function listIncidents(ctx: Context, name: string): IncidentRow[] {
  return ctx.store.incidents.list(findMonitor(ctx, name).id);
}

function addAudit(ctx: Context, actor: Actor, verb: string, subject: string, incident: IncidentRow): void {
  const { id, fromAt, toAt, reason } = incident;
  const details = { incident: id, fromAt, toAt, reason };
  ctx.store.audit.add({ at: ctx.clock.now(), actor: nameActor(actor), verb, subject, details });
}

function nameActor(actor: Actor): string {
  return actor.type === 'slack' ? actor.userId : actor.type;
}
