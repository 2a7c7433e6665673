import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { DeliveryError } from '../errors.ts';
import type { Log } from '../log.ts';
import { makeTargetKey } from '../monitors/target-key.ts';
import type { ChannelTarget } from '../monitors/types.ts';
import type { Store } from '../store/types.ts';
import { createLanes } from './lanes.ts';
import type { Notifier } from './notifier.ts';
import { asDeliveryError, createOutcomes } from './outcomes.ts';
import { type Plan, planDelivery } from './plan.ts';
import type { Notification } from './types.ts';

export type DeliveryOptions = {
  store: Store;
  /** By type of target. */
  notifiers: Readonly<Partial<Record<ChannelTarget['type'], Notifier>>>;
  clock: Clock;
  log: Log;
  /** In [0, 1). */
  random?: () => number;
  /** Resolves after `ms`, or earlier when the signal aborts. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Between two messages to one target; a second by default. */
  pauseMs?: number | undefined;
};

export type Delivery = {
  start(): void;
  /** Takes nothing new, waits for what is being sent, puts the rest back. */
  stop(): Promise<void>;
  /** Something was queued. */
  wake(): void;
  /** Delivers everything that is due now; resolves when nothing due is left. */
  drain(): Promise<void>;
};

const LEASE_MS = 60_000;
/** Slack shows one message a second per channel and hides what comes faster. */
const PAUSE_MS = 1_000;
/** A turn further away than this is waited for in the database, not in memory under a lease. */
const HOLD_MS = 3_000;
/** Other processes queue without waking this one. */
const POLL_MS = 2_000;
const WAIT_FOR_ROOT_MS = 500;
const MAX_IN_FLIGHT = 32;

