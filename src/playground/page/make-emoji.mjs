// Writes emoji.json (Slack's short names -> characters) from the development dependency emoji-datasource:
// node src/playground/page/make-emoji.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const source = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('emoji-datasource/emoji.json'), 'utf8'));
const entries = source.flatMap((emoji) => {
  const character = String.fromCodePoint(...emoji.unified.split('-').map((hex) => Number.parseInt(hex, 16)));
  return emoji.short_names.map((name) => [name, character]);
});
entries.sort(([a], [b]) => (a < b ? -1 : 1));
const target = fileURLToPath(new URL('emoji.json', import.meta.url));
writeFileSync(target, `${JSON.stringify(Object.fromEntries(entries))}\n`);
