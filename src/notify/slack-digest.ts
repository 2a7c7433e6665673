import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ChannelDirectory } from '../slack/channels.ts';
import { slackErrorCode, slackErrorDetails, toDeliveryError } from '../slack/errors.ts';
import { assertTimeIsLeft } from './deadline.ts';
import { findPosted, makeMetadata } from './history.ts';
import type { DigestJob, RenderDigest } from './notifier.ts';

type Deps = { client: WebClient; channels: ChannelDirectory; renderDigest: RenderDigest; clock: Clock; log: Log };

/** Posts a digest once: an attempt that follows an unclear one looks for its message first and leaves it as it is. */
export function createDigestPoster(deps: Deps): (job: DigestJob) => Promise<void> {
  return async (job) => {
    try {
      await postOnce(deps, job);
    } catch (error) {
      throw toDeliveryError(error);
    }
  };
}

async function postOnce(deps: Deps, job: DigestJob): Promise<void> {
  const { client, channels, log } = deps;
  const { target } = job.notification;
  if (target.type !== 'slack' || target.channel === null) {
    throw new DeliveryError('Cannot post a digest: the target is no Slack channel', { isPermanent: true });
  }
  const channel = await channels.resolve(target.channel);
  if (job.mayHaveArrived && (await findPosted(client, channel, job.notification)) !== null) return;
  const { text, blocks } = deps.renderDigest(job.digest.content);
  const common = {
    channel,
    text,
    metadata: makeMetadata(job.notification),
    unfurl_links: false,
    unfurl_media: false,
  };
  try {
    assertTimeIsLeft(job, deps.clock);
    await client.chat.postMessage({ ...common, blocks });
  } catch (error) {
    if (slackErrorCode(error) !== 'invalid_blocks') throw error;
    log.error({ err: error, details: slackErrorDetails(error) }, 'Slack refused a digest, plain words go out');
    assertTimeIsLeft(job, deps.clock);
    await client.chat.postMessage(common);
  }
}
