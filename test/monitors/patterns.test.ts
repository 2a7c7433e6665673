import { expect, test } from 'vitest';
import { loadMonitor } from '../../src/monitors/load.ts';

test.each([
  '[a-z]\\@b',
  '^\\w+\\-\\d+$',
  '[[:alpha:]]+',
  '(?P<user>[^@]+)@',
  '(?i)a(?s:.)',
  '\\Aa\\z',
  '\\p{L}+',
  '(?!x)',
])('a rule of quality may hold %s, which engines know', (matches) => {
  const source = `model_name: a\nreference_dataset: a.csv\nquality: {rules: {a: {matches: ${JSON.stringify(matches)}}}}\n`;
  expect(loadMonitor(source, { baseDir: null }).monitor.quality?.rules.a?.matches).toBe(matches);
});

test.each(['(', 'a**', '[b-a]', '(?P<a>x)(?P<a>y)'])('%s is no regular expression', (matches) => {
  const source = `model_name: a\nreference_dataset: a.csv\nquality: {rules: {a: {matches: ${JSON.stringify(matches)}}}}\n`;
  expect(() => loadMonitor(source, { baseDir: null })).toThrow(/regular expression/);
});
