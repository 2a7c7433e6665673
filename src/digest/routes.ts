import { chooseTargets } from '../alerts/notifications.ts';
import type { Alert } from '../alerts/types.ts';
import type { Context } from '../context.ts';
import { makeTargetKey } from '../monitors/target-key.ts';
import { type ChannelTarget, type Rule, SEVERITIES } from '../monitors/types.ts';
import { listMonitors, type SavedMonitor } from '../monitors/verbs.ts';
import { knownChannelId } from '../slack/channels.ts';
import type { Subscription } from '../store/types.ts';

/** Where every monitor's alerts may go, by channel: an id where it is known, else the name. */
export type Routes = {
  /** Every Slack channel that some monitor may tell. */
  channels(): string[];
  /** The monitors that may tell this channel. */
  monitorsOf(channelId: string): SavedMonitor[];
  /** Does an alert belong to this channel: by its rule as it stands, or because it was told there? */
  isToldIn(channelId: string, alert: Alert): boolean;
};

/** Reads the routes of all monitors as they are now. */
export function readRoutes(ctx: Context): Routes {
  const saved = listMonitors(ctx);
  const subscriptions = ctx.store.subscriptions.list();
  const byMonitor = new Map(saved.map((one) => [one.row.id, channelsOf(ctx, one, subscriptions)]));
  return {
    channels: () => [...new Set([...byMonitor.values()].flatMap((channels) => [...channels]))].sort(),
    monitorsOf: (channelId) => saved.filter(({ row }) => byMonitor.get(row.id)?.has(channelId)),
    isToldIn(channelId, alert) {
      if (listMessages(ctx, alert).some((target) => nameChannel(ctx, target) === channelId)) return true;
      const monitor = saved.find(({ row }) => row.id === alert.monitorId);
      const rule = monitor?.loaded.monitor.rules.find(({ name }) => name === alert.rule);
      if (monitor === undefined || rule === undefined) return false;
      const targets = targetsOf(ctx, monitor, subscriptions, rule, alert.severity);
      return targets.some((target) => nameChannel(ctx, target) === channelId);
    },
  };
}

/** The places at which an alert has a message of its own, or soon will. */
export function listMessages({ store }: Pick<Context, 'store'>, alert: Alert): ChannelTarget[] {
  return store.outbox
    .list({ alertId: alert.id })
    .filter(({ kind }) => kind === 'alert_root')
    .map(({ target }) => target);
}

/** The id of a Slack target's channel where it is known, else its name; null for every other target. */
export function nameChannel({ store }: Pick<Context, 'store'>, target: ChannelTarget): string | null {
  if (target.type !== 'slack' || target.channel === null) return null;
  return knownChannelId(store.settings, target.channel) ?? target.channel;
}

function channelsOf(ctx: Context, monitor: SavedMonitor, subscriptions: readonly Subscription[]): Set<string> {
  const worst = SEVERITIES.at(-1)!;
  const targets = monitor.loaded.monitor.rules.flatMap((rule) => targetsOf(ctx, monitor, subscriptions, rule, worst));
  const unique = new Map(targets.map((target) => [makeTargetKey(target), target]));
  return new Set([...unique.values()].map((target) => nameChannel(ctx, target)).filter((name) => name !== null));
}

function targetsOf(
  ctx: Context,
  { row, loaded }: SavedMonitor,
  subscriptions: readonly Subscription[],
  rule: Rule,
  severity: Alert['severity'],
): ChannelTarget[] {
  return chooseTargets({
    alert: { modelName: row.modelName, severity },
    rule: rule.channels,
    monitor: loaded.monitor.channels,
    fallback: ctx.defaultTarget,
    subscriptions,
  });
}
