import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { describeFailure } from '../commands/failure.ts';
import { registerCommands } from '../commands/index.ts';
import { renderAlert } from '../views/alert.ts';
import { renderDigest } from '../views/digest.ts';
import type { Alert } from './alerts/types.ts';
import { endDueSnoozes } from './alerts/verbs.ts';
import { countVotes } from './alerts/votes.ts';
import { createSlackApp, type SlackApp, type SlackMode } from './app/slack-app.ts';
import { startUpkeep } from './app/upkeep.ts';
import { createChartRenderer } from './charts/renderer.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Context, Warehouses } from './context.ts';
import { createDigestSweep, type DigestSweep } from './digest/sweep.ts';
import type { DigestPlan } from './digest/types.ts';
import { loadDefinition } from './monitors/verbs.ts';
import { createDelivery, type Delivery } from './notify/delivery.ts';
import { createNotifiers, isDeliverable } from './notify/index.ts';
import { chartOfAlert } from './runs/alert-chart.ts';
import { createMeasuringThread } from './runs/measuring-thread.ts';
import { runMonitor } from './runs/run.ts';
import { listScheduledWindows } from './runs/window.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import { type ChannelDirectory, createChannelDirectory } from './slack/channels.ts';
import { createPostingClient } from './slack/client.ts';
import { createPeopleDirectory, type PeopleDirectory } from './slack/people.ts';
import { learnWorkspace } from './slack/workspace.ts';
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
  /** The digest of every channel that asked for nothing else. */
  digest: DigestPlan;
  /** Between two messages to one channel, where Slack's own second is not needed. */
  messagePauseMs?: number | undefined;
  /** false where something else decides when monitors run. */
  hasScheduler: boolean;
  /** Slack refuses the tokens while mlmon runs. */
  onFatal(error: unknown): void;
};

export type RunningApp = {
  ctx: Context;
  delivery: Delivery;
  slack: SlackApp;
  scheduler: Scheduler;
  sweepDigests: DigestSweep;
  /** Ends what is under way, then closes; warehouses and store stay open. */
  stop(): Promise<void>;
};

const CHART_TIMEOUT_MS = 10_000;
const HOUR_MS = 3_600_000;
const SNOOZE_LOOK_MS = 10_000;

/**
 * Puts the bot together and starts it: Slack first, so that nothing is told to nobody, then delivery, then the
 * schedule. The order of stopping is the reverse.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { store, warehouses, clock, log } = options;
  const delivery: { current: Delivery | null } = { current: null };
  const measuring = createMeasuringThread();
  const ctx: Context = {
    store,
    warehouses,
    measure: measuring.measure,
    clock,
    log,
    defaultTarget: { type: 'slack', channel: options.slack.defaultChannel, webhook: null, mention: null },
    digest: options.digest,
    canDeliver: isDeliverable,
    wakeDelivery: () => delivery.current?.wake(),
  };
  const slack = createSlack(ctx, options);
  const charts = createChartRenderer({ timeoutMs: CHART_TIMEOUT_MS });
  const client = createPostingClient({ token: options.slack.token, slackApiUrl: options.slack.apiUrl }, log);
  const people = createPeopleDirectory(client, store.settings, log);
  const channels = createChannelDirectory(client, store.settings);
  delivery.current = createAppDelivery(ctx, options, { client, people, channels }, async (alert) => {
    const chart = chartOfAlert(ctx, alert);
    return chart === null ? null : charts.render(chart);
  });
  const scheduler = createScheduler(ctx, {
    maxConcurrent: options.limits.maxRuns,
    tickMs: options.limits.scheduleTickMs,
    run: (monitorId, dueAt) => runScheduled(ctx, monitorId, dueAt),
  });
  await slack.start();
  await Promise.all([people.refresh(), learnWorkspace(client, store.settings, log)]);
  const sweepDigests = createDigestSweep(ctx, channels);
  delivery.current.start();
  const endUpkeep = startUpkeep(log, [
    { everyMs: HOUR_MS, work: () => people.refresh() },
    { everyMs: SNOOZE_LOOK_MS, work: async () => void endDueSnoozes(ctx) },
    { everyMs: options.limits.scheduleTickMs, work: sweepDigests },
  ]);
  // The scheduler knows from runs that were left running what to catch up, so those are marked afterwards.
  if (options.hasScheduler) scheduler.start();
  store.runs.abandon(clock.now(), 'mlmon was stopped while this ran');
  return {
    ctx,
    delivery: delivery.current,
    slack,
    scheduler,
    sweepDigests,
    async stop() {
      endUpkeep();
      await scheduler.stop();
      await slack.stop();
      await measuring.close();
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
    log: options.log,
    register: (app) => registerCommands(app, ctx),
    describeFailure: (error, about) => describeFailure(ctx, error, about),
    onFatal: options.onFatal,
  });
}

function createAppDelivery(
  ctx: Context,
  options: AppOptions,
  posting: { client: WebClient; people: PeopleDirectory; channels: ChannelDirectory },
  chartFor: Parameters<typeof createNotifiers>[0]['chartFor'],
): Delivery {
  const call = (handle: string | null) => (handle === null ? null : (posting.people.find(handle) ?? handle));
  const notifiers = createNotifiers({
    client: posting.client,
    channels: posting.channels,
    renderAlert: (alert, { chart, mention }) =>
      renderAlert(alert, {
        chart,
        mention: call(mention),
        owner: call(ownerOf(ctx, alert)),
        votes: countVotes(ctx.store.votes.list(alert.id)),
      }),
    renderDigest,
    chartFor,
    clock: systemClock,
    log: ctx.log,
  });
  return createDelivery({
    store: ctx.store,
    notifiers,
    clock: systemClock,
    log: ctx.log,
    pauseMs: options.messagePauseMs,
  });
}

function ownerOf(ctx: Context, alert: Alert): string | null {
  const row = ctx.store.monitors.get(alert.monitorId);
  return row === null ? null : loadDefinition(row).monitor.owner;
}

async function runScheduled(ctx: Context, monitorId: number, dueAt: number): Promise<void> {
  const row = ctx.store.monitors.get(monitorId);
  if (row === null) return;
  for (const window of listScheduledWindows(loadDefinition(row).monitor, dueAt)) {
    await runMonitor(ctx, { monitorId, trigger: 'schedule', actor: { type: 'mlmon' }, window });
  }
}
