import type { ChannelTarget } from '../monitors/types.ts';

/** What a notification of an alert does at its target. */
export type NotificationKind = 'alert_root' | 'alert_update';

export type NotificationState = 'queued' | 'sending' | 'sent' | 'failed';

type OutboxRow = {
  id: string;
  target: ChannelTarget;
  /** Unique: the same thing is never told twice, whatever is repeated. */
  dedupeKey: string;
  state: NotificationState;
  attempts: number;
  nextAttemptAt: number;
  leaseUntilAt: number | null;
  createdAt: number;
  sentAt: number | null;
  error: string | null;
};

export type AlertNotification = OutboxRow & {
  kind: NotificationKind;
  alertId: number;
  /** Version of the alert that it tells; a later update replaces an earlier one that has not been sent. */
  alertVersion: number;
};

export type DigestNotification = OutboxRow & { kind: 'digest'; digestId: number };

/** One row of the outbox: one thing to tell one place once. */
export type Notification = AlertNotification | DigestNotification;

/** Where an alert stands in Slack: its root message in one channel. */
export type AlertMessage = {
  alertId: number;
  /** Target channel as the monitor names it. */
  target: string;
  channelId: string;
  ts: string;
  /** Version of the alert that the message shows. */
  version: number;
  fileId: string | null;
};
