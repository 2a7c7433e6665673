import { onTestFinished } from 'vitest';
import type { Alert } from '../../src/alerts/types.ts';
import type { Picture } from '../../src/charts/types.ts';
import { createDelivery, type Delivery } from '../../src/notify/delivery.ts';
import type { RenderAlert } from '../../src/notify/notifier.ts';
import { createSlackNotifier } from '../../src/notify/slack.ts';
import { type Playground, startPlayground } from '../../src/playground/index.ts';
import { createChannelDirectory } from '../../src/slack/channels.ts';
import { createPostingClient } from '../../src/slack/client.ts';
import type { Store } from '../../src/store/types.ts';
import { renderAlert } from '../../views/alert.ts';
import { renderDigest } from '../../views/digest.ts';
import { type Outbox, openOutbox, silent } from './support.ts';

/** A real PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const PICTURE: Picture = { png: PNG, width: 1, height: 1, altText: 'Delay moved from 8 to 14 minutes' };

export const render: RenderAlert = (alert, parts) =>
  renderAlert(alert, { ...parts, owner: null, votes: { useful: 0, noise: 0 } });

export type SlackRig = {
  outbox: Outbox;
  slack: Playground;
  /** A delivery loop; each has clients of its own, as each process has. */
  makeDelivery(options?: RigOptions): Delivery;
  /** The messages of a channel, oldest first. */
  messages(channel?: string): ReturnType<ReturnType<Playground['state']['timeline']>['all']>;
};

type RigOptions = {
  store?: Store;
  timeoutMs?: number;
  chartBudgetMs?: number;
  chartFor?: (alert: Alert) => Promise<Picture | null>;
  render?: RenderAlert;
  random?: () => number;
};

/** An outbox, a local Slack, and real clients between them. */
export async function startSlackRig(): Promise<SlackRig> {
  const outbox = openOutbox();
  const slack = await startPlayground({
    port: 0,
    clock: outbox.clock,
    commands: [],
    rateLimits: 'off',
    timings: { fileProcessingMs: 20 },
  });
  onTestFinished(() => slack.close());
  return {
    outbox,
    slack,
    makeDelivery: (options = {}) => makeSlackDelivery(outbox, slack, options),
    messages: (channel = 'C0MLALERTS') => slack.state.timeline(channel).all(),
  };
}

function makeSlackDelivery(outbox: Outbox, slack: Playground, options: RigOptions): Delivery {
  const { clock } = outbox;
  const store = options.store ?? outbox.store;
  const client = createPostingClient(
    { token: slack.botToken, slackApiUrl: slack.apiUrl },
    silent,
    options.timeoutMs ?? 2_000,
  );
  const notifier = createSlackNotifier({
    client,
    channels: createChannelDirectory(client, store.settings),
    renderAlert: options.render ?? render,
    renderDigest,
    chartFor: options.chartFor ?? (async () => null),
    chartBudgetMs: options.chartBudgetMs ?? 5_000,
    clock,
    log: silent,
  });
  return createDelivery({
    store,
    notifiers: { slack: notifier, email: notifier, webhook: notifier, pagerduty: notifier },
    clock,
    log: silent,
    random: options.random ?? (() => 0),
    sleep: async (ms) => clock.advance(ms),
  });
}
