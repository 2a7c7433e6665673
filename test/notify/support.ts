import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import type { Alert } from '../../src/alerts/types.ts';
import { FakeClock } from '../../src/clock.ts';
import type { ChannelTarget } from '../../src/monitors/types.ts';
import { createDelivery, type Delivery } from '../../src/notify/delivery.ts';
import type { Delivered, DeliveryJob, Notifier } from '../../src/notify/notifier.ts';
import type { NotificationKind } from '../../src/notify/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { makeAlert } from '../support/alerts.ts';

export const START_AT = Date.UTC(2026, 1, 21, 6);
export const silent: Logger = pino({ level: 'silent' });

function slackTarget(channel: string): ChannelTarget {
  return { type: 'slack', channel, webhook: null, mention: null };
}

/** An outbox in a file of its own, and what tests put into it. */
export type Outbox = {
  store: Store;
  path: string;
  clock: FakeClock;
  /** Another connection to the same file, as a second process has. */
  reopen(): Store;
  addAlert(overrides?: Partial<Alert>): Alert;
  /** A change of the alert's row: one version more. */
  changeAlert(id: number, changes: Partial<Alert>): Alert;
  queue(alert: Alert, kind?: NotificationKind, channel?: string): string;
};

export function openOutbox(): Outbox {
  const folder = mkdtempSync(join(tmpdir(), 'mlmon-notify-'));
  const path = join(folder, 'state.db');
  const stores: Store[] = [];
  const open = () => {
    const store = openStore(path);
    stores.push(store);
    return store;
  };
  onTestFinished(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true });
  });
  const clock = new FakeClock(START_AT);
  const store = open();
  const monitor = store.monitors.save({ modelName: 'late_flights', source: '', baseDir: null, at: START_AT });
  let made = 0;
  return {
    store,
    path,
    clock,
    reopen: open,
    addAlert(overrides = {}) {
      made += 1;
      const { id: _, ...draft } = makeAlert({ monitorId: monitor.id, rule: `rule_${made}`, ...overrides });
      return store.alerts.create(draft);
    },
    changeAlert(id, changes) {
      const alert = store.alerts.get(id)!;
      const changed = { ...alert, ...changes, version: alert.version + 1 };
      if (!store.alerts.update(changed, alert.version)) throw new Error('The alert was changed by somebody else');
      return changed;
    },
    queue(alert, kind = 'alert_root', channel = '#ml-alerts') {
      const id = `n-${alert.id}-${alert.version}-${kind}-${channel}`;
      const target = slackTarget(channel);
      const common = { alertId: alert.id, alertVersion: alert.version, target, at: clock.now() };
      store.outbox.add({ id, kind, dedupeKey: id, ...common });
      return id;
    },
  };
}

/** What a notifier was asked to send, and when. */
type Sent = { at: number; id: string; channel: string; version: number; mayHaveArrived: boolean };

export type FakeNotifier = Notifier & {
  sent: Sent[];
  /** Does this in place of the next send. */
  once(act: (job: DeliveryJob) => Promise<Delivered>): void;
};

/** A target that takes everything, unless told otherwise. */
export function makeNotifier(clock: FakeClock): FakeNotifier {
  const sent: Sent[] = [];
  const acts: ((job: DeliveryJob) => Promise<Delivered>)[] = [];
  return {
    sent,
    once: (act) => void acts.push(act),
    async send(job) {
      const { notification, alert, message, mayHaveArrived } = job;
      const channel = notification.target.type === 'slack' ? (notification.target.channel ?? '') : '';
      sent.push({ at: clock.now(), id: notification.id, channel, version: alert.version, mayHaveArrived });
      const act = acts.shift();
      if (act !== undefined) return await act(job);
      return { channelId: 'C1', ts: message?.ts ?? `1.${notification.id}`, fileId: null };
    },
  };
}

export function makeDelivery(outbox: Outbox, notifier: Notifier, store = outbox.store): Delivery {
  const { clock } = outbox;
  const notifiers = { slack: notifier, email: notifier, webhook: notifier, pagerduty: notifier };
  const sleep = async (ms: number) => clock.advance(ms);
  return createDelivery({ store, notifiers, clock, log: silent, random: () => 0, sleep });
}

/** Lets time pass until the outbox has nothing left to do. */
export async function drainAll(outbox: Outbox, delivery: Delivery): Promise<void> {
  await delivery.drain();
  for (let dueAt = outbox.store.outbox.nextDueAt(); dueAt !== null; dueAt = outbox.store.outbox.nextDueAt()) {
    outbox.clock.set(Math.max(outbox.clock.now(), dueAt));
    await delivery.drain();
  }
}

/** Waits for what happens in its own time, on a busy machine too. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}
