import type { ChannelTarget } from '../monitors/types.ts';
import type { Notifier } from './notifier.ts';
import { createSlackNotifier, type SlackNotifierOptions } from './slack.ts';
import { createWebhookNotifier } from './webhook.ts';

export type NotifierOptions = SlackNotifierOptions;

/** Every way to deliver: a new one is a file and a line here. */
export const NOTIFIERS = {
  slack: createSlackNotifier,
  webhook: createWebhookNotifier,
} satisfies Partial<Record<ChannelTarget['type'], (options: NotifierOptions) => Notifier>>;

/** The notifiers by the type of target that they deliver to. */
export type Notifiers = Readonly<Partial<Record<ChannelTarget['type'], Notifier>>>;

export function createNotifiers(options: NotifierOptions): Notifiers {
  return Object.fromEntries(Object.entries(NOTIFIERS).map(([type, create]) => [type, create(options)]));
}

/** Whether this program can deliver to a target of this type. */
export function isDeliverable(target: ChannelTarget): boolean {
  return target.type in NOTIFIERS;
}
