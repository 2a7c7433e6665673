/** One word or sign of an expression; `text` of a quoted name or a text is what stands between the quotes. */
export type Token = { kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'; text: string };

const PATTERNS: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\d_.])/uy],
  ['word', /[\p{L}_][\p{L}\d_]*/uy],
  ['text', /'(?:[^'\0]|'')*'/y],
  ['quoted', /"(?:[^"\0]|"")+"|`(?:[^`\0]|``)+`/y],
  ['sign', /<=|>=|<>|!=|\|\||[-+*/%=<>(),]/y],
];

/** The words and signs of an expression in their order, or what cannot be read in words. */
export function tokenize(source: string): readonly Token[] | string {
  if (/--|\/\*|;/.test(withoutTexts(source))) return 'it holds ";" or a comment; write one expression without them';
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const found = readAt(source, at);
    if (found === null)
      return `it cannot be read from character ${at + 1} on: ${JSON.stringify(source.slice(at, at + 20))}`;
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: unquote(found.kind, found.raw) });
    at += found.raw.length;
  }
  return tokens;
}

function withoutTexts(source: string): string {
  return source.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`/g, ' ');
}

function readAt(source: string, at: number): { kind: Token['kind'] | 'space'; raw: string } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const raw = pattern.exec(source)?.[0];
    if (raw !== undefined) return { kind, raw };
  }
  return null;
}

function unquote(kind: Token['kind'], raw: string): string {
  if (kind !== 'text' && kind !== 'quoted') return raw;
  const quote = raw[0]!;
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}
