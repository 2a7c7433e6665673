import type { Message, View } from '../../../src/playground/world/types.ts';

const TEXT_KEYS = new Set(['text', 'alt_text', 'caption', 'title', 'fallback']);

/** Every string that a reader sees, in order, one a line. */
export function readVisibleText(value: unknown): string {
  return collect(value).join('\n');
}

function collect(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (typeof child === 'string') return TEXT_KEYS.has(key) ? [child] : [];
    return collect(child);
  });
}

/** The summary text and everything in the blocks. */
export function readMessage({ text, blocks, attachments }: Pick<Message, 'text' | 'blocks' | 'attachments'>): string {
  return [text, readVisibleText(blocks), readVisibleText(attachments)].filter((part) => part !== '').join('\n');
}

export function readView({ title, submit, blocks }: View): string {
  return [readVisibleText([title]), readVisibleText(blocks), readVisibleText([submit])].join('\n');
}

/** A message in a few lines, for failure texts. */
export function describeMessage(message: Message): string {
  const flags = [
    message.threadTs === null ? '' : `reply to ${message.threadTs}`,
    message.ephemeralFor === null ? '' : `only for ${message.ephemeralFor}`,
  ];
  const head = [message.ts, message.user, ...flags].filter((part) => part !== '').join(', ');
  return `  [${head}]\n${indent(readMessage(message))}`;
}

export function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
