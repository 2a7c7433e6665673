import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, listCompletions, parseLine, SLASH_COMMAND } from '../../commands/index.ts';
import { escapeText } from '../../views/blocks.ts';
import { makeDesk } from './support.ts';

test('help lists every subcommand with its arguments and its summary, in the order of the table', async () => {
  const [help] = await makeDesk().say('help');
  const lines = COMMANDS.map(({ name, args, summary }) => {
    return `\`${escapeText(`${SLASH_COMMAND} ${name} ${args}`.trim())}\` ${escapeText(summary)}`;
  });
  expect(help?.text).toContain(lines.join('\\n'));
});

test.each(COMMANDS.map(({ name }) => name))('help %s shows its examples', async (name) => {
  const { examples } = COMMANDS.find((command) => command.name === name)!;
  const [help] = await makeDesk().say(`help ${name}`);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(help?.text).toContain(`\`${example}\``);
});

test.each(COMMANDS.flatMap(({ name, examples }) => examples.map((example) => [example, name])))(
  'the example "%s" is a line that its own subcommand reads',
  (example, name) => {
    expect(example.startsWith(`${SLASH_COMMAND} `)).toBe(true);
    expect(parseLine(example.slice(SLASH_COMMAND.length)).name).toBe(name);
  },
);

test('the composer completes exactly what the table has', () => {
  expect(listCompletions()).toEqual(COMMANDS.map(({ name, args, summary }) => ({ text: name, args, help: summary })));
});

test('no two subcommands have the same name, and a summary is one line without a period', () => {
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
  for (const { summary } of COMMANDS) expect(summary).toMatch(/^[^\n]*[^.\n]$/);
});

test('the app manifest hints at every subcommand with its arguments', () => {
  const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));
  const [command] = manifest.features.slash_commands;
  expect(command.usage_hint).toBe(COMMANDS.map(({ name, args }) => `${name} ${args}`.trim()).join(' | '));
});
