import type { App } from '@slack/bolt';
import type { Context } from '../src/context.ts';
import { AppError } from '../src/errors.ts';
import { findNearest } from '../src/monitors/nearest.ts';
import { renderUnknownCommand } from '../views/replies.ts';
import { ack } from './ack.ts';
import { registerAlertActions } from './alert-actions.ts';
import type { Command, Reply } from './command.ts';
import { digest } from './digest.ts';
import { describeFailure } from './failure.ts';
import { createHelp } from './help.ts';
import { monitors } from './monitors.ts';
import { run } from './run.ts';
import { status } from './status.ts';
import { vote } from './vote.ts';

export const SLASH_COMMAND = '/mlmon';

/** Every subcommand, in the order of help. */
export const COMMANDS: readonly Command[] = [status, monitors, run, ack, vote, digest, createHelp(() => COMMANDS)];

/** What the composer of the local Slack completes: made from the same table as help. */
export function listCompletions(): { text: string; args: string; help: string }[] {
  return COMMANDS.map(({ name, args, summary }) => ({ text: name, args, help: summary }));
}

/** Puts the slash command and the alert's buttons on a Bolt app. */
export function registerCommands(app: App, ctx: Context): void {
  app.command(SLASH_COMMAND, async ({ ack, command, respond }) => {
    await ack();
    const reply = createReply(respond);
    await dispatch({ ctx, text: command.text, userId: command.user_id, channelId: command.channel_id, reply });
  });
  registerAlertActions(app, ctx);
}

/** Runs the subcommand that a line names; every failure is answered in words with a reference id. */
export async function dispatch(input: {
  ctx: Context;
  text: string;
  userId: string;
  channelId: string;
  reply: Reply;
}): Promise<void> {
  const { ctx, reply, userId, channelId } = input;
  const { name, args, flags } = parseLine(input.text);
  const command = COMMANDS.find((one) => one.name === name);
  try {
    if (command === undefined)
      return await reply(
        renderUnknownCommand(
          name,
          findNearest(
            name,
            COMMANDS.map((one) => one.name),
          ),
        ),
      );
    refuseStrangeFlags(command, flags);
    await command.run({ ctx, args, flags, userId, channelId, reply });
  } catch (error) {
    await reply(describeFailure(ctx, error, { command: name, userId, channelId }));
  }
}

/** A flag that is spelled wrong would be obeyed by doing something else. */
function refuseStrangeFlags({ name, args }: Command, flags: ReadonlySet<string>): void {
  const strange = [...flags].find((flag) => !args.includes(`[--${flag}]`));
  if (strange === undefined) return;
  throw new AppError('invalid_input', `Cannot read "--${strange}"`, { hint: `Type \`/mlmon help ${name}\`` });
}

type Line = { name: string; args: string[]; flags: Set<string> };

/** "status churn --public" -> its parts; an empty line asks for help. */
export function parseLine(text: string): Line {
  const words = unescapeText(text).trim().split(/\s+/).filter(Boolean);
  const flags = new Set(words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).toLowerCase()));
  const [name = 'help', ...args] = words.filter((word) => !word.startsWith('--'));
  return { name: name.toLowerCase(), args, flags };
}

/** Slack escapes these three characters in what people type. */
function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

type Respond = (message: Record<string, unknown>) => Promise<unknown>;

/** Slack replaces nothing that was said to a slash command, so slow work is announced and its result follows. */
function createReply(respond: unknown): Reply {
  const send = respond as Respond;
  return async (message, options = {}) => {
    await send({ response_type: options.isPublic ? 'in_channel' : 'ephemeral', ...message });
  };
}