/**
 * Tells the world what the outbox holds. For each notification:
 * 1. claim it by a conditional update that takes a lease, so that no other loop or process has it;
 * 2. look at the rows: does the target show it already?
 * 3. wait for the target's turn;
 * 4. send; an attempt that follows an unclear one looks for its own message first (the notifier does);
 * 5. record message and `sent` in one transaction. A process that dies before this leaves the lease to expire (sooner
 *    where its successor sees that it is dead: store/lease.ts), and whoever claims it next starts at 1 and finds the
 *    message at 4.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  return new DeliveryLoop(options);
}

type Sending = Extract<Plan, { type: 'send' | 'send_digest' }>;

class DeliveryLoop implements Delivery {
  readonly #options: DeliveryOptions;
  readonly #outcomes;
  readonly #sleep;
  readonly #lanes;
  readonly #inFlight = new Set<Promise<void>>();
  #stopping = new AbortController();
  #isWoken = false;
  #rouse: () => void = () => {};
  #loop: Promise<void> | null = null;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#outcomes = createOutcomes({ ...options, random: options.random ?? Math.random });
    this.#sleep = options.sleep ?? sleepReally;
    this.#lanes = createLanes(options.pauseMs ?? PAUSE_MS);
  }

  start(): void {
    if (this.#loop !== null) return;
    this.#stopping = new AbortController();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#loop;
    await Promise.all(this.#inFlight);
    this.#loop = null;
  }

  wake(): void {
    this.#isWoken = true;
    this.#rouse();
  }

  async drain(): Promise<void> {
    while (this.#takeDue() > 0 || this.#inFlight.size > 0) await Promise.race(this.#inFlight);
  }

  async #run(): Promise<void> {
    const { store, clock, log } = this.#options;
    while (!this.#stopping.signal.aborted) {
      this.#isWoken = false;
      let waitMs = POLL_MS;
      try {
        this.#takeDue();
        const dueAt = store.outbox.nextDueAt();
        if (dueAt !== null) waitMs = Math.min(Math.max(dueAt - clock.now(), 50), POLL_MS);
      } catch (error) {
        log.error({ err: error }, 'The outbox cannot be read, will be tried again');
      }
      if (!this.#isWoken) await this.#rest(waitMs);
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Starts work on what is due; returns on how much. */
  #takeDue(): number {
    const { store, clock, log } = this.#options;
    let taken = 0;
    while (!this.#stopping.signal.aborted && this.#inFlight.size < MAX_IN_FLIGHT) {
      const notification = store.outbox.claim(clock.now(), LEASE_MS);
      if (notification === null) break;
      taken += 1;
      const work = this.#handle(notification)
        .catch((error: unknown) => log.error({ err: error, notification: notification.id }, 'Delivery failed'))
        .finally(() => {
          this.#inFlight.delete(work);
          this.wake();
        });
      this.#inFlight.add(work);
    }
    return taken;
  }

  async #handle(notification: Notification): Promise<void> {
    if (this.#settle(notification) === null) return;
    const { clock } = this.#options;
    const key = makeTargetKey(notification.target);
    const turnAt = this.#lanes.reserve(key, notification.id, clock.now());
    if (turnAt - clock.now() > HOLD_MS) return this.#outcomes.putBack(notification, 'waits for its turn', turnAt);
    await this.#lanes.enter(key, notification.id, (earliestAt) => this.#takeTurn(notification, earliestAt));
  }

  async #takeTurn(notification: Notification, earliestAt: number): Promise<void> {
    const now = this.#options.clock.now();
    const leaseLeftMs = (notification.leaseUntilAt ?? now) - now;
    if (earliestAt - now > HOLD_MS || leaseLeftMs < LEASE_MS / 2) {
      return this.#outcomes.putBack(notification, 'waits for its turn', Math.max(earliestAt, now));
    }
    if (earliestAt > now) await this.#sleep(earliestAt - now, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return this.#outcomes.putBack(notification, 'put back at shutdown', now);
    await this.#send(notification);
  }

  async #send(notification: Notification): Promise<void> {
    const { notifiers, clock } = this.#options;
    const key = makeTargetKey(notification.target);
    // The rows may have changed while this was waiting, and what is sent must be what they say now.
    const plan = this.#settle(notification);
    if (plan === null) return;
    this.#lanes.markSent(key, clock.now());
    try {
      const notifier = notifiers[notification.target.type];
      if (notifier === undefined) throw unknownType(notification.target.type);
      await this.#tell(notifier, plan);
    } catch (error) {
      const failure = asDeliveryError(error);
      if (failure.retryAfterMs !== null) this.#lanes.block(key, clock.now() + failure.retryAfterMs);
      this.#outcomes.fail(notification, failure);
    }
  }

  async #tell(notifier: Notifier, plan: Sending): Promise<void> {
    const attempt = {
      mayHaveArrived: this.#outcomes.mayHaveArrived(plan.notification),
      deadlineAt: plan.notification.leaseUntilAt ?? this.#options.clock.now() + LEASE_MS,
    };
    if (plan.type === 'send') {
      const { notification, alert, message } = plan;
      const delivered = await notifier.send({ notification, alert, message, ...attempt });
      this.#outcomes.record(notification, alert.version, delivered);
      return;
    }
    const { notification, digest } = plan;
    if (notifier.sendDigest === undefined) throw unknownType(`${notification.target.type} digests`);
    await notifier.sendDigest({ notification, digest, ...attempt });
    this.#outcomes.finish(notification);
  }

  /** Ends what the rows say needs no sending; returns the plan of what is still to be sent. */
  #settle(notification: Notification): Sending | null {
    const plan = planDelivery(this.#options.store, notification);
    if (plan.type === 'send' || plan.type === 'send_digest') return plan;
    this.#options.log.debug({ notification: notification.id, reason: plan.reason }, `Notification: ${plan.type}`);
    if (plan.type === 'skip') this.#outcomes.finish(notification);
    else if (plan.type === 'wait') {
      this.#outcomes.putBack(notification, plan.reason, this.#options.clock.now() + WAIT_FOR_ROOT_MS);
    } else this.#outcomes.fail(notification, new DeliveryError(`Cannot send: ${plan.reason}`, { isPermanent: true }));
    return null;
  }
}

function unknownType(type: string): DeliveryError {
  const hint = 'Name a Slack channel in the monitor definition';
  return new DeliveryError(`Cannot deliver to ${type}: this version has no notifier for it`, {
    isPermanent: true,
    hint,
  });
}

async function sleepReally(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}
