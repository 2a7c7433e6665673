import { type Playground, type PlaygroundOptions, startPlayground } from '../../src/playground/index.ts';
import type { Message } from '../../src/playground/world/types.ts';
import { Actor } from '../playground/support/actor.ts';
import { describeMessage, readMessage } from '../playground/support/visible-text.ts';
import { waitFor } from '../playground/support/wait.ts';

const MLMON = { command: '/mlmon', description: 'Ask mlmon', usageHint: 'help', completions: [] };

/**
 * A workspace with people in it. Every `expect…` waits for what it names and, when it does not come, says what is there.
 * A message satisfies one expectation only, so that two of the same kind need two messages.
 */
export class Workspace {
  readonly playground: Playground;
  readonly #seen = new Set<Message>();
  readonly #failures: string[] = [];

  constructor(playground: Playground) {
    this.playground = playground;
    playground.state.hub.subscribe(({ event }) => {
      if (event.type === 'failure') this.#failures.push(event.message);
    });
  }

  as(name: string): Actor {
    const user = this.playground.state.findUserByName(name);
    if (user === undefined) throw new Error(`There is nobody called ${name} in this workspace`);
    return new Actor(this, user.id, this.playground.as(user.id));
  }

  /** A message of the channel itself, by anybody but people, that has not been expected before. */
  expectMessage(channel: string, pattern: RegExp): Promise<Message> {
    const find = () => this.messages(channel).filter((message) => message.isFromApp && message.threadTs === null);
    return this.expectOne(`a message in ${channel}`, pattern, find);
  }

  expectThreadReply(root: Message, pattern: RegExp): Promise<Message> {
    const find = () =>
      this.playground.state
        .timeline(root.channel)
        .replies(root.ts)
        .filter((reply) => reply.isFromApp);
    return this.expectOne(`a reply to ${root.ts}`, pattern, find);
  }

  expectBroadcastReply(root: Message, pattern: RegExp): Promise<Message> {
    const find = () =>
      this.playground.state
        .timeline(root.channel)
        .replies(root.ts)
        .filter((reply) => reply.isBroadcast);
    return this.expectOne(`a reply to ${root.ts} that is also sent to the channel`, pattern, find);
  }

  /** The message itself comes to read like this. */
  expectUpdate(message: Message, pattern: RegExp): Promise<Message> {
    const find = () => (message.edited !== null && pattern.test(readMessage(message)) ? message : undefined);
    const describe = () => this.explain(`Expected ${message.ts} to be edited to match ${pattern}. It reads`, [message]);
    return waitFor(this.playground.state, find, describe);
  }

  expectOne(what: string, pattern: RegExp, list: () => readonly Message[]): Promise<Message> {
    const find = () => list().find((message) => !this.#seen.has(message) && pattern.test(readMessage(message)));
    const describe = () => this.explain(`Expected ${what} to match ${pattern}. There is`, list());
    return waitFor(this.playground.state, find, describe).then((message) => {
      this.#seen.add(message);
      return message;
    });
  }

  /** Messages and replies of a channel, oldest first. */
  messages(channel: string): readonly Message[] {
    return this.playground.state.timeline(this.channelId(channel)).all();
  }

  channelId(name: string): string {
    const found = this.playground.state.findChannelByName(name)?.id ?? name;
    if (!this.playground.state.channels.has(found)) throw new Error(`There is no channel ${name} in this workspace`);
    return found;
  }

  explain(claim: string, messages: readonly Message[]): string {
    const list = messages.map(
      (message) => `${describeMessage(message)}${this.#seen.has(message) ? '\n    (expected before)' : ''}`,
    );
    const failures = this.#failures.map((failure) => `  ${failure}`);
    const heard = failures.length === 0 ? '' : `\nPeople were told:\n${failures.join('\n')}`;
    return `${claim}:\n${list.join('\n') || '  nothing'}${heard}`;
  }

  failures(): readonly string[] {
    return this.#failures;
  }

  close(): Promise<void> {
    return this.playground.close();
  }
}

/** A workspace of its own for one test, with the command /mlmon and without rate limits unless told otherwise. */
export async function openWorkspace(options: Partial<PlaygroundOptions> = {}): Promise<Workspace> {
  const timings = { fileProcessingMs: 5, ...options.timings };
  return new Workspace(await startPlayground({ port: 0, commands: [MLMON], rateLimits: 'off', ...options, timings }));
}
