import { matchEmoji } from './emoji.ts';
import type { Inline } from './inline.ts';
import { checkHref } from './inline.ts';

/** The part of standard Markdown that Slack's markdown block shows. */
export type MarkdownNode =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph' | 'quote'; children: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: { depth: number; children: Inline[] }[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'pre'; text: string }
  | { kind: 'rule' };

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^(\s*)(?:([-*+])|(\d+)[.)])\s+(.*)$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$/;

/** Parses line by line. Total: what is no syntax is a paragraph. */
export function parseMarkdown(source: string): MarkdownNode[] {
  const lines = source.split('\n');
  const nodes: MarkdownNode[] = [];
  for (let at = 0; at < lines.length; ) {
    const [node, next] = readNode(lines, at);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function readNode(lines: string[], at: number): [MarkdownNode | null, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [null, at + 1];
  if (FENCE.test(line)) return readFence(lines, at);
  const heading = HEADING.exec(line);
  if (heading)
    return [{ kind: 'heading', level: heading[1]?.length ?? 1, children: parseSpan(heading[2] ?? '') }, at + 1];
  if (RULE.test(line)) return [{ kind: 'rule' }, at + 1];
  if (ITEM.test(line)) return readList(lines, at);
  if (line.startsWith('>')) {
    const [body, next] = takeWhile(lines, at, (text) => text.startsWith('>'));
    return [{ kind: 'quote', children: parseSpan(body.map((text) => text.replace(/^> ?/, '')).join('\n')) }, next];
  }
  if (TABLE_RULE.test(lines[at + 1] ?? '')) return readTable(lines, at);
  const [body, next] = takeWhile(lines, at, (text, index) => index === at || !startsOther(text));
  return [{ kind: 'paragraph', children: parseSpan(body.join('\n')) }, next];
}

function startsOther(line: string): boolean {
  return line.trim() === '' || line.startsWith('>') || [FENCE, HEADING, ITEM, RULE].some((rule) => rule.test(line));
}

function readFence(lines: string[], at: number): [MarkdownNode, number] {
  const [body, next] = takeWhile(lines, at + 1, (text) => !FENCE.test(text));
  return [{ kind: 'pre', text: body.join('\n') }, next + 1];
}

function readList(lines: string[], at: number): [MarkdownNode, number] {
  const isOrdered = ITEM.exec(lines[at] ?? '')?.[3] !== undefined;
  const [body, next] = takeWhile(lines, at, (text) => {
    const item = ITEM.exec(text);
    return item !== null && ((item[3] !== undefined) === isOrdered || (item[1] ?? '').length > 0);
  });
  const items = body.map((text) => {
    const [, indent = '', , , words = ''] = ITEM.exec(text) ?? [];
    return { depth: Math.floor(indent.replaceAll('\t', '    ').length / 2), children: parseSpan(words) };
  });
  return [{ kind: 'list', isOrdered, items }, next];
}

function readTable(lines: string[], at: number): [MarkdownNode, number] {
  const [body, next] = takeWhile(lines, at + 2, (text) => text.includes('|'));
  return [{ kind: 'table', head: splitRow(lines[at] ?? ''), rows: body.map(splitRow) }, next];
}

function splitRow(line: string): Inline[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => parseSpan(cell.trim()));
}

function takeWhile(lines: string[], from: number, test: (line: string, index: number) => boolean): [string[], number] {
  let at = from;
  while (at < lines.length && test(lines[at] ?? '', at)) at += 1;
  return [lines.slice(from, at), at];
}

const SPANS: [RegExp, (match: RegExpExecArray) => Inline | null][] = [
  [/^\n/, () => ({ kind: 'break' })],
  [/^\\([\\`*_~[\]()#+.!|>-])/, (m) => ({ kind: 'text', text: m[1] ?? '' })],
  [/^`([^`\n]+)`/, (m) => ({ kind: 'code', text: m[1] ?? '' })],
  [/^\*\*(?=\S)([^\n]+?\S|\S)\*\*/, (m) => ({ kind: 'bold', children: parseSpan(m[1] ?? '') })],
  [/^__(?=\S)([^\n]+?\S|\S)__(?!\w)/, (m) => ({ kind: 'bold', children: parseSpan(m[1] ?? '') })],
  [/^~~(?=\S)([^\n]+?\S|\S)~~/, (m) => ({ kind: 'strike', children: parseSpan(m[1] ?? '') })],
  [/^\*(?=[^\s*])([^\n*]*?[^\s*])\*(?!\*)/, (m) => ({ kind: 'italic', children: parseSpan(m[1] ?? '') })],
  [/^_(?=[^\s_])([^\n_]*?[^\s_])_(?!\w)/, (m) => ({ kind: 'italic', children: parseSpan(m[1] ?? '') })],
  [/^!?\[([^\]\n]+)\]\(([^()\s]+)\)/, (m) => makeLink(m[2] ?? '', m[1] ?? '')],
  [/^<((?:https?:\/\/|mailto:)[^<>\s]+)>/i, (m) => makeLink(m[1] ?? '', m[1] ?? '')],
  [/^https?:\/\/[^\s<>)]*[^\s<>).,;:!?*_~'"]/, (m) => makeLink(m[0], m[0])],
];

function makeLink(url: string, label: string): Inline | null {
  const href = checkHref(url);
  if (href === null) return null;
  return { kind: 'link', href, children: label === url ? [{ kind: 'text', text: label }] : parseSpan(label) };
}

function parseSpan(source: string): Inline[] {
  const nodes: Inline[] = [];
  for (let at = 0; at < source.length; ) {
    const hit = readSpan(source, at);
    if (hit) nodes.push(hit.node);
    else appendText(nodes, source[at] ?? '');
    at += hit?.length ?? 1;
  }
  return nodes;
}

function readSpan(source: string, at: number): { node: Inline; length: number } | null {
  const rest = source.slice(at);
  const emoji = matchEmoji(rest);
  if (emoji) return { node: { kind: 'emoji', name: emoji.name, unicode: emoji.unicode }, length: emoji.length };
  const isInsideWord = /\w/.test(source[at - 1] ?? ' ');
  for (const [rule, make] of SPANS) {
    const match = isInsideWord && /^[_h]/.test(rest) ? null : rule.exec(rest);
    const node = match && make(match);
    if (match && node) return { node, length: match[0].length };
  }
  return null;
}

function appendText(nodes: Inline[], char: string): void {
  const last = nodes.at(-1);
  if (last?.kind === 'text') last.text += char;
  else nodes.push({ kind: 'text', text: char });
}
