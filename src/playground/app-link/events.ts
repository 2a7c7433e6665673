import type { Core } from '../core.ts';
import { makeId } from '../world/ids.ts';
import type { Delivery, EventSink, SlackEvent } from './link.ts';

/** Events an app hears of unless told otherwise; `message.im` and `message.channels` as in a manifest. */
export const DEFAULT_SUBSCRIPTIONS = ['app_mention', 'app_home_opened', 'member_joined_channel', 'message.im'] as const;

/** Delivers events and repeats those that nobody acknowledged, under the same event_id. */
export class AppEvents implements EventSink {
  readonly #core: Core;
  readonly #subscriptions: ReadonlySet<string>;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(core: Core, subscriptions: readonly string[]) {
    this.#core = core;
    this.#subscriptions = new Set(subscriptions);
  }

  emit(event: SlackEvent, subscription: string = event.type): void {
    if (!this.#subscriptions.has(subscription)) return;
    const payload = this.#wrap(event);
    void this.#attempt(payload, 0, '');
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #attempt(payload: Record<string, unknown>, attempt: number, reason: string): Promise<void> {
    const retry = { attempt, reason };
    const delivery = await this.#core.deliver({ type: 'events_api', payload, acceptsResponse: false, retry });
    const waitMs = this.#core.timings.eventRetryMs[attempt];
    if (delivery.status === 'answered' || waitMs === undefined || this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#attempt(payload, attempt + 1, nameReason(delivery));
    }, waitMs);
    this.#timers.add(timer);
  }

  #wrap(event: SlackEvent): Record<string, unknown> {
    const { team, app, clock } = this.#core.world;
    return {
      token: 'playground-verification',
      team_id: team.id,
      api_app_id: app.appId,
      event: { ...event, event_ts: event.event_ts ?? event.ts ?? this.#core.world.nextTs() },
      type: 'event_callback',
      event_id: makeId('Ev'),
      event_time: Math.floor(clock.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      event_context: makeId('4-'),
    };
  }
}

function nameReason(delivery: Delivery): string {
  if (delivery.status === 'timeout') return 'timeout';
  return delivery.status === 'refused' ? 'http_error' : 'connection_failed';
}
