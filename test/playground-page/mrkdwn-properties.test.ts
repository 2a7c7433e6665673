import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inline } from '../../src/playground/page/lib/inline.ts';
import { encodeEntities, readInline } from '../../src/playground/page/lib/inline.ts';
import type { MarkdownNode } from '../../src/playground/page/lib/markdown.ts';
import { parseMarkdown } from '../../src/playground/page/lib/markdown.ts';
import { parseInline, parseMrkdwn } from '../../src/playground/page/lib/mrkdwn.ts';

const PIECES = [
  '*',
  '_',
  '~',
  '`',
  '```',
  '<',
  '>',
  '|',
  '!',
  '@U1',
  'a',
  ' ',
  '\n',
  '&lt;',
  '&gt;',
  '&amp;',
  ':tada:',
  'http://a.b',
  'javascript:x',
  'data:text/html,',
  'mailto:a@b.c',
  '[',
  '](',
  ')',
  '#',
  '-',
  '!date^1^{time}',
];
const syntax = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 30 })
  .map((parts) => parts.join(''));

function listHrefs(nodes: readonly Inline[]): string[] {
  return nodes.flatMap((node) => {
    const own = 'href' in node && node.href !== null ? [node.href] : [];
    return 'children' in node ? [...own, ...listHrefs(node.children)] : own;
  });
}

function inlinesOf(node: MarkdownNode): Inline[] {
  if (node.kind === 'list') return node.items.flatMap((item) => item.children);
  if (node.kind === 'table') return [...node.head, ...node.rows.flat()].flat();
  return 'children' in node ? node.children : [];
}

const SAFE = /^(https?:|mailto:)/i;

describe('any text', () => {
  it('gives mrkdwn nodes whose addresses are http, https or mailto', () => {
    fc.assert(
      fc.property(syntax, (source) => {
        const nodes = parseMrkdwn(source).flatMap((node) => ('children' in node ? node.children : []));
        expect(listHrefs(nodes).filter((href) => !SAFE.test(href))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives Markdown nodes whose addresses are http, https or mailto', () => {
    fc.assert(
      fc.property(syntax, (source) => {
        expect(listHrefs(parseMarkdown(source).flatMap(inlinesOf)).filter((href) => !SAFE.test(href))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('that was escaped is read back letter by letter, when it has no marks', () => {
    const words = fc.string().filter((text) => !/[*_~`:\n]|http|^>/.test(text));
    fc.assert(
      fc.property(words, (text) => {
        expect(readInline(parseInline(encodeEntities(text)))).toBe(text);
      }),
    );
  });

  it('never loses a letter', () => {
    const letters = (text: string) => text.replaceAll(/[^xyz]/g, '');
    const source = fc.array(fc.constantFrom('x', 'y', 'z', '*', '_', '~', '`', ' ', '\n'), { maxLength: 40 });
    fc.assert(
      fc.property(source, (parts) => {
        const text = parts.join('');
        const nodes = parseMrkdwn(text);
        const read = nodes.map((node) => (node.kind === 'pre' ? node.text : readInline(node.children))).join('\n');
        expect(letters(read)).toBe(letters(text));
      }),
      { numRuns: 1000 },
    );
  });
});
