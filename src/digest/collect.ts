import type { Alert } from '../alerts/types.ts';
import type { Context } from '../context.ts';
import { type ModelStatus, readStatus } from '../runs/status.ts';
import { linkToMessage } from '../slack/workspace.ts';
import { nextDigestAt } from './plan.ts';
import { listMessages, nameChannel, type Routes } from './routes.ts';
import type { DigestAlert, DigestContent, DigestPlan, Listed } from './types.ts';

/** Entries of a list that a digest names; the rest is counted. */
const MOST = 8;
const MOST_COLUMNS = 3;
const TROUBLES: readonly string[] = ['failed', 'no_data', 'not_run'];

/** What the digest of a channel says over a span, from rows alone. */
export function collectDigest(
  ctx: Context,
  routes: Routes,
  input: { channelId: string; plan: DigestPlan; fromAt: number; toAt: number },
): DigestContent {
  const { channelId, plan, fromAt, toAt } = input;
  const nextAt = nextDigestAt(plan, toAt);
  const monitors = new Set(routes.monitorsOf(channelId).map(({ row }) => row.modelName));
  const models = readStatus(ctx).filter(({ modelName }) => monitors.has(modelName));
  const isOurs = (alert: Alert) => routes.isToldIn(channelId, alert);
  const open = ctx.store.alerts.list({ states: ['firing', 'acked', 'snoozed'] }).filter(isOurs);
  const resolved = ctx.store.alerts.resolvedSince(fromAt).filter((alert) => alert.firedAt !== null && isOurs(alert));
  const isPosted = (alert: Alert) => listMessages(ctx, alert).some((one) => nameChannel(ctx, one) === channelId);
  const [posted, held] = [open.filter(isPosted), open.filter((alert) => !isPosted(alert))];
  const list = (alerts: readonly Alert[]) => listAlerts(ctx, channelId, alerts);
  const endsSoon = ({ snoozedUntilAt }: Alert) => snoozedUntilAt !== null && snoozedUntilAt <= (nextAt ?? toAt);
  return {
    ...{ plan, fromAt, toAt, nextAt },
    models: { total: models.length, states: countStates(models, posted, held) },
    fired: [...open, ...resolved].filter(({ firedAt }) => firedAt !== null && firedAt >= fromAt).length,
    open: list(posted.filter(({ state }) => state !== 'snoozed').sort(byUrgency)),
    quiet: list(held.filter(({ state }) => state !== 'snoozed').sort(byUrgency)),
    resolved: list(resolved),
    snoozes: list(open.filter(endsSoon).sort((a, b) => (a.snoozedUntilAt ?? 0) - (b.snoozedUntilAt ?? 0))),
    troubles: listFirst(models.filter(isTrouble), ({ modelName, state, lastRun }) => ({
      ...{ modelName, state, error: state === 'failed' ? (lastRun?.error ?? null) : null },
    })),
  };
}

/** A model whose open alerts are all held back is quiet: nobody was called for it. */
function countStates(
  models: readonly ModelStatus[],
  posted: readonly Alert[],
  held: readonly Alert[],
): DigestContent['models']['states'] {
  const loud = new Set(posted.map(({ modelName }) => modelName));
  const quiet = new Set(held.map(({ modelName }) => modelName));
  const states: Partial<Record<ModelStatus['state'] | 'quiet', number>> = {};
  for (const { modelName, state } of models) {
    const isHeld = state === 'firing' && quiet.has(modelName) && !loud.has(modelName);
    const name = isHeld ? 'quiet' : state;
    states[name] = (states[name] ?? 0) + 1;
  }
  return states;
}

function isTrouble({ state }: ModelStatus): boolean {
  return TROUBLES.includes(state);
}

/** Firing before acknowledged, then by drift times importance times loss. */
function byUrgency(a: Alert, b: Alert): number {
  return (
    Number(a.state !== 'firing') - Number(b.state !== 'firing') ||
    (b.evidence.concern ?? 0) - (a.evidence.concern ?? 0) ||
    a.id - b.id
  );
}

function listAlerts(ctx: Context, channelId: string, alerts: readonly Alert[]): Listed<DigestAlert> {
  return listFirst(alerts, (alert) => {
    const { also } = alert.evidence;
    const evidence = { ...alert.evidence, also: also.slice(0, MOST_COLUMNS) };
    const message = ctx.store.messages.list(alert.id).find((one) => one.channelId === channelId);
    return {
      alert: { ...alert, evidence },
      more: also.length - evidence.also.length,
      link: message === undefined ? null : linkToMessage(ctx.store.settings, message),
    };
  });
}

function listFirst<T, U>(all: readonly T[], toEntry: (one: T) => U): Listed<U> {
  return { shown: all.slice(0, MOST).map(toEntry), total: all.length };
}
