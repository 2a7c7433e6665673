import { matchEmoji } from './emoji.ts';
import type { Inline } from './inline.ts';
import { checkHref, decodeEntities } from './inline.ts';

export type MrkdwnNode =
  | { kind: 'text'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'pre'; text: string };

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const BROADCASTS = new Set(['here', 'channel', 'everyone']);

/** Parses Slack's mrkdwn: fences first, then quotes by line, then inline text. Total: any string gives nodes. */
export function parseMrkdwn(source: string): MrkdwnNode[] {
  const nodes: MrkdwnNode[] = [];
  let at = 0;
  for (const fence of source.matchAll(/```([\s\S]+?)```/g)) {
    nodes.push(...parseLines(source.slice(at, fence.index).replace(/\n$/, '')));
    nodes.push({ kind: 'pre', text: decodeEntities((fence[1] ?? '').replace(/^\n/, '').replace(/\n$/, '')) });
    at = fence.index + fence[0].length;
  }
  nodes.push(...parseLines(at > 0 ? source.slice(at).replace(/^\n/, '') : source));
  return nodes;
}

/** Plain text objects know emoji and line breaks, nothing else. */
export function parsePlain(source: string, hasEmoji = true): Inline[] {
  const out = new Collector();
  for (let at = 0; at < source.length; ) {
    const char = source[at] ?? '';
    const hit = char === ':' && hasEmoji ? matchEmoji(source.slice(at)) : null;
    if (hit) out.push({ kind: 'emoji', name: hit.name, unicode: hit.unicode });
    else if (char === '\n') out.push({ kind: 'break' });
    else out.text(char);
    at += hit?.length ?? 1;
  }
  return out.nodes();
}

function parseLines(source: string): MrkdwnNode[] {
  if (source === '') return [];
  const nodes: MrkdwnNode[] = [];
  let lines: string[] = [];
  let isQuote = false;
  const flush = () => {
    if (lines.length > 0) nodes.push({ kind: isQuote ? 'quote' : 'text', children: parseInline(lines.join('\n')) });
    lines = [];
  };
  for (const line of source.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if ((quoted !== null) !== isQuote) flush();
    isQuote = quoted !== null;
    lines.push(quoted?.[1] ?? line);
  }
  flush();
  return nodes;
}

/** Inline text: code, entities and emoji win over `*`, `_` and `~`, which count only at word boundaries. */
export function parseInline(source: string): Inline[] {
  const out = new Collector();
  for (let at = 0; at < source.length; ) {
    const hit = readToken(source, at);
    if (hit === null) {
      out.text(source[at] ?? '');
      at += 1;
    } else {
      out.push(hit.node);
      at = hit.end;
    }
  }
  return out.nodes();
}

type Token = { node: Inline; end: number };

function readToken(source: string, at: number): Token | null {
  const char = source[at];
  if (char === '\n') return { node: { kind: 'break' }, end: at + 1 };
  if (char === '`') return readCode(source, at);
  if (char === '<') return readEntity(source, at);
  if (char === ':') {
    const hit = matchEmoji(source.slice(at));
    return hit && { node: { kind: 'emoji', name: hit.name, unicode: hit.unicode }, end: at + hit.length };
  }
  if (char === '*' || char === '_' || char === '~') return readMarked(source, at, char);
  if (char === 'h') return readBareLink(source, at);
  return null;
}

function readCode(source: string, at: number): Token | null {
  const match = /^`([^`\n]+)`/.exec(source.slice(at));
  if (!match) return null;
  return { node: { kind: 'code', text: decodeEntities(match[1] ?? '') }, end: at + match[0].length };
}

function readMarked(source: string, at: number, mark: keyof typeof MARKS): Token | null {
  if (isWord(source[at - 1]) || source[at - 1] === mark) return null;
  const next = source[at + 1];
  if (next === undefined || next === mark || /\s/.test(next)) return null;
  const end = findClosing(source, at + 1, mark);
  if (end === null) return null;
  return { node: { kind: MARKS[mark], children: parseInline(source.slice(at + 1, end)) }, end: end + 1 };
}

/** The closing mark stands on the same line, after a non-space and before no letter, outside code and `<...>`. */
function findClosing(source: string, from: number, mark: string): number | null {
  for (let at = from; at < source.length && source[at] !== '\n'; at += 1) {
    const skipped = source[at] === '`' ? readCode(source, at) : source[at] === '<' ? readEntity(source, at) : null;
    if (skipped) at = skipped.end - 1;
    else if (source[at] === mark && at > from && !/\s/.test(source[at - 1] ?? ' ') && !isWord(source[at + 1]))
      return at;
  }
  return null;
}

function readEntity(source: string, at: number): Token | null {
  const match = /^<([^<>\n]+)>/.exec(source.slice(at));
  const body = match?.[1];
  if (!match || body === undefined) return null;
  const bar = body.indexOf('|');
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(body.slice(bar + 1));
  const node = readMention(target, label) ?? readCommand(target, label) ?? readLink(target, label);
  return node && { node, end: at + match[0].length };
}

function readMention(target: string, label: string | null): Inline | null {
  const match = /^(@|#|!subteam\^)([A-Z0-9]+)$/.exec(target);
  if (!match) return null;
  const kind = match[1] === '@' ? 'user' : match[1] === '#' ? 'channel' : 'group';
  return { kind, id: match[2] ?? '', label: label === '' ? null : label };
}

function readCommand(target: string, label: string | null): Inline | null {
  if (!target.startsWith('!')) return null;
  const [name = '', seconds = '', format = '', href = ''] = target.slice(1).split('^');
  if (BROADCASTS.has(name)) return { kind: 'broadcast', range: name };
  if (name !== 'date' || !/^-?\d+$/.test(seconds)) return null;
  const fallback = label ?? new Date(Number(seconds) * 1000).toUTCString();
  return { kind: 'date', timestamp: Number(seconds), format: decodeEntities(format), fallback, href: checkHref(href) };
}

function readLink(target: string, label: string | null): Inline | null {
  const href = checkHref(decodeEntities(target));
  if (href === null) return null;
  const text = label === null || label === '' ? href.replace(/^mailto:/i, '') : label;
  return { kind: 'link', href, children: parsePlain(text) };
}

function readBareLink(source: string, at: number): Token | null {
  if (isWord(source[at - 1])) return null;
  const match = /^https?:\/\/[^\s<>|`]+/.exec(source.slice(at));
  const raw = match?.[0].replace(/(?:&gt;|&lt;).*$/, '').replace(/[.,;:!?)*_~'"]+$/, '');
  const href = raw === undefined ? null : checkHref(decodeEntities(raw));
  if (raw === undefined || href === null) return null;
  return { node: { kind: 'link', href, children: [{ kind: 'text', text: href }] }, end: at + raw.length };
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

/** Gathers nodes and joins runs of characters; decodes them once, when the run ends. */
class Collector {
  readonly #nodes: Inline[] = [];
  #run = '';
  text(char: string): void {
    this.#run += char;
  }
  push(node: Inline): void {
    this.#flush();
    this.#nodes.push(node);
  }
  nodes(): Inline[] {
    this.#flush();
    return this.#nodes;
  }
  #flush(): void {
    if (this.#run !== '') this.#nodes.push({ kind: 'text', text: decodeEntities(this.#run) });
    this.#run = '';
  }
}
