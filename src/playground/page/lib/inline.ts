/** What inline text consists of, whichever syntax it was written in. Rendered as vnodes, never as HTML. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string | null }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; timestamp: number; format: string; fallback: string; href: string | null }
  | { kind: 'emoji'; name: string; unicode: string };

/** Slack escapes exactly these three; anything else (`&quot;`, `&#39;`) is text. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));
}

export function encodeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The address when it is one that may be followed: http, https or mailto. Everything else, `javascript:` first, is null. */
export function checkHref(url: string): string | null {
  if (!/^(https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(url)) return null;
  try {
    const { protocol } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' || protocol === 'mailto:' ? url : null;
  } catch {
    return null;
  }
}

/** The words of inline text, for titles and tests. */
export function readInline(nodes: readonly Inline[]): string {
  return nodes.map(readOne).join('');
}

function readOne(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'break':
      return '\n';
    case 'bold':
    case 'italic':
    case 'strike':
    case 'link':
      return readInline(node.children);
    case 'emoji':
      return node.unicode;
    case 'broadcast':
      return `@${node.range}`;
    case 'date':
      return node.fallback;
    default:
      return node.label ?? node.id;
  }
}
