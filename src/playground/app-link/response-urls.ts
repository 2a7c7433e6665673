import type { Clock } from '../../clock.ts';
import { SlackError } from '../slack-error.ts';
import { makeSecret } from '../world/ids.ts';
import type { Message } from '../world/types.ts';

const USES = 5;

/** Where an answer goes: the channel and person of the interaction, and the message it came from. */
export type ResponseTarget = { channel: string; userId: string; threadTs: string | null; original: Message | null };
type Ticket = ResponseTarget & { expiresAt: number; left: number };

/** Addresses that an app may answer to, five times within thirty minutes. */
export class ResponseUrls {
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #tickets = new Map<string, Ticket>();

  constructor(clock: Clock, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  make(baseUrl: string, kind: 'commands' | 'actions', target: ResponseTarget): string {
    const secret = makeSecret();
    this.#tickets.set(secret, { ...target, expiresAt: this.#clock.now() + this.#lifeMs, left: USES });
    return `${baseUrl}/${kind}/${secret}`;
  }

  /** Takes one use. @throws SlackError expired_url, used_url; both are answered with 404. */
  take(secret: string): ResponseTarget {
    const ticket = this.#tickets.get(secret);
    if (ticket === undefined || this.#clock.now() > ticket.expiresAt) throw new SlackError('expired_url');
    if (ticket.left === 0) throw new SlackError('used_url');
    ticket.left -= 1;
    return ticket;
  }
}
