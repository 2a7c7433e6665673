import type { WebClient } from '@slack/web-api';
import type { Alert } from '../alerts/types.ts';
import type { Picture } from '../charts/types.ts';
import type { Clock } from '../clock.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ChannelDirectory } from '../slack/channels.ts';
import { slackErrorCode, toDeliveryError } from '../slack/errors.ts';
import { createAlertCharts } from './alert-chart.ts';
import { createAlertSpeech } from './alert-speech.ts';
import { assertTimeIsLeft } from './deadline.ts';
import { findPosted, makeMetadata } from './history.ts';
import type { Delivered, DeliveryJob, Notifier, RenderAlert, RenderDigest } from './notifier.ts';
import { createDigestPoster } from './slack-digest.ts';
import { sendToSlackWebhook } from './slack-webhook.ts';

export type SlackNotifierOptions = {
  /** Must repeat nothing by itself: see `createPostingClient`. */
  client: WebClient;
  channels: ChannelDirectory;
  renderAlert: RenderAlert;
  renderDigest: RenderDigest;
  /** The picture of an alert, or null where there is nothing to draw. It may fail: the alert goes out without. */
  chartFor(alert: Alert): Promise<Picture | null>;
  /** How long an alert may wait for its picture. */
  chartBudgetMs?: number;
  clock: Clock;
  log: Log;
};

/** The root message is no longer ours to edit: it was deleted, or belongs to an earlier installation of the app. */
const LOST_ROOT = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** One message per alert and channel: posted once, then edited. */
export function createSlackNotifier(options: SlackNotifierOptions): Notifier {
  const { client, channels, log } = options;
  const charts = createAlertCharts({ client, chartFor: options.chartFor, log, budgetMs: options.chartBudgetMs });
  const sayAlert = createAlertSpeech({ charts, renderAlert: options.renderAlert, log });

  async function send(job: DeliveryJob): Promise<Delivered> {
    const { target } = job.notification;
    if (target.type !== 'slack') throw new DeliveryError('Cannot send: not a Slack target', { isPermanent: true });
    if (target.channel === null) return await sendToSlackWebhook(target.webhook ?? '', job, options.renderAlert);
    if (job.message !== null) {
      const updated = await update(job, job.message.channelId, job.message.ts);
      if (updated !== null) return updated;
      log.warn({ alert: job.alert.id, channel: target.channel }, 'The root message is gone, a new one is posted');
    }
    return await postToChannel(job, target.channel);
  }

  async function postToChannel(job: DeliveryJob, channel: string): Promise<Delivered> {
    try {
      return await postOnce(job, await channels.resolve(channel));
    } catch (error) {
      // The name may stand for another channel by now; an id that was written as an id cannot.
      if (slackErrorCode(error) !== 'channel_not_found' || !channels.forget(channel)) throw error;
      return await postOnce(job, await channels.resolve(channel));
    }
  }

  async function postOnce(job: DeliveryJob, channelId: string): Promise<Delivered> {
    if (job.mayHaveArrived) {
      const ts = await findPosted(client, channelId, job.notification);
      const found = ts === null ? null : await update(job, channelId, ts);
      if (found !== null) return found;
    }
    const { chart, answer } = await sayAlert(job, async (message) => {
      assertTimeIsLeft(job, options.clock);
      return await client.chat.postMessage({
        ...message,
        channel: channelId,
        metadata: makeMetadata(job.notification),
        unfurl_links: false,
        unfurl_media: false,
      });
    });
    if (!answer.channel || !answer.ts) throw new DeliveryError('Slack did not say where the message is', UNCLEAR);
    return { channelId: answer.channel, ts: answer.ts, fileId: chart?.fileId ?? null };
  }

  /** null when there is no such message of ours any more. */
  async function update(job: DeliveryJob, channelId: string, ts: string): Promise<Delivered> {
    try {
      const { chart } = await sayAlert(job, (message) => client.chat.update({ ...message, channel: channelId, ts }));
      return { channelId, ts, fileId: chart?.fileId ?? null };
    } catch (error) {
      if (LOST_ROOT.has(slackErrorCode(error) ?? '')) return null;
      throw error;
    }
  }

  return {
    async send(job) {
      try {
        return await send(job);
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    sendDigest: createDigestPoster(options),
  };
}

const UNCLEAR = { isPermanent: false, isUnclear: true };
