import type { ActionsBlock, AnyBlock, Button, ContextBlock, MessageAttachment, SectionBlock } from '@slack/types';

/** A message as Slack takes it. `text` is what notifications and screen readers use: it must say what the blocks say. */
export type Message = { text: string; blocks: AnyBlock[]; attachments?: MessageAttachment[] };

/** The limits that our messages can meet; where Slack's pages disagree, the smaller number. */
export const LIMITS = {
  sectionText: 3000,
  contextElements: 10,
  buttonText: 75,
  altText: 2000,
  tableRows: 100,
  tableCharacters: 10_000,
} as const;

/** Makes text safe inside mrkdwn: no mention, link or entity can be injected by a name. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaped text in a code span; backticks cannot be quoted in mrkdwn, so they become apostrophes. */
export function code(text: string): string {
  return `\`${escapeText(text.replaceAll('`', "'").replaceAll('\n', ' '))}\``;
}

/** Cuts at `limit` characters and shows that it did. */
export function truncate(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** An instant in the reader's own time zone; `fallback` (UTC) is for clients that cannot format it. */
export function date(atMs: number, format = '{date_short_pretty} at {time}'): string {
  const fallback = `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(atMs / 1000)}^${format}|${fallback}>`;
}

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: truncate(mrkdwn, LIMITS.sectionText) } };
}

export function context(...mrkdwn: string[]): ContextBlock {
  const elements = mrkdwn.filter((text) => text !== '').slice(0, LIMITS.contextElements);
  return { type: 'context', elements: elements.map((text) => ({ type: 'mrkdwn', text: truncate(text, 2000) })) };
}

export function button(
  label: string,
  action: { actionId: string; value: string; style?: 'primary' | 'danger'; accessibilityLabel?: string },
): Button {
  return {
    type: 'button',
    text: { type: 'plain_text', text: truncate(label, LIMITS.buttonText), emoji: true },
    action_id: action.actionId,
    value: action.value,
    ...(action.style ? { style: action.style } : {}),
    ...(action.accessibilityLabel ? { accessibility_label: truncate(action.accessibilityLabel, 75) } : {}),
  };
}

export function actions(blockId: string, elements: Button[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements };
}

/** A value with the name of the next step in one ephemeral sentence. */
export function plainMessage(mrkdwn: string): Message {
  return { text: toPlainText(mrkdwn), blocks: [section(mrkdwn)] };
}

/** mrkdwn without its marks, for `text`. */
export function toPlainText(mrkdwn: string): string {
  return mrkdwn
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[*`]/g, '')
    .replace(/\n/g, ' ');
}
