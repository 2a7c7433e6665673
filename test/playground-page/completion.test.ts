import { expect, it } from 'vitest';
import { findUsage, suggest } from '../../src/playground/page/lib/completion.ts';
import type { PageCommand } from '../../src/playground/protocol.ts';

const COMMANDS: PageCommand[] = [
  {
    command: '/mlmon',
    description: 'Ask about models',
    usageHint: 'status',
    completions: [
      { text: 'status', args: '[model]', help: 'All models' },
      { text: 'monitor', args: '<name>', help: 'One monitor' },
      { text: 'monitor add', args: '', help: 'Set one up' },
    ],
  },
];

it('offers commands, then their subcommands', () => {
  expect(suggest(COMMANDS, '/').map(({ fill }) => fill)).toEqual(['/mlmon ']);
  expect(suggest(COMMANDS, '/mlmon ').map(({ label }) => label)).toEqual([
    '/mlmon status',
    '/mlmon monitor',
    '/mlmon monitor add',
  ]);
  expect(suggest(COMMANDS, '/mlmon mo').map(({ label }) => label)).toEqual(['/mlmon monitor', '/mlmon monitor add']);
});

it('fills in a space only where an argument follows', () => {
  expect(suggest(COMMANDS, '/mlmon monitor').map(({ fill }) => fill)).toEqual([
    '/mlmon monitor ',
    '/mlmon monitor add',
  ]);
});

it.each(['', 'hello /mlmon', '/other ', '/mlmon xyz', '/mlmon\nstatus'])('offers nothing for %j', (text) => {
  expect(suggest(COMMANDS, text)).toEqual([]);
});

it('goes on to show how the chosen subcommand is used', () => {
  expect(findUsage(COMMANDS, '/mlmon status late')?.args).toBe('[model]');
  expect(findUsage(COMMANDS, '/mlmon sta')).toBeNull();
});
