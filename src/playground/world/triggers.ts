import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { SlackError } from '../slack-error.ts';

const KEEP_MS = 600_000;

type Trigger = { userId: string; expiresAt: number; isUsed: boolean };

/** Trigger ids: each opens one view, within three seconds of what the person did. */
export class Triggers {
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #triggers = new Map<string, Trigger>();

  constructor(clock: Clock, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  make(userId: string): string {
    this.#forgetOld();
    const now = this.#clock.now();
    const id = `${now}.${Math.floor(now / 7)}.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { userId, expiresAt: now + this.#lifeMs, isUsed: false });
    return id;
  }

  /** @returns the person. @throws SlackError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id. */
  exchange(id: string): string {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
    if (this.#clock.now() > trigger.expiresAt) throw new SlackError('expired_trigger_id');
    trigger.isUsed = true;
    return trigger.userId;
  }

  /** Old ids are kept long enough to be told from ids that never were. */
  #forgetOld(): void {
    const limit = this.#clock.now() - KEEP_MS;
    for (const [id, trigger] of this.#triggers) {
      if (trigger.expiresAt >= limit) return;
      this.#triggers.delete(id);
    }
  }
}
