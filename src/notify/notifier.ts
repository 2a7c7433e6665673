import type { AnyBlock, MessageAttachment } from '@slack/types';
import type { Alert } from '../alerts/types.ts';
import type { DigestContent } from '../digest/types.ts';
import type { DigestRow } from '../store/types.ts';
import type { AlertMessage, AlertNotification, DigestNotification } from './types.ts';

/** One attempt to tell one place about an alert. */
export type DeliveryJob = {
  notification: AlertNotification;
  /** The alert as its row stands now, which is what must be shown, whatever version was queued. */
  alert: Alert;
  /** The root message that stands at the target already. */
  message: AlertMessage | null;
  /** An earlier attempt ended without a clear answer: look before sending again what must be sent once. */
  mayHaveArrived: boolean;
  /** When another process may take over; nothing that must happen once may start too late to end before it. */
  deadlineAt: number;
};

/** One attempt to post a digest, which is posted once and never edited. */
export type DigestJob = Pick<DeliveryJob, 'mayHaveArrived' | 'deadlineAt'> & {
  notification: DigestNotification;
  digest: DigestRow;
};

/** The message that now stands at the target, or null where nothing can be edited later. */
export type Delivered = { channelId: string; ts: string; fileId: string | null } | null;

/** Code that delivers to one type of target. */
export type Notifier = {
  /** @throws DeliveryError, which says whether trying again makes sense. */
  send(job: DeliveryJob): Promise<Delivered>;
  /** Absent where targets of this type have no digests. @throws DeliveryError */
  sendDigest?(job: DigestJob): Promise<void>;
};

/** A message as a pure function of an alert; `text` says in words what the blocks show. */
export type RenderedMessage = { text: string; blocks: AnyBlock[]; attachments?: MessageAttachment[] };

/** What an alert's message shows besides the alert: a picture that Slack has processed, and who is to be called. */
export type AlertParts = { chart: { fileId: string; altText: string } | null; mention: string | null };

export type RenderAlert = (alert: Alert, parts: AlertParts) => RenderedMessage;

export type RenderDigest = (content: DigestContent) => RenderedMessage;
