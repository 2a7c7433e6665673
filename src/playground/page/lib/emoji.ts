import table from '../emoji.json' with { type: 'json' };

const EMOJI: ReadonlyMap<string, string> = new Map(Object.entries(table));
const NAME = /^:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:/;
const FIRST_TONE = 0x1f3fb;

export type EmojiHit = { name: string; unicode: string; length: number };

/** The character of a short name (`red_circle`, `+1::skin-tone-3`), or null for a name Slack does not have. */
export function findEmoji(name: string): string | null {
  return matchEmoji(`:${name}:`)?.unicode ?? null;
}

/** Reads `:short_name:` at the start of `text`. An unknown name is no emoji: the colons stay text, as in Slack. */
export function matchEmoji(text: string): EmojiHit | null {
  const match = NAME.exec(text);
  const name = match?.[1];
  if (!match || name === undefined) return null;
  const base = EMOJI.get(name);
  if (base === undefined) return null;
  const tone = match[2] === undefined ? '' : String.fromCodePoint(FIRST_TONE + Number(match[2]) - 2);
  return { name, unicode: base + tone, length: match[0].length };
}

/** Words for a screen reader: `large_green_circle` is read "large green circle". */
export function nameEmoji(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').trim() || name;
}

/** Short names that begin with or contain the query, best first. */
export function searchEmoji(query: string, limit: number): { name: string; unicode: string }[] {
  const wanted = query.toLowerCase().replaceAll(':', '').replaceAll(' ', '_');
  const hits = [...EMOJI].filter(([name]) => name.includes(wanted));
  hits.sort(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)) || a.length - b.length);
  return hits.slice(0, limit).map(([name, unicode]) => ({ name, unicode }));
}
