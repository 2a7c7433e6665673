import { findNearest } from '../src/monitors/nearest.ts';
import { renderCommandHelp, renderHelp, renderUnknownCommand } from '../views/replies.ts';
import type { Command } from './command.ts';

/** @param list the commands at the time of asking: help is one of them itself. */
export function createHelp(list: () => readonly Command[]): Command {
  return {
    name: 'help',
    args: '[command]',
    summary: 'All commands, or one with examples',
    examples: ['/mlmon help', '/mlmon help status'],
    async run({ args, reply }) {
      const name = args[0];
      const commands = list();
      if (name === undefined) return reply(renderHelp(commands.map(describe)));
      const command = commands.find((one) => one.name === name);
      if (command) return reply(renderCommandHelp(describe(command)));
      return reply(
        renderUnknownCommand(
          name,
          findNearest(
            name,
            commands.map((one) => one.name),
          ),
        ),
      );
    },
  };
}

function describe(command: Command) {
  const usage = `/mlmon ${command.name} ${command.args}`.trim();
  return { usage, summary: command.summary, examples: command.examples };
}
