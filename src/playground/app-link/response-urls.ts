import type { Clock } from '../../clock.ts';
import { Args } from '../api/args.ts';
import { readContent } from '../api/message-content.ts';
import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { makeSecret } from '../world/ids.ts';
import { findSlackFiles } from '../world/page-shapes.ts';
import type { Content, Message } from '../world/types.ts';

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

/** Carries out an answer: a new message, or a change of the one the interaction came from. */
export function applyResponse(core: Core, target: ResponseTarget, body: Record<string, unknown>): void {
  const args = new Args(body);
  const { original } = target;
  if (original !== null && args.flag('delete_original')) {
    if (original.ephemeralFor === null) core.world.removeMessage(original);
    else core.world.replaceEphemeral(original, null);
    return;
  }
  if (findSlackFiles(body).length > 0) throw new SlackError('invalid_blocks');
  const content = readContent(core, args);
  if (original !== null && args.flag('replace_original')) {
    if (original.ephemeralFor !== null) core.world.replaceEphemeral(original, content);
    else
      core.world.changeMessage(original, {
        ...content,
        edited: { user: core.world.app.botUserId, ts: core.world.nextTs() },
      });
    return;
  }
  postResponse(core, target, args, content);
}

function postResponse(core: Core, target: ResponseTarget, args: Args, content: Content): void {
  const draft = {
    ...content,
    channel: target.channel,
    user: core.world.app.botUserId,
    threadTs: args.text('thread_ts') ?? target.threadTs,
  };
  if (args.text('response_type') === 'in_channel') core.world.addMessage(draft);
  else core.world.addEphemeral({ ...draft, ephemeralFor: target.userId });
}
