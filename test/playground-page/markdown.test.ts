import { expect, it } from 'vitest';
import { parseMarkdown } from '../../src/playground/page/lib/markdown.ts';

const text = (words: string) => ({ kind: 'text', text: words });

it('reads headings, paragraphs and rules', () => {
  expect(parseMarkdown('## Drift\n\nfirst\nsecond\n\n---')).toEqual([
    { kind: 'heading', level: 2, children: [text('Drift')] },
    { kind: 'paragraph', children: [text('first'), { kind: 'break' }, text('second')] },
    { kind: 'rule' },
  ]);
});

it('reads lists with depth', () => {
  expect(parseMarkdown('- a\n  - b\n- c\n1. d')).toEqual([
    {
      kind: 'list',
      isOrdered: false,
      items: [
        { depth: 0, children: [text('a')] },
        { depth: 1, children: [text('b')] },
        { depth: 0, children: [text('c')] },
      ],
    },
    { kind: 'list', isOrdered: true, items: [{ depth: 0, children: [text('d')] }] },
  ]);
});

it('reads tables', () => {
  expect(parseMarkdown('| a | b |\n|---|--:|\n| 1 | **2** |')).toEqual([
    {
      kind: 'table',
      head: [[text('a')], [text('b')]],
      rows: [[[text('1')], [{ kind: 'bold', children: [text('2')] }]]],
    },
  ]);
});

it('reads spans, and leaves names and spaced stars alone', () => {
  const [node] = parseMarkdown('**b** *i* ~~s~~ `c` [t](https://x.org) snake_case_name 2 * 3');
  expect(node).toEqual({
    kind: 'paragraph',
    children: [
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('i')] },
      text(' '),
      { kind: 'strike', children: [text('s')] },
      text(' '),
      { kind: 'code', text: 'c' },
      text(' '),
      { kind: 'link', href: 'https://x.org', children: [text('t')] },
      text(' snake_case_name 2 * 3'),
    ],
  });
});

it('keeps a fence as it is, and an open one to the end', () => {
  expect(parseMarkdown('```sql\nSELECT *\n```\n```\nopen')).toEqual([
    { kind: 'pre', text: 'SELECT *' },
    { kind: 'pre', text: 'open' },
  ]);
});

it('does not follow other schemes', () => {
  expect(parseMarkdown('[x](javascript:alert)')).toEqual([
    { kind: 'paragraph', children: [text('[x](javascript:alert)')] },
  ]);
});
