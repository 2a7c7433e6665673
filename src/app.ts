import type { Logger } from 'pino';
import { describeFailure } from '../commands/failure.ts';
import { registerCommands } from '../commands/index.ts';
import { renderAlert } from '../views/alert.ts';
import type { Alert } from './alerts/types.ts';
import { createSlackApp, type SlackApp, type SlackMode } from './app/slack-app.ts';
import { createChartRenderer } from './charts/renderer.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Context, Warehouses } from './context.ts';
import { loadDefinition } from './monitors/verbs.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './notify/delivery.ts';
import { createNotifiers, isDeliverable } from './notify/index.ts';
import { chartOfAlert } from './runs/alert-chart.ts';
import { runMonitor } from './runs/run.ts';
import { latestWindow } from './runs/window.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import { createChannelDirectory } from './slack/channels.ts';
import { createPostingClient } from './slack/client.ts';
import type { Store } from './store/types.ts';

export type AppOptions = {
  store: Store;
  warehouses: Warehouses;
  /** The time of the data and of alerts: the demo replays the past with it. */
  clock: Clock;
  log: Logger;
  slack: {
    token: string;
    mode: SlackMode;
    apiUrl: string | undefined;
    defaultChannel: string;
  };
  limits: { maxRuns: number; scheduleTickMs: number };
  /** false where something else decides when monitors run. */
  hasScheduler: boolean;
  /** Slack refuses the tokens while mlmon runs. */
  onFatal(error: unknown): void;
  /** How delivery waits for a channel's turn; for tests, which cannot wait. */
  sleep?: DeliveryOptions['sleep'];
};

export type RunningApp = {
  ctx: Context;
  delivery: Delivery;
  slack: SlackApp;
  scheduler: Scheduler;
  /** Ends what is under way, then closes; warehouses and store stay open. */
  stop(): Promise<void>;
};

const CHART_TIMEOUT_MS = 10_000;

/**
 * Puts the bot together and starts it: Slack first, so that nothing is told to nobody, then delivery, then the
 * schedule. The order of stopping is the reverse.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { store, warehouses, clock, log } = options;
  const delivery: { current: Delivery | null } = { current: null };
  const ctx: Context = {
    store,
    warehouses,
    clock,
    log,
    defaultTarget: { type: 'slack', channel: options.slack.defaultChannel, webhook: null, mention: null },
    canDeliver: isDeliverable,
    wakeDelivery: () => delivery.current?.wake(),
  };
  const slack = createSlack(ctx, options);
  const charts = createChartRenderer({ timeoutMs: CHART_TIMEOUT_MS });
  delivery.current = createAppDelivery(ctx, options, async (alert) => {
    const chart = chartOfAlert(ctx, alert);
    return chart === null ? null : charts.render(chart);
  });
  const scheduler = createScheduler(ctx, {
    maxConcurrent: options.limits.maxRuns,
    tickMs: options.limits.scheduleTickMs,
    run: (monitorId, dueAt) => runScheduled(ctx, monitorId, dueAt),
  });
  await slack.start();
  delivery.current.start();
  // The scheduler knows from runs that were left running what to catch up, so those are marked afterwards.
  if (options.hasScheduler) scheduler.start();
  store.runs.abandon(clock.now(), 'mlmon was stopped while this ran');
  return {
    ctx,
    delivery: delivery.current,
    slack,
    scheduler,
    async stop() {
      await scheduler.stop();
      await slack.stop();
      await delivery.current?.stop();
      await charts.close();
    },
  };
}

function createSlack(ctx: Context, options: AppOptions): SlackApp {
  return createSlackApp({
    token: options.slack.token,
    mode: options.slack.mode,
    slackApiUrl: options.slack.apiUrl,
    seenEvents: ctx.store.seenEvents,
    // Slack's own deadlines pass in real time, whatever time the data has.
    clock: systemClock,
    log: ctx.log,
    register: (app) => registerCommands(app, ctx),
    describeFailure: (error, about) => describeFailure(ctx, error, about),
    onFatal: options.onFatal,
  });
}

function createAppDelivery(
  ctx: Context,
  options: AppOptions,
  chartFor: Parameters<typeof createNotifiers>[0]['chartFor'],
): Delivery {
  const client = createPostingClient({ token: options.slack.token, slackApiUrl: options.slack.apiUrl }, ctx.log);
  const notifiers = createNotifiers({
    client,
    channels: createChannelDirectory(client, ctx.store.settings),
    renderAlert: (alert, parts) => renderAlert(alert, { ...parts, owner: ownerOf(ctx, alert) }),
    chartFor,
    clock: systemClock,
    log: ctx.log,
  });
  const pace = options.sleep === undefined ? {} : { sleep: options.sleep };
  return createDelivery({ store: ctx.store, notifiers, clock: systemClock, log: ctx.log, ...pace });
}

function ownerOf(ctx: Context, alert: Alert): string | null {
  const row = ctx.store.monitors.get(alert.monitorId);
  return row === null ? null : loadDefinition(row).monitor.owner;
}

async function runScheduled(ctx: Context, monitorId: number, dueAt: number): Promise<void> {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null) return;
  const window = latestWindow(loadDefinition(row).monitor, dueAt);
  await runMonitor(ctx, { monitorId, trigger: 'schedule', actor: { type: 'mlmon' }, window });
}
