import type { Message } from './types.ts';

/** The messages of one channel in order of their time stamps, with the replies of each thread at hand. */
export class Timeline {
  readonly #messages: Message[] = [];
  readonly #byTs = new Map<string, Message>();
  readonly #threads = new Map<string, Message[]>();

  add(message: Message): void {
    this.#messages.push(message);
    this.#byTs.set(message.ts, message);
    if (message.threadTs === null) return;
    const replies = this.#threads.get(message.threadTs) ?? [];
    replies.push(message);
    this.#threads.set(message.threadTs, replies);
  }

  get(ts: string): Message | undefined {
    return this.#byTs.get(ts);
  }

  remove(ts: string): void {
    const message = this.#byTs.get(ts);
    if (message === undefined) return;
    this.#byTs.delete(ts);
    this.#messages.splice(this.#messages.indexOf(message), 1);
    const replies = message.threadTs === null ? undefined : this.#threads.get(message.threadTs);
    replies?.splice(replies.indexOf(message), 1);
  }

  /** Replies, oldest first, without the root. */
  replies(rootTs: string): readonly Message[] {
    return this.#threads.get(rootTs) ?? [];
  }

  /** What the channel itself shows: roots and replies that were also sent to the channel, oldest first. */
  roots(): Message[] {
    return this.#messages.filter((message) => message.threadTs === null || message.isBroadcast);
  }

  all(): readonly Message[] {
    return this.#messages;
  }
}
