import type { PageCommand } from '../../protocol.ts';

/** One row of the composer's completion. `fill` is what Tab puts into the box. */
export type Suggestion = { label: string; args: string; help: string; fill: string };

/** Rows for what has been typed, in the order the app gives them; empty when the text is no command under way. */
export function suggest(commands: readonly PageCommand[], text: string): Suggestion[] {
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const space = text.indexOf(' ');
  if (space < 0) return commands.filter(({ command }) => command.startsWith(text)).map(describeCommand);
  const command = commands.find((candidate) => candidate.command === text.slice(0, space));
  if (!command) return [];
  const typed = text
    .slice(space + 1)
    .trimStart()
    .toLowerCase();
  const hits = command.completions.filter((row) => row.text.toLowerCase().startsWith(typed));
  return hits.map((row) => {
    const label = `${command.command} ${row.text}`;
    return { label, args: row.args, help: row.help, fill: row.args ? `${label} ` : label };
  });
}

/** How a command with arguments goes on, once the subcommand stands: its row stays as a reminder. */
export function findUsage(commands: readonly PageCommand[], text: string): Suggestion | null {
  const command = commands.find((candidate) => text.startsWith(`${candidate.command} `));
  if (!command) return null;
  const rest = text.slice(command.command.length + 1);
  const rows = command.completions.filter((row) => row.args !== '' && rest.startsWith(`${row.text} `));
  const row = rows.sort((a, b) => b.text.length - a.text.length)[0];
  return row ? { label: `${command.command} ${row.text}`, args: row.args, help: row.help, fill: text } : null;
}

function describeCommand({ command, description, usageHint }: PageCommand): Suggestion {
  return { label: command, args: usageHint, help: description, fill: `${command} ` };
}
