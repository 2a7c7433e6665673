import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderMonitorReference } from '../../src/monitors/reference.ts';

const FILE = new URL('../../docs/monitor.md', import.meta.url).pathname;

function withGeneratedTables(text: string): string {
  const tables = renderMonitorReference();
  return text.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_all, open: string, name: string, close: string) => `${open}${tables[name as keyof typeof tables]}\n${close}`,
  );
}

test('the tables of docs/monitor.md are what the schema says (update with vitest -u)', async () => {
  await expect(withGeneratedTables(readFileSync(FILE, 'utf8'))).toMatchFileSnapshot(FILE);
});

test('docs/monitor.md has a place for every generated table', () => {
  const text = readFileSync(FILE, 'utf8');
  for (const name of Object.keys(renderMonitorReference())) expect(text).toContain(`<!-- generated: ${name} -->`);
});

test('every key of the language is described', async () => {
  const { listMonitorKeys } = await import('../../src/monitors/reference.ts');
  expect(listMonitorKeys().filter(({ description }) => description === '')).toEqual([]);
});
