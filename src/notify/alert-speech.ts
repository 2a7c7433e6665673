import type { Log } from '../log.ts';
import { slackErrorCode, slackErrorDetails } from '../slack/errors.ts';
import type { AlertCharts } from './alert-chart.ts';
import type { AlertParts, DeliveryJob, RenderAlert, RenderedMessage } from './notifier.ts';

/** A message that names everything: an update that leaves out attachments keeps the old ones. */
export type Sayable = Required<RenderedMessage>;

/** Says an alert by `say`; returns its answer and the picture that was shown. @throws what `say` throws. */
export type AlertSpeech = <T>(
  job: DeliveryJob,
  say: (message: Sayable) => Promise<T>,
) => Promise<{ chart: AlertParts['chart']; answer: T }>;

/** An alert is said with its picture; where Slack refuses the blocks, without; where it still does, in plain words. */
export function createAlertSpeech(deps: { charts: AlertCharts; renderAlert: RenderAlert; log: Log }): AlertSpeech {
  const { charts, renderAlert, log } = deps;
  return async (job, say) => {
    const picture = await charts.prepare(job);
    for (const chart of picture === null ? [null] : [picture, null]) {
      try {
        return { chart, answer: await say(toSayable(renderAlert(job.alert, partsOf(job, chart)))) };
      } catch (error) {
        if (slackErrorCode(error) !== 'invalid_blocks') throw error;
        const details = slackErrorDetails(error);
        if (chart !== null) log.warn({ details, alert: job.alert.id }, 'Slack refused the picture of an alert');
        else log.error({ err: error, details, alert: job.alert.id }, 'Slack refused an alert, plain words go out');
      }
    }
    const { text } = renderAlert(job.alert, partsOf(job, null));
    return { chart: null, answer: await say(toPlainMessage(text)) };
  };
}

function toSayable(rendered: RenderedMessage): Sayable {
  return { text: rendered.text, blocks: rendered.blocks, attachments: rendered.attachments ?? [] };
}

function toPlainMessage(text: string): Sayable {
  const words = { type: 'plain_text' as const, text: text.slice(0, 3000) };
  return { text, blocks: [{ type: 'section', text: words }], attachments: [] };
}

function partsOf(job: DeliveryJob, chart: AlertParts['chart']): AlertParts {
  const { target } = job.notification;
  return { chart, mention: target.type === 'slack' ? target.mention : null };
}
