import { describe, expect, it } from 'vitest';
import { readInline } from '../../src/playground/page/lib/inline.ts';
import { parseInline, parseMrkdwn } from '../../src/playground/page/lib/mrkdwn.ts';

const kinds = (source: string) => parseInline(source).map((node) => node.kind);

describe('bold, italic and strike', () => {
  it('are marked at word boundaries', () => {
    expect(parseInline('a *bold* _it_ ~no~ b')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'bold', children: [{ kind: 'text', text: 'bold' }] },
      { kind: 'text', text: ' ' },
      { kind: 'italic', children: [{ kind: 'text', text: 'it' }] },
      { kind: 'text', text: ' ' },
      { kind: 'strike', children: [{ kind: 'text', text: 'no' }] },
      { kind: 'text', text: ' b' },
    ]);
  });

  it.each([
    '5*3*2',
    'a*b*c',
    'snake_case_name',
    ' * 3 * ',
    '*open',
    '**',
    '* *',
    'x ~ y ~ z',
    '*a\nb*',
    'über*maß*voll',
  ])('leaves %j as it is', (source) => {
    expect(kinds(source).filter((kind) => kind !== 'text' && kind !== 'break')).toEqual([]);
    expect(readInline(parseInline(source))).toBe(source);
  });

  it('nest', () => {
    expect(parseInline('*bold _both_*')).toEqual([
      {
        kind: 'bold',
        children: [
          { kind: 'text', text: 'bold ' },
          { kind: 'italic', children: [{ kind: 'text', text: 'both' }] },
        ],
      },
    ]);
  });

  it('end before punctuation and begin after it', () => {
    expect(kinds('(*a*), "_b_".')).toEqual(['text', 'bold', 'text', 'italic', 'text']);
  });

  it('do not close inside code or a link', () => {
    expect(kinds('*see `a*` and <https://example.org/*|x>*')).toEqual(['bold']);
  });
});

describe('code', () => {
  it('wins over every other mark', () => {
    expect(parseInline('`*a* _b_ :tada:`')).toEqual([{ kind: 'code', text: '*a* _b_ :tada:' }]);
  });

  it('keeps a fence with its line breaks, without the first and last', () => {
    expect(parseMrkdwn('before\n```\n*a*\n  b &lt; c\n```\nafter')).toEqual([
      { kind: 'text', children: [{ kind: 'text', text: 'before' }] },
      { kind: 'pre', text: '*a*\n  b < c' },
      { kind: 'text', children: [{ kind: 'text', text: 'after' }] },
    ]);
  });
});

describe('quotes', () => {
  it('gather neighbouring lines, written raw or escaped', () => {
    expect(parseMrkdwn('a\n&gt; b\n> *c*\nd')).toEqual([
      { kind: 'text', children: [{ kind: 'text', text: 'a' }] },
      {
        kind: 'quote',
        children: [
          { kind: 'text', text: 'b' },
          { kind: 'break' },
          { kind: 'bold', children: [{ kind: 'text', text: 'c' }] },
        ],
      },
      { kind: 'text', children: [{ kind: 'text', text: 'd' }] },
    ]);
  });
});
