import { expect, test } from 'vitest';
import { parseLine } from '../../commands/index.ts';

test('a line is a subcommand and its words', () => {
  expect(parseLine('status late_flights')).toEqual({ name: 'status', args: ['late_flights'], flags: new Set() });
});

test.each(['', '   ', '\t'])('an empty line (%j) asks for help', (text) => {
  expect(parseLine(text)).toEqual({ name: 'help', args: [], flags: new Set() });
});

test('flags may stand anywhere and are no arguments', () => {
  const expected = { name: 'status', args: ['churn'], flags: new Set(['public']) };
  for (const line of ['status churn --public', 'status --public churn', '--public status churn']) {
    expect(parseLine(line)).toEqual(expected);
  }
});

test('subcommands and flags are read in upper case too; names stay as they were typed', () => {
  expect(parseLine('STATUS Churn --PUBLIC')).toEqual({ name: 'status', args: ['Churn'], flags: new Set(['public']) });
});

test('spaces of any width separate words', () => {
  expect(parseLine('  run \u00a0 churn\n')).toEqual({ name: 'run', args: ['churn'], flags: new Set() });
});
