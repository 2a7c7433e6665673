import type { App, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/types.ts';
import { findRequestId, type RequestBody, requestKind } from './request-body.ts';

/** How one request from Slack stands. */
export type RequestState = {
  readonly id: string | null;
  isAcknowledged: boolean;
  hasFailed: boolean;
  /** Answers Slack; later calls do nothing. Never throws: a lost connection cannot be answered. */
  acknowledge(response?: unknown): Promise<void>;
};

export type RequestCounts = { inFlight: number; late: number; unanswerable: number; duplicates: number };

export type Requests = {
  /** Puts itself in front of the app's `processEvent`. */
  attach(app: App): void;
  /** The state of the request that has this body, for the error handler. */
  of(body: object): RequestState | null;
  counts(): RequestCounts;
  /** Resolves when no listener runs any more, or after `limitMs`; says which. */
  idle(limitMs: number): Promise<boolean>;
};

export type RequestsOptions = {
  seenEvents: Store['seenEvents'];
  clock: Clock;
  log: Log;
  /** Slack waits 3 s. */
  lateAfterMs?: number;
};

const LATE_AFTER_MS = 2_500;
/** Slack sends an event again at once, after 1 min and after 5 min. */
const SEEN_TTL_MS = 10 * 60_000;
/** An empty answer to these says "received" and loses nothing; to a dialog it would mean "close". */
const HARMLESS_TO_ACKNOWLEDGE = new Set(['command', 'action', 'shortcut']);

/**
 * What every request from Slack goes through before a listener sees it: it is handled once, answered in time, counted,
 * and answered even where its listener throws or nobody listens. Bolt does none of these in Socket Mode.
 */
export function createRequests(options: RequestsOptions): Requests {
  const { seenEvents, clock, log } = options;
  const states = new WeakMap<object, RequestState>();
  const inFlight = new Set<Promise<void>>();
  /** Requests whose listener failed: Slack's repetition of them is a second chance, not a duplicate. */
  const failed = new Set<string>();
  const counts = { late: 0, unanswerable: 0, duplicates: 0 };

  function isDuplicate(id: string | null): boolean {
    if (id === null || failed.delete(id)) return false;
    return !seenEvents.isFirst(id, clock.now(), SEEN_TTL_MS);
  }

  function makeState(event: ReceiverEvent): RequestState {
    const state: RequestState = {
      id: findRequestId(event.body, event.customProperties),
      isAcknowledged: false,
      hasFailed: false,
      async acknowledge(response) {
        if (state.isAcknowledged) return;
        state.isAcknowledged = true;
        try {
          await event.ack(response);
        } catch (error) {
          counts.unanswerable += 1;
          log.warn({ err: error, request: state.id }, 'A request of Slack could not be answered');
        }
      },
    };
    return state;
  }

  async function handle(event: ReceiverEvent, next: App['processEvent']): Promise<void> {
    const state = makeState(event);
    states.set(event.body, state);
    if (isDuplicate(state.id)) {
      counts.duplicates += 1;
      await state.acknowledge();
      return;
    }
    const lateness = watchLateness(state, event.body);
    try {
      await next({ ...event, ack: (response) => state.acknowledge(response) });
    } finally {
      clearTimeout(lateness);
      if (state.hasFailed && state.id !== null) failed.add(state.id);
      if (!state.isAcknowledged) {
        log.warn({ request: state.id, kind: requestKind(event.body) }, 'No listener answered a request of Slack');
        await state.acknowledge();
      }
    }
  }

  function watchLateness(state: RequestState, body: RequestBody): NodeJS.Timeout {
    return setTimeout(() => {
      if (state.isAcknowledged) return;
      counts.late += 1;
      const kind = requestKind(body);
      log.error({ request: state.id, kind }, 'A listener has not answered Slack in time');
      if (HARMLESS_TO_ACKNOWLEDGE.has(kind)) void state.acknowledge();
    }, options.lateAfterMs ?? LATE_AFTER_MS).unref();
  }

  return {
    attach(app) {
      const next = app.processEvent.bind(app);
      app.processEvent = async (event) => {
        const work = handle(event, next).finally(() => inFlight.delete(work));
        inFlight.add(work);
        await work;
      };
    },
    of: (body) => states.get(body) ?? null,
    counts: () => ({ inFlight: inFlight.size, ...counts }),
    async idle(limitMs) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, limitMs, false);
      });
      const settled = Promise.allSettled(inFlight).then(() => true);
      return await Promise.race([settled, limit]).finally(() => clearTimeout(timer));
    },
  };
}
