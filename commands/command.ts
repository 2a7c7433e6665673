import type { Context } from '../src/context.ts';
import type { Message } from '../views/blocks.ts';

/** How a command speaks: to the person alone, or to the channel. Each call is one more message, at most five. */
export type Reply = (message: Message, options?: { isPublic?: boolean }) => Promise<void>;

export type CommandInput = {
  ctx: Context;
  /** Words behind the subcommand; `--flags` are taken out. */
  args: readonly string[];
  flags: ReadonlySet<string>;
  userId: string;
  channelId: string;
  reply: Reply;
};

/** One subcommand of /mlmon: the one place that says how it is called; help and completion are made from it. */
export type Command = {
  name: string;
  /** Arguments as people write them, e.g. "[model] [--public]". */
  args: string;
  /** One line, without a period. */
  summary: string;
  examples: readonly string[];
  /** @throws AppError, which the dispatcher words. */
  run(input: CommandInput): Promise<void>;
};
