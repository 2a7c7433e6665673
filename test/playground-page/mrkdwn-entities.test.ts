import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../../src/playground/page/lib/inline.ts';
import { parseInline, parsePlain } from '../../src/playground/page/lib/mrkdwn.ts';

describe('references', () => {
  it.each([
    ['<@U123>', { kind: 'user', id: 'U123', label: null }],
    ['<@U123|ana>', { kind: 'user', id: 'U123', label: 'ana' }],
    ['<#C9|ml-alerts>', { kind: 'channel', id: 'C9', label: 'ml-alerts' }],
    ['<#C9|>', { kind: 'channel', id: 'C9', label: null }],
    ['<!subteam^S1|@oncall>', { kind: 'group', id: 'S1', label: '@oncall' }],
    ['<!here>', { kind: 'broadcast', range: 'here' }],
    ['<!channel|channel>', { kind: 'broadcast', range: 'channel' }],
  ])('%s is read', (source, node) => {
    expect(parseInline(source)).toEqual([node]);
  });

  it('dates carry format, address and fallback', () => {
    expect(parseInline('<!date^1392734382^{date_short} at {time}^https://example.org/|Feb 18>')).toEqual([
      {
        kind: 'date',
        timestamp: 1392734382,
        format: '{date_short} at {time}',
        fallback: 'Feb 18',
        href: 'https://example.org/',
      },
    ]);
  });

  it.each(['<unknown>', '<!date^soon^{time}|x>', '<@not an id>', '<', '<>', '<javascript:alert(1)|click>'])(
    '%j stays text',
    (source) => {
      expect(parseInline(source)).toEqual([{ kind: 'text', text: source }]);
    },
  );
});

describe('links', () => {
  it('show their label, with emoji', () => {
    expect(parseInline('<https://example.org/?a=1&amp;b=2|go :rocket:>')).toEqual([
      {
        kind: 'link',
        href: 'https://example.org/?a=1&b=2',
        children: [
          { kind: 'text', text: 'go ' },
          { kind: 'emoji', name: 'rocket', unicode: '🚀' },
        ],
      },
    ]);
  });

  it('show a mail address without its scheme', () => {
    expect(parseInline('<mailto:ana@example.org>')).toEqual([
      { kind: 'link', href: 'mailto:ana@example.org', children: [{ kind: 'text', text: 'ana@example.org' }] },
    ]);
  });

  it('are found bare, without the full stop behind', () => {
    const [, link, rest] = parseInline('see https://example.org/a_b_c.');
    expect(link).toEqual({
      kind: 'link',
      href: 'https://example.org/a_b_c',
      children: [{ kind: 'text', text: 'https://example.org/a_b_c' }],
    });
    expect(rest).toEqual({ kind: 'text', text: '.' });
  });
});

describe('entities', () => {
  it('decodes exactly the three that Slack escapes, once', () => {
    expect(decodeEntities('&lt;b&gt; &amp;amp; &quot; &#39; &nbsp;')).toBe('<b> &amp; &quot; &#39; &nbsp;');
  });
});

describe('plain text', () => {
  it('knows emoji and line breaks only', () => {
    expect(parsePlain('*a* <https://x.org>\n:bell: :no_such_emoji:')).toEqual([
      { kind: 'text', text: '*a* <https://x.org>' },
      { kind: 'break' },
      { kind: 'emoji', name: 'bell', unicode: '🔔' },
      { kind: 'text', text: ' :no_such_emoji:' },
    ]);
  });

  it('leaves emoji names alone when the app says so', () => {
    expect(parsePlain(':bell:', false)).toEqual([{ kind: 'text', text: ':bell:' }]);
  });
});
